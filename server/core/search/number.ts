import { callingCodeOf } from '../company/calling-codes.js';
import { fold } from './fold.js';

/** Signs that people put between the digits of telephone numbers and tax ids. */
const onlyNumber = /^\+?[\d\s().\-/]+$/;
const fewestDigits = 5;
/** Codes of countries have up to three digits; a number with one that has fewer than this in all is not typed to its end. */
const longestCode = 3;
const wholeWithCode = 11;

/** The digits of a text that is one number, however it is spelt; null for other texts and for numbers too short to tell. */
export function digitsOf(text: string): string | null {
  if (!onlyNumber.test(text)) return null;
  const digits = text.replace(/\D/g, '');
  return digits.length >= fewestDigits ? digits : null;
}

/** No telephone number has more. */
const mostDigits = 13;

/**
 * What was typed, without the code of the own country where it begins a telephone number: most are stored without it. A code of one digit counts
 * only behind its sign, since every tenth number begins with it. Texts that are no number stay as they are.
 * @param country ISO 3166 alpha-2.
 */
export function withoutOwnCode(text: string, country: string | null | undefined): string {
  const typed = fold(text);
  const digits = digitsOf(typed);
  const code = country ? callingCodeOf(country) : undefined;
  if (digits === null || code === undefined || digits.length > mostDigits || !digits.startsWith(code)) return text;
  const rest = digits.slice(code.length);
  return rest.length < fewestDigits || (code.length === 1 && !typed.startsWith('+')) ? text : rest;
}

/**
 * What to look for when somebody types a number. The last eight digits of a telephone number are the same with and without the
 * codes of country and area, with a nought for trunk calls before them or in brackets; shorter numbers are taken whole. Of the beginning of
 * one with the code of its country, what stands after the code, which may not be stored.
 */
export function numberWanted(text: string): string | null {
  const digits = digitsOf(text);
  if (digits === null) return null;
  if (digits === text && (digits.length < 10 || digits.length > 13)) return digits;
  const isBegun = text.startsWith('+') && digits.length < wholeWithCode && digits.length - longestCode >= fewestDigits;
  return (isBegun ? digits.slice(longestCode) : digits).slice(-8);
}
