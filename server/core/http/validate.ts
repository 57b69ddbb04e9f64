import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { TSchema } from 'typebox';
import { plausibleYears } from '../../contracts/core/fields.js';
import { isCurrency } from '../company/fields.js';
import { type FieldError, invalid, invalidField, Refusal } from './problem.js';
import { visible } from './visible.js';

const options = { allErrors: true, verbose: true, allowUnionTypes: true, strict: false, useDefaults: true } as const;
/** `maxDecimals: 2` — at most so many decimal places, by the number's shortest decimal writing (1e-7 has seven). */
const decimals = (value: number): number => {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent));
};
const maxDecimals = { keyword: 'maxDecimals', type: 'number', schemaType: 'number', validate: (max: number, value: number) => decimals(value) <= max } as const;
const { min, max } = plausibleYears;
const hasPlausibleYear = (text: string): boolean => Number(text.slice(0, 4)) >= min && Number(text.slice(0, 4)) <= max;

/** Ajv with the formats of JSON Schema, of which days and moments are none in absurd years: whoever writes `format: 'date'` has that checked too. */
function plugin(ajv: Ajv): Ajv {
  (addFormats as unknown as (ajv: Ajv) => Ajv)(ajv).addKeyword(maxDecimals);
  for (const name of ['date', 'date-time'] as const) {
    const { validate } = ajv.formats[name] as { validate(text: string): boolean };
    // Ajv takes offsets without minutes and leap seconds, of which no moment can be made.
    ajv.addFormat(name, (text) => validate(text) && hasPlausibleYear(text) && !Number.isNaN(Date.parse(text)));
  }
  return ajv.addFormat('currency', isCurrency);
}

const forBodies = plugin(new Ajv(options));
const forAddresses = plugin(new Ajv({ ...options, coerceTypes: true }));

/** Validators are compiled at the first call of their route: most routes of a portal are not used in an hour. */
const compiled = new WeakMap<TSchema, ValidateFunction>();

function validatorOf(ajv: Ajv, schema: TSchema): ValidateFunction {
  let validate = compiled.get(schema);
  if (!validate) {
    validate = ajv.compile(schema);
    compiled.set(schema, validate);
  }
  return validate;
}

/** What is needed in place of a value of another type, as a key of the texts; null is said nothing of: it is an empty field. */
function typeNeeded(types: readonly string[]): string {
  const [only, ...others] = types.filter((type) => type !== 'null');
  return only === undefined || others.length > 0 ? 'type' : `type-${only}`;
}

function fieldError(error: ErrorObject): FieldError {
  const path = error.instancePath.slice(1).replaceAll('/', '.');
  const inside = (name: unknown) => (path === '' ? String(name) : `${path}.${name}`);
  const { params } = error;
  switch (error.keyword) {
    case 'required':
      return { path: inside(params.missingProperty), message: 'required' };
    case 'additionalProperties':
      return { path: inside(params.additionalProperty), message: 'unknown-field', params: { name: params.additionalProperty } };
    case 'type':
      return { path, message: typeNeeded([params.type].flat()) };
    case 'enum':
      return { path, message: 'choice', params: { options: (params.allowedValues as unknown[]).filter((one) => one !== null).join(', ') } };
    case 'maxLength':
      return { path, message: 'too-long', params: { max: params.limit } };
    case 'minLength':
      return { path, message: params.limit === 1 ? 'required' : 'too-short', params: { min: params.limit } };
    case 'pattern':
      return { path, message: params.pattern === visible ? 'required' : 'pattern' };
    case 'minimum':
    case 'exclusiveMinimum':
      return { path, message: 'too-small', params: { min: params.limit } };
    case 'maximum':
    case 'exclusiveMaximum':
      return { path, message: 'too-large', params: { max: params.limit } };
    case 'maxItems':
      return { path, message: 'too-many', params: { max: params.limit } };
    case 'minItems':
      return { path, message: 'too-few', params: { min: params.limit, count: params.limit } };
    case 'maxDecimals':
      return { path, message: 'too-many-decimals', params: { max: error.schema } };
    case 'format':
      // It would be a day, were it not for its year.
      if (/^date/.test(params.format) && /^\d{4}-/.test(error.data as string) && !hasPlausibleYear(error.data as string))
        return { path, message: 'year', params: { min, max } };
      if (params.format === 'currency') return { path, message: 'currency' };
      return { path, message: `format-${params.format}` };
    default:
      return { path, message: 'invalid' };
  }
}

