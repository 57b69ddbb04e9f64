import { ibanLengths } from './iban.js';

/** Where the company sits; its country stands in {@link Company}. */
export interface CompanyAddress {
  /** Street and number. */
  street: string | null;
  /** Floor, room, building. */
  extra: string | null;
  district: string | null;
  postalCode: string | null;
  city: string | null;
  /** State or province; in Brazil its two letters. */
  region: string | null;
}

/**
 * Where the company is paid; in Brazil bank, branch, account and Pix, in the United Kingdom sort code and account, in the United States routing
 * number and account, elsewhere IBAN and BIC, or account and routing code.
 */
export interface BankDetails {
  bank: string | null;
  /** Whose account it is, where that is not the company by its own name. */
  holder: string | null;
  /** Branch (agência), or a routing or sort code. */
  branch: string | null;
  account: string | null;
  pix: string | null;
  iban: string | null;
  bic: string | null;
}

export interface CompanyLogo {
  /** Of the file; `logoId` takes it back after a change. */
  id: number;
  /** Names the very picture in its address, so that it may be kept. */
  hash: string;
  /** Pixels. */
  width: number;
  height: number;
}

/** When the company works, by its own clock. */
export interface WorkingHours {
  /** Days of the week, 0 Sunday … 6 Saturday; at least one. */
  days: number[];
  /** `HH:MM`; within one day. */
  from: string;
  to: string;
  /** Within them, when nobody works. */
  break: { from: string; to: string } | null;
}

/** What holds until the company says otherwise. */
export const usualHours: WorkingHours = { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', break: null };

export interface Company {
  /** As people call it. */
  name: string;
  /** In full, as it is registered, where that is another one. */
  legalName: string | null;
  country: string;
  currency: string;
  timeZone: string;
  language: string;
  /** 0 Sunday … 6 Saturday. */
  weekStart: number;
  workingHours: WorkingHours;
  /** CNPJ or CPF in Brazil, VAT number in the European Union and the United Kingdom. */
  taxId: string | null;
  /** Inscrição estadual and municipal. */
  stateRegistration: string | null;
  cityRegistration: string | null;
  address: CompanyAddress | null;
  phone: string | null;
  email: string | null;
  site: string | null;
  bank: BankDetails | null;
  logo: CompanyLogo | null;
  /** `#rrggbb` as it was chosen; see {@link file://./accent.ts} for the tones that are shown. Null: the portal's own. */
  accent: string | null;
  publicUrl: string | null;
}

/** What may be changed; `logoId` names an uploaded picture, null takes the logo away. */
export type CompanyPatch = Partial<Omit<Company, 'logo'>> & { logoId?: number | null };

/** What a new company has not said yet. */
export const unsaid = {
  legalName: null,
  taxId: null,
  stateRegistration: null,
  cityRegistration: null,
  address: null,
  phone: null,
  email: null,
  site: null,
  bank: null,
  logo: null,
  accent: null,
} as const satisfies Partial<Company>;

const union = new Set('AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '));

/** How a country writes the number of a company for its taxes, and how it pays. */
export const customsOf = (country: string | null): { taxId: 'brazil' | 'union' | 'britain' | 'plain'; bank: 'brazil' | 'britain' | 'iban' | 'plain' } => ({
  taxId: country === 'BR' ? 'brazil' : union.has(country ?? '') ? 'union' : country === 'GB' ? 'britain' : 'plain',
  bank: country === 'BR' ? 'brazil' : country === 'GB' ? 'britain' : (country ?? '') in ibanLengths ? 'iban' : 'plain',
});

const joined = (by: string, ...parts: (string | null)[]): string => parts.filter(Boolean).join(by);

/** Where the post office wants the code behind the town: with its state before it, or on a line of its own. */
const codeBehind: Readonly<Record<string, 'state' | 'alone'>> = { US: 'state', CA: 'state', AU: 'state', GB: 'alone', IE: 'alone' };

