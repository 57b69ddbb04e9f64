import { ibanLengths } from '../../contracts/core/iban.js';
import { isMailAddress } from '../mail/smtp.js';
import { readCnpj, readCpf } from './tax-ids.js';

/** The rest by 97 of a number that is too long for one, letters counting from A = 10. */
function modulo97(text: string): number {
  let rest = 0;
  for (const character of text) for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97;
  return rest;
}

/** The two check digits of an IBAN by its country and what follows them. */
export const ibanDigits = (country: string, account: string): string => String(98 - modulo97(`${account}${country}00`)).padStart(2, '0');

/** An IBAN in groups of four; undefined when it is none. */
export function readIban(text: string): string | undefined {
  const iban = text.toUpperCase().replace(/[\s.-]/g, '');
  if (!/^[A-Z]{2}\d\d[A-Z0-9]+$/.test(iban) || iban.length !== ibanLengths[iban.slice(0, 2)]) return undefined;
  return modulo97(iban.slice(4) + iban.slice(0, 4)) === 1 ? (iban.match(/.{1,4}/g) ?? []).join(' ') : undefined;
}

/** A BIC of eight or eleven characters; undefined when it is none. */
export function readBic(text: string): string | undefined {
  const bic = text.toUpperCase().replace(/\s/g, '');
  return /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(bic) ? bic : undefined;
}

/** A sort code of the United Kingdom, six digits in pairs; undefined when it is none. */
export function readSortCode(text: string): string | undefined {
  const digits = text.replace(/[\s-]/g, '');
  return /^\d{6}$/.test(digits) ? digits.replace(/^(..)(..)/, '$1-$2-') : undefined;
}

/** The number of an account in the United Kingdom: eight digits, where older ones have fewer, noughts before them; undefined when it is none. */
export function readBritishAccount(text: string): string | undefined {
  const digits = text.replace(/[\s-]/g, '');
  return /^\d{6,8}$/.test(digits) ? digits.padStart(8, '0') : undefined;
}

/** A routing number of the American Bankers Association: nine digits, weighed 3, 7 and 1 in turn a multiple of ten; undefined when it is none. */
export function readRoutingNumber(text: string): string | undefined {
  const digits = text.replace(/[\s-]/g, '');
  if (!/^\d{9}$/.test(digits) || /^0+$/.test(digits)) return undefined;
  const sum = [...digits].reduce((all, digit, n) => all + Number(digit) * ([3, 7, 1][n % 3] as number), 0);
  return sum % 10 === 0 ? digits : undefined;
}

/** A Pix key: CPF, CNPJ, mobile number with the country before it, e-mail address or the bank's random key; undefined when it is none. */
export function readPix(text: string): string | undefined {
  const key = text.trim();
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(key)) return key.toLowerCase();
  if (isMailAddress(key)) return key.toLowerCase();
  const phone = key.replace(/[\s().-]/g, '');
  if (/^\+55\d{10,11}$/.test(phone)) return phone;
  return readCpf(key) ?? readCnpj(key);
}
