import { Refusal } from '../http/problem.js';

/** An archive that is no archive, is damaged, was made by a newer version, or is of a module that this portal does not have. */
export class BadArchive extends Error {
  constructor(
    readonly code: 'archive-unreadable' | 'archive-damaged' | 'archive-newer' | 'archive-unknown-module',
    /** Which part of it. */
    readonly part: string,
  ) {
    super(`${code}: ${part}`);
  }
}

/** The process ends in the middle of it: it is taken back at the next start. */
export class Interrupted extends Error {}

/** What became of an archive, for the person who wanted to attach it. */
export function asRefusal(error: unknown): unknown {
  if (error instanceof BadArchive) return new Refusal(422, error.code, { params: { part: error.part }, extra: { part: error.part } });
  if (error instanceof Interrupted) return new Refusal(503, 'stopping', { retryAfter: 10 });
  return error;
}
