import type { BankDetails, Company, CompanyAddress, CompanyPatch } from '../../../../server/contracts/core/company.js';

type Texts<T> = { [K in keyof T]: string };

const addressNames = ['street', 'extra', 'district', 'postalCode', 'city', 'region'] as const satisfies readonly (keyof CompanyAddress)[];
const bankNames = ['bank', 'holder', 'branch', 'account', 'pix', 'iban', 'bic'] as const satisfies readonly (keyof BankDetails)[];
const textNames = ['legalName', 'taxId', 'stateRegistration', 'cityRegistration', 'phone', 'email', 'site', 'publicUrl'] as const;
const choiceNames = ['country', 'currency', 'timeZone', 'language', 'weekStart', 'workingHours'] as const;

/** The company as it stands in the form: no field is null. Its logo and accent are changed apart. */
export interface CompanyDraft extends Pick<Company, (typeof choiceNames)[number] | 'name'>, Record<(typeof textNames)[number], string> {
  address: Texts<CompanyAddress>;
  bank: Texts<BankDetails>;
}

const filled = <K extends string>(names: readonly K[], of: Partial<Record<K, string | null>> | null): Record<K, string> =>
  Object.fromEntries(names.map((name) => [name, of?.[name] ?? ''])) as Record<K, string>;

export const draftOf = (company: Company): CompanyDraft => ({
  name: company.name,
  country: company.country,
  currency: company.currency,
  timeZone: company.timeZone,
  language: company.language,
  weekStart: company.weekStart,
  workingHours: company.workingHours,
  ...filled(textNames, company),
  address: filled(addressNames, company.address),
  bank: filled(bankNames, company.bank),
});

const emptied = <T extends Record<string, string>>(texts: T) =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.trim() || null])) as Record<keyof T, string | null>;

/** What is another one than it was; the rest is not sent, so that nobody's change of it is taken back. */
export function changesIn(draft: CompanyDraft, before: CompanyDraft): CompanyPatch {
  const whole: Required<Omit<CompanyPatch, 'logoId' | 'accent'>> = {
    ...draft,
    name: draft.name.trim(),
    ...(emptied(filled(textNames, draft)) as Pick<Company, (typeof textNames)[number]>),
    address: emptied(draft.address),
    bank: emptied(draft.bank),
  };
  const changed = Object.entries(whole).filter(
    ([name]) => JSON.stringify(draft[name as keyof CompanyDraft]) !== JSON.stringify(before[name as keyof CompanyDraft]),
  );
  return Object.fromEntries(changed);
}
