/**
 * The locale whose formats a language uses in a company of this country (ISO 3166): British day order and 24 hours for English, but the
 * American ones in the United States. Pure, for server and browser.
 */
export const localeIn = (language: string, country: string | null): string => (language === 'en' ? (country === 'US' ? 'en-US' : 'en-GB') : language);

/** `12/5` is 5 December. */
export const isMonthFirst = (locale: string): boolean => locale === 'en-US';
