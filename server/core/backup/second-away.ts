import type { SecondState } from '../../contracts/core/backups.js';
import { machineFault } from '../fault-codes.js';
import { faultInWords } from './fault-words.js';

/** The second folder cannot be used; the message, in English, says why. */
export class SecondAway extends Error {
  constructor(
    readonly state: Exclude<SecondState, 'ok'> | 'full',
    readonly path: string,
    options?: ErrorOptions,
  ) {
    super(faultInWords('en', { why: `second-${state}`, path, reason: '' }), options);
  }
}

/** Does what writes into the second folder; that its disk is full or it cannot be written is said of it. @throws SecondAway */
export async function inSecond<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code = '', path: at } = error as NodeJS.ErrnoException;
    const fault = machineFault(code);
    if (fault === 'disk-full') throw new SecondAway('full', path, { cause: error });
    if (fault === 'no-access' && at?.startsWith(path)) throw new SecondAway('read-only', path, { cause: error });
    throw error;
  }
}
