import { customsOf } from '../../contracts/core/company.js';

/** Both check digits are sums of characters by weights, modulo 11; a letter counts as its place in ASCII less that of the zero. */
function checkDigit(body: string, highest: number): number {
  let sum = 0;
  let weight = 2;
  for (const character of [...body].reverse()) {
    sum += (character.charCodeAt(0) - 48) * weight;
    weight = weight === highest ? 2 : weight + 1;
  }
  const rest = sum % 11;
  return rest < 2 ? 0 : 11 - rest;
}

/** The two check digits of a number whose weights go up to `highest` and begin anew. */
function checkDigits(body: string, highest: number): string {
  const first = checkDigit(body, highest);
  return `${first}${checkDigit(`${body}${first}`, highest)}`;
}

/** The two last digits of a CNPJ by its first twelve characters, which may be letters since July 2026. */
export const cnpjDigits = (body: string): string => checkDigits(body, 9);
/** The two last digits of a CPF by its first nine. */
export const cpfDigits = (body: string): string => checkDigits(body, 11);

const bare = (text: string): string => text.toUpperCase().replace(/[\s./-]/g, '');

/** A CNPJ as it is written, `12.ABC.345/01DE-35`; undefined when it is none. */
export function readCnpj(text: string): string | undefined {
  const cnpj = bare(text);
  if (!/^[0-9A-Z]{12}\d\d$/.test(cnpj) || /^(.)\1*$/.test(cnpj) || cnpjDigits(cnpj.slice(0, 12)) !== cnpj.slice(12)) return undefined;
  return cnpj.replace(/^(..)(...)(...)(....)(..)$/, '$1.$2.$3/$4-$5');
}

/** A CPF as it is written, `123.456.789-09`; undefined when it is none. */
export function readCpf(text: string): string | undefined {
  const cpf = bare(text);
  if (!/^\d{11}$/.test(cpf) || /^(.)\1*$/.test(cpf) || cpfDigits(cpf.slice(0, 9)) !== cpf.slice(9)) return undefined;
  return cpf.replace(/^(...)(...)(...)(..)$/, '$1.$2.$3-$4');
}

/** What follows the letters of the country in its VAT ids. */
const vatForms: Readonly<Record<string, RegExp>> = {
  AT: /^U\d{8}$/,
  BE: /^[01]\d{9}$/,
  BG: /^\d{9,10}$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{9}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  EL: /^\d{9}$/,
  ES: /^[A-Z0-9]\d{7}[A-Z0-9]$/,
  FI: /^\d{8}$/,
  FR: /^[A-Z0-9]{2}\d{9}$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^\d[A-Z0-9+*]\d{5}[A-Z]{1,2}$/,
  IT: /^\d{11}$/,
  LT: /^(\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^\d{9}B\d{2}$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{12}$/,
  SI: /^\d{8}$/,
  SK: /^\d{10}$/,
};

/** A VAT id with the letters of its country before it; undefined when it does not have the form of that country. */
export function readVatId(country: string, text: string): string | undefined {
  const letters = country === 'GR' ? 'EL' : country;
  const whole = bare(text);
  const rest = whole.startsWith(letters) ? whole.slice(2) : whole;
  return vatForms[letters]?.test(rest) ? `${letters}${rest}` : undefined;
}

/** A company's number for its taxes as its country writes it; undefined when it is none. */
export function readTaxId(country: string, text: string): string | undefined {
  const kind = customsOf(country).taxId;
  if (kind === 'plain' || kind === 'britain') return text;
  return kind === 'brazil' ? (readCnpj(text) ?? readCpf(text)) : readVatId(country, text);
}