/** The lines of an address that name the town. */
function townLines({ city, region, postalCode }: CompanyAddress, country: string): (string | null)[] {
  const place = codeBehind[country];
  if (place === 'state') return [joined(' ', joined(', ', city, region), postalCode)];
  if (place === 'alone') return [joined(', ', city, region), postalCode];
  return [joined(', ', joined(' ', postalCode, city), region)];
}

/** The address as it stands on paper, one line under another; null where nothing is known. */
function addressText(address: CompanyAddress | null, country: string): string | null {
  if (!address) return null;
  const { street, extra, district, postalCode, city, region } = address;
  const lines =
    country === 'BR'
      ? [joined(', ', street, extra), joined(' – ', joined(', ', district, city), region), postalCode && `CEP\u00a0${postalCode}`]
      : [joined(', ', street, extra), district, ...townLines(address, country)];
  return lines.filter(Boolean).join('\n') || null;
}

/** What the company says about itself on its documents: nothing that their reader may not know. */
export interface Letterhead {
  name: string;
  legalName: string | null;
  country: string;
  taxId: string | null;
  stateRegistration: string | null;
  cityRegistration: string | null;
  /** Lines. */
  address: string | null;
  city: string | null;
  phone: string | null;
  email: string | null;
  site: string | null;
  bank: BankDetails | null;
  logo: CompanyLogo | null;
  accent: string | null;
}

export function letterheadOf(company: Company): Letterhead {
  const { name, legalName, country, taxId, stateRegistration, cityRegistration, phone, email, site, bank, logo, accent } = company;
  const address = addressText(company.address, country);
  const city = company.address?.city ?? null;
  return { name, legalName, country, taxId, stateRegistration, cityRegistration, address, city, phone, email, site, bank, logo, accent };
}

/** What stands under the name at the head of a document, as key of its word and value; the address comes apart. */
export function legalLines(of: Pick<Letterhead, 'country' | 'taxId' | 'stateRegistration' | 'cityRegistration'>): { word: LegalWord; value: string }[] {
  // Which of the two it is, a Brazilian number says by itself.
  const brazilian = of.taxId?.includes('/') ? 'cnpj' : 'cpf';
  const taxWord = ({ brazil: brazilian, union: 'vatId', britain: 'vatId', plain: 'taxId' } as const)[customsOf(of.country).taxId];
  const lines: { word: LegalWord; value: string | null }[] = [
    { word: taxWord, value: of.taxId },
    { word: 'stateRegistration', value: of.stateRegistration },
    { word: 'cityRegistration', value: of.cityRegistration },
  ];
  return lines.filter((line): line is { word: LegalWord; value: string } => Boolean(line.value));
}
export type LegalWord = 'cnpj' | 'cpf' | 'vatId' | 'taxId' | 'stateRegistration' | 'cityRegistration';

export type PaymentWord = 'pix' | 'iban' | 'bic' | 'bank' | 'branch' | 'sortCode' | 'routing' | 'routingNumber' | 'account' | 'holder';

/** What the number of a bank's branch is called. */
export const branchWord = (country: string | null): PaymentWord =>
  country === 'US' ? 'routingNumber' : ({ brazil: 'branch', britain: 'sortCode', iban: 'routing', plain: 'routing' } as const)[customsOf(country).bank];

/** How an invoice can be paid, what the client needs first first, as key of its word and value; empty where the company has not said. */
export function paymentLines(country: string | null, bank: BankDetails | null): { word: PaymentWord; value: string }[] {
  if (!bank) return [];
  const order: readonly (readonly [PaymentWord, string | null])[] = [
    ['pix', bank.pix],
    ['iban', bank.iban],
    ['bic', bank.bic],
    ['bank', bank.bank],
    [branchWord(country), bank.branch],
    ['account', bank.account],
    ['holder', bank.holder],
  ];
  return order.flatMap(([word, value]) => (value ? [{ word, value }] : []));
}
