import type { Company } from '../../contracts/core/settings.js';
import type { Actor } from '../access/actor.js';
import { audit } from '../audit/audit.js';
import { type FieldError, invalid } from '../http/problem.js';
import { languages } from '../i18n/texts.js';
import { isTimeZone } from '../people/fields.js';
import type { Services } from '../services.js';

/** ISO 4217 codes that money can be written in. */
export const isCurrency = (code: string): boolean => Intl.supportedValuesOf('currency').includes(code);

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

/** @throws Refusal 422 naming every wrong field. */
function check(company: Partial<Company>): void {
  const errors: FieldError[] = [];
  const demand = (path: keyof Company, fits: (value: string) => boolean, message: string, params?: Record<string, unknown>) => {
    const value = company[path];
    if (typeof value === 'string' && !fits(value)) errors.push({ path, message, ...(params ? { params } : {}) });
  };
  demand('country', isCountry, 'country');
  demand('currency', isCurrency, 'currency');
  demand('timeZone', isTimeZone, 'time-zone');
  demand('language', (language) => languages.includes(language), 'choice', { options: languages.join(', ') });
  demand('publicUrl', isWebAddress, 'format-uri');
  if (errors.length > 0) throw invalid(errors);
}

/** Changes what is known of the company. @throws Refusal 422 naming every wrong field. */
export async function changeCompany({ db, settings, now }: Services, actor: Actor, patch: Partial<Company>): Promise<Company> {
  check(patch);
  const given: Partial<Company> = { ...patch };
  if (patch.name !== undefined) given.name = patch.name.trim();
  if (patch.publicUrl) given.publicUrl = patch.publicUrl.replace(/\/+$/, '');
  return db.write(async (tx) => {
    // Read and held here, so that two changes in the same moment do not take each other back.
    const { value } = await tx.q
      .updateTable('settings')
      .set((eb) => ({ value: eb.ref('value') }))
      .where('key', '=', 'company')
      .returning('value')
      .executeTakeFirstOrThrow();
    const company: Company = { ...(JSON.parse(value) as Company), ...given };
    await settings.set(tx, 'company', company);
    await audit(tx, now(), actor, 'company.changed', null, { fields: Object.keys(patch) });
    return company;
  });
}
