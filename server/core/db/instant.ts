/** Now, as it is stored and answered: ISO 8601 in UTC with milliseconds. */
export const nowIso = (): string => new Date().toISOString();

export const plusMilliseconds = (instant: string, milliseconds: number): string => new Date(Date.parse(instant) + milliseconds).toISOString();
