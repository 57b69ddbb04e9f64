import { type BankDetails, type Company, type CompanyAddress, type CompanyPatch, customsOf, type WorkingHours } from '../../contracts/core/company.js';
import { isPhone } from '../../contracts/core/phone.js';
import type { FieldError } from '../http/problem.js';
import { languages } from '../i18n/texts.js';
import { isTimeZone } from '../people/fields.js';
import { readBic, readBritishAccount, readIban, readPix, readRoutingNumber, readSortCode } from './bank-ids.js';
import { readTaxId } from './tax-ids.js';

/** Of ISO 4217, too, though no coins: units of account, in which contracts are written, and what some runtimes do not list yet. */
const ofAccount = ['BOV', 'CHE', 'CHW', 'CLF', 'COU', 'MXV', 'USN', 'UYI', 'UYW', 'VED', 'XAD', 'ZWG'];
const currencies: ReadonlySet<string> = new Set([...Intl.supportedValuesOf('currency'), ...ofAccount]);

/** ISO 4217 codes that money can be written in. */
export const isCurrency = (code: string): boolean => currencies.has(code);

/** ISO 3166-1 alpha-2: a code that names a region, apart from those for private use and unions (`AA`, `QM`…`QZ`, `XA`…`XZ`, `ZZ`, `EU`). */
function isCountry(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code) || /^(AA|Q[M-Z]|X[A-JL-Z]|ZZ|EU|EZ|UN|UK)$/.test(code)) return false;
  return new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' }).of(code) !== undefined;
}

/** An address under which the portal can be reached: http or https, without query. */
export const isWebAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, search, hash, username } = new URL(text);
  return /^https?:$/.test(protocol) && search === '' && hash === '' && username === '';
};

const states = new Set('AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO'.split(' '));

/** Writes each text of an object without spaces around it, nothing as null. @returns null where all is nothing. */
function tidy<T extends object>(given: T): T | null {
  const entries = Object.entries(given).map(([name, value]) => [name, typeof value === 'string' ? value.trim() || null : value] as const);
  return entries.every(([, value]) => value === null) ? null : (Object.fromEntries(entries) as T);
}

class Reading {
  readonly errors: FieldError[] = [];

  /** The value as it is written, or itself with an error noted. What stands there already is not asked about again. */
  read(path: string, value: string | null, before: string | null, form: (text: string) => string | undefined, message: string): string | null {
    if (value === null || value === before) return value;
    const read = form(value);
    if (read === undefined) this.errors.push({ path, message });
    return read ?? value;
  }

  demand(path: string, value: string | undefined | null, fits: (value: string) => boolean, message: string, params?: Record<string, unknown>): void {
    if (typeof value === 'string' && !fits(value)) this.errors.push({ path, message, ...(params ? { params } : {}) });
  }
}

/** How a country writes its postal codes; elsewhere they are as they were typed. */
const postalCodes: Readonly<Record<string, readonly [form: (text: string) => string | undefined, message: string]>> = {
  BR: [(text) => /^(\d{5})-?(\d{3})$/.exec(text)?.slice(1).join('-'), 'cep'],
  US: [(text) => /^(\d{5})(?:-?(\d{4}))?$/.exec(text)?.slice(1).filter(Boolean).join('-'), 'zip'],
};

/** @param before what is stored of this very country. */
function readAddress(reading: Reading, country: string, given: CompanyAddress, before: CompanyAddress | null): CompanyAddress | null {
  const address = tidy(given);
  if (!address) return null;
  const postal = postalCodes[country];
  if (postal) address.postalCode = reading.read('address.postalCode', address.postalCode, before?.postalCode ?? null, ...postal);
  const state = (text: string) => (states.has(text.toUpperCase()) ? text.toUpperCase() : undefined);
  if (country === 'BR') address.region = reading.read('address.region', address.region, before?.region ?? null, state, 'state');
  return address;
}

/** How a country writes the numbers by which a domestic payment finds its account; elsewhere they are as they were typed. */
const bankNumbers: Readonly<Record<string, readonly [name: 'branch' | 'account', form: (text: string) => string | undefined, message: string][]>> = {
  GB: [
    ['branch', readSortCode, 'sort-code'],
    ['account', readBritishAccount, 'account-number'],
  ],
  US: [['branch', readRoutingNumber, 'routing-number']],
};

