/** Under which the company is kept in the cache. */
export const companyKey = ['core.company', 'one'] as const;