/** One error a field is enough; of an `anyOf` the branches' own errors say more than the sum of them. */
function fieldErrors(errors: readonly ErrorObject[]): FieldError[] {
  const byPath = new Map<string, FieldError>();
  for (const error of errors) {
    if (error.keyword === 'anyOf' && errors.length > 1) continue;
    const one = fieldError(error);
    if (!byPath.has(one.path)) byPath.set(one.path, one);
  }
  return [...byPath.values()];
}

/** @throws Refusal 422 naming every wrong field. */
export function validateBody(schema: TSchema, value: unknown): void {
  const validate = validatorOf(forBodies, schema);
  if (!validate(value)) throw invalid(fieldErrors(validate.errors ?? []));
}

/** Parameters and query: numbers and yes/no arrive as text and are turned. @throws Refusal 422, or 404 for a path that cannot be. */
export function validateAddress(schema: TSchema, value: unknown, part: 'params' | 'query'): void {
  const validate = validatorOf(forAddresses, schema);
  if (validate(value)) {
    const beyond = Object.entries(value as object).find(([, one]) => isBeyondExact(one));
    if (!beyond) return;
    if (part === 'query') throw invalidField(beyond[0], 'too-large', { max: Number.MAX_SAFE_INTEGER });
  }
  if (part === 'params') throw new Refusal(404, 'not-found');
  throw invalid(fieldErrors(validate.errors ?? []).map((one) => (one.message === 'unknown-field' ? { ...one, message: 'unknown-parameter' } : one)));
}

/** Refuses NUL, which no database stores, in the parts of an address. @throws Refusal 422 naming the parameter, or 404 for a path. */
export function checkTexts(values: object, part: 'params' | 'query'): void {
  for (const [name, value] of Object.entries(values)) {
    if (![value].flat().some((one) => typeof one === 'string' && one.includes('\0'))) continue;
    throw part === 'params' ? new Refusal(404, 'not-found') : invalidField(name, 'nul');
  }
}

/** A whole number that neither JavaScript nor the columns of a database hold exactly; `1e999` in JSON is read as infinite. */
const isBeyondExact = (value: unknown): boolean =>
  typeof value === 'number' && !Number.isSafeInteger(value) && (Number.isInteger(value) || !Number.isFinite(value));

const deepest = 32;

/**
 * Goes through a JSON body before it is validated: NUL, which no database stores, and whole numbers that are not exact
 * are refused, and so is half of a sign of two halves, which no file holds: it would be stored as another text.
 * @throws Refusal 422 naming the field, 400 when nested too deeply.
 */
export function checkBody(value: unknown, path = '', depth = 0): void {
  if (depth > deepest) throw new Refusal(400, 'too-deep');
  if (typeof value === 'string') {
    if (value.includes('\0')) throw invalid([{ path, message: 'nul' }]);
    if (!isWellFormed(value)) throw invalid([{ path, message: 'half-sign' }]);
    return;
  }
  if (isBeyondExact(value))
    throw invalid([
      { path, message: (value as number) > 0 ? 'too-large' : 'too-small', params: { max: Number.MAX_SAFE_INTEGER, min: Number.MIN_SAFE_INTEGER } },
    ]);
  if (value === null || typeof value !== 'object') return;
  for (const [key, inner] of Object.entries(value)) checkBody(inner, path === '' ? key : `${path}.${key}`, depth + 1);
}

const isWellFormed = (text: string): boolean => (text as string & { isWellFormed(): boolean }).isWellFormed();