/** @param known what is stored of this very country. */
function readBank(reading: Reading, country: string, given: BankDetails, before: BankDetails | null, known: BankDetails | null): BankDetails | null {
  const bank = tidy(given);
  if (!bank) return null;
  for (const [name, form, message] of bankNumbers[country] ?? []) bank[name] = reading.read(`bank.${name}`, bank[name], known?.[name] ?? null, form, message);
  return {
    ...bank,
    pix: reading.read('bank.pix', bank.pix, before?.pix ?? null, readPix, 'pix'),
    iban: reading.read('bank.iban', bank.iban, before?.iban ?? null, readIban, 'iban'),
    bic: reading.read('bank.bic', bank.bic, before?.bic ?? null, readBic, 'bic'),
  };
}

/** A web address may be typed without its beginning. */
const readSite = (text: string): string | undefined => {
  const whole = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  return isWebAddress(whole) && new URL(whole).hostname.includes('.') ? whole.replace(/\/+$/, '') : undefined;
};

/**
 * The changes as they are stored: tidied, and numbers in the form of the country.
 * @param before what is stored; of that nothing is refused, so that an old value never stands in the way of a new one elsewhere.
 * @returns with every wrong field.
 */
export function readPatch(patch: Omit<CompanyPatch, 'logoId'>, before: Company): { values: Partial<Company>; errors: FieldError[] } {
  const reading = new Reading();
  reading.demand('country', patch.country, isCountry, 'country');
  reading.demand('currency', patch.currency, isCurrency, 'currency');
  reading.demand('timeZone', patch.timeZone, isTimeZone, 'time-zone');
  reading.demand('language', patch.language, (language) => languages.includes(language), 'choice', { options: languages.join(', ') });
  reading.demand('publicUrl', patch.publicUrl, isWebAddress, 'format-uri');
  reading.demand('accent', patch.accent, (accent) => /^#[0-9a-f]{6}$/i.test(accent), 'accent');
  const country = patch.country ?? before.country;
  const values: Partial<Company> = { ...tidyTexts(patch) };
  if (patch.publicUrl) values.publicUrl = patch.publicUrl.replace(/\/+$/, '');
  if (patch.accent) values.accent = patch.accent.toLowerCase();
  if (values.site) values.site = reading.read('site', values.site, before.site, readSite, 'format-uri');
  if (values.phone) values.phone = reading.read('phone', values.phone, before.phone, (text) => (isPhone(text) ? text : undefined), 'phone');
  if (values.taxId) values.taxId = readTax(reading, country, values.taxId, before);
  // In another country the same numbers have another form.
  const isElsewhere = country !== before.country;
  if (patch.address) values.address = readAddress(reading, country, patch.address, isElsewhere ? null : before.address);
  const bank = patch.bank === undefined && isElsewhere ? before.bank : patch.bank;
  if (bank) values.bank = readBank(reading, country, bank, before.bank, isElsewhere ? null : before.bank);
  if (patch.workingHours) reading.errors.push(...hoursErrors(patch.workingHours));
  return { values, errors: reading.errors };
}

/** Work ends after it begins, and a break lies within it and leaves some of it. */
function hoursErrors({ from, to, break: pause }: WorkingHours): FieldError[] {
  if (to <= from) return [{ path: 'workingHours.to', message: 'before-start' }];
  if (pause === null) return [];
  if (pause.to <= pause.from) return [{ path: 'workingHours.break.to', message: 'before-start' }];
  if (pause.from <= from) return [{ path: 'workingHours.break.from', message: 'outside-work' }];
  return pause.to >= to ? [{ path: 'workingHours.break.to', message: 'outside-work' }] : [];
}

/** In another country the same number has to have another form. */
function readTax(reading: Reading, country: string, value: string, before: Company): string | null {
  const known = customsOf(country).taxId === customsOf(before.country).taxId ? before.taxId : null;
  return reading.read('taxId', value, known, (text) => readTaxId(country, text), country === 'BR' ? 'cnpj' : 'vat-id');
}

const tidyTexts = (patch: object): Partial<Company> =>
  Object.fromEntries(Object.entries(patch).map(([name, value]) => [name, typeof value === 'string' ? value.trim() || null : value]));
