import type { SecondState } from '../../contracts/core/backups.js';
import { faultInWords } from './fault-words.js';

/** The second folder cannot be used; the message, in English, says why. */
export class SecondAway extends Error {
  constructor(
    readonly state: Exclude<SecondState, 'ok'>,
    readonly path: string,
  ) {
    super(faultInWords('en', { why: `second-${state}`, path, reason: '' }));
  }
}
