import type { Problem } from '../../contracts/core/endpoint.js';
import { formats } from '../i18n/format.js';

export interface FieldError {
  path: string;
  /** Text key below `core:error.field`, put into the reader's language when the answer is written. */
  message: string;
  params?: Record<string, unknown>;
}

/** A refusal that is answered as RFC 9457; `code` is stable, texts come from `core:error.<code>`. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly options: { params?: Record<string, unknown>; errors?: FieldError[]; extra?: Record<string, unknown>; retryAfter?: number } = {},
  ) {
    super(code);
  }
}

export const notFound = () => new Refusal(404, 'not-found');
/** @param permission what is missing; the answer says so in words, and who can grant it. */
export const forbidden = (permission: string) => new Refusal(403, 'forbidden', { params: { permission }, extra: { permission } });
export const invalid = (errors: FieldError[]) => new Refusal(422, 'invalid', { errors });
export const invalidField = (path: string, message: string, params?: Record<string, unknown>) => invalid([{ path, message, ...(params ? { params } : {}) }]);
export const conflict = (code: string, extra?: Record<string, unknown>) => new Refusal(409, code, { ...(extra ? { extra } : {}) });
/** Two people changed the same record: `current` is what is stored, `given` what was sent. */
export const staleVersion = (current: unknown, given: unknown) => new Refusal(409, 'stale-version', { extra: { current, given } });

export type Translate = (key: string, params?: Record<string, unknown>) => string;

/** Days among the parameters as the reader writes them; everything else as it is. */
function written(params: Record<string, unknown> | undefined, language: string): Record<string, unknown> | undefined {
  const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
  return params && Object.fromEntries(Object.entries(params).map(([name, value]) => [name, isDay(value) ? formats(language).day(value) : value]));
}

/** The body of a refusal in the language of `t`. */
export function problemOf(refusal: Refusal, t: Translate, requestId: string, language = 'en'): Problem {
  const { errors, extra } = refusal.options;
  const params = written(refusal.options.params, language);
  return {
    type: 'about:blank',
    title: t(`core:error.${refusal.code}.title`, params),
    status: refusal.status,
    code: refusal.code,
    detail: t(`core:error.${refusal.code}.detail`, params),
    ...(errors ? { errors: errors.map((one) => ({ path: one.path, message: t(`core:error.field.${one.message}`, written(one.params, language)) })) } : {}),
    ...extra,
    requestId,
  };
}
