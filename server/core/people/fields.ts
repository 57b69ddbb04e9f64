import { Type } from 'typebox';
import { isPhone } from '../../contracts/core/phone.js';
import { longestPassword, shortestPassword } from '../auth/secrets.js';
import { isZoneKnown } from '../db/days.js';
import { invalidField } from '../http/problem.js';
import { visible } from '../http/visible.js';
import { languages } from '../i18n/texts.js';

const line = (max: number) => ({ type: 'string', maxLength: max });
/** A text that must say something. */
export const needed = (max: number) => Type.String({ minLength: 1, maxLength: max, pattern: visible });
export const lineOrNull = (max: number) => Type.Unsafe<string | null>({ ...line(max), type: ['string', 'null'] });
export const emailOrNull = Type.Unsafe<string | null>({ ...line(250), type: ['string', 'null'], format: 'email' });
export const idOrNull = Type.Unsafe<number | null>({ type: ['integer', 'null'], minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
export const version = Type.Optional(Type.Integer({ minimum: 1 }));

/** Offsets such as +03:00 are understood, too, but know no summer time. */
export const isTimeZone = (name: string): boolean => !/^[+-]/.test(name) && isZoneKnown(name);

/** @throws Refusal 422 naming the field. */
export function checkLanguage(language: string | undefined, path = 'language'): void {
  if (language !== undefined && !languages.includes(language)) throw invalidField(path, 'choice', { options: languages.join(', ') });
}

/** @throws Refusal 422 naming the field. */
export function checkTimeZone(timeZone: string | undefined, path = 'timeZone'): void {
  if (timeZone !== undefined && !isTimeZone(timeZone)) throw invalidField(path, 'time-zone');
}

/**
 * A phone number as it is kept; one that stood there before may stay as it is.
 * @throws Refusal 422 on `phone` for what is no number, as contacts are imported.
 */
export function phoneOf(given: string | null, present: string | null = null): string | null {
  if (given === present) return present;
  const phone = given?.trim().replace(/\s+/g, ' ') || null;
  if (phone !== null && !isPhone(phone)) throw invalidField('phone', 'phone');
  return phone;
}

/** Length is what counts; it is counted in characters as a person types them. @throws Refusal 422 on `password`. */
export function checkPassword(password: string): void {
  const { length } = [...password];
  if (length < shortestPassword || length > longestPassword) throw invalidField('password', 'password-length', { min: shortestPassword, max: longestPassword });
}
