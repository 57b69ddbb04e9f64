import { callingCodeOf } from '../../../core/company/calling-codes.js';

/** Shorter numbers are extensions or service numbers: they are the same only when they are equal. */
const shortestSuffix = 8;

/**
 * The digits of a phone number that tell it from others: without signs, the company's own country code and the zero
 * that is dialled before an area code.
 * @param country of the company, ISO 3166 alpha-2.
 */
export function significantDigits(phone: string, country: string): string {
  const code = callingCodeOf(country);
  const international = /^\s*(\+|00)/.test(phone);
  let digits = phone.replace(/\D/g, '').replace(/^0+/, '');
  // Typed without a plus, only a number longer than any inside the country (eleven digits) can begin with its code.
  if (code && digits.startsWith(code) && (international || digits.length > 11)) digits = digits.slice(code.length).replace(/^0+/, '');
  return digits;
}

/** What the index finds a phone by: its last eight digits, which do not change with area code and country code. */
export const phoneTail = (digits: string): string => digits.slice(-shortestSuffix);

/** Whether two numbers are one: the shorter is the end of the longer, as when one was typed without the area code. */
export function samePhone(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short === long || (short.length >= shortestSuffix && long.endsWith(short));
}

export const normalizedEmail = (email: string): string => email.trim().toLowerCase();

/** The letters and digits of a tax id, however it is written: `12.345.678/0001-95` and `12345678000195` are one. */
export const bareTaxId = (taxId: string): string => taxId.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
