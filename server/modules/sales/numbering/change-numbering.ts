import { type NumberedKind, type Numbering, type NumberingPatch, type NumberPattern, numberedKinds } from '../../../contracts/sales/numbering.js';
import type { Actor } from '../../../core/access/actor.js';
import { audit } from '../../../core/audit/audit.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { dayIn } from '../../../core/db/days.js';
import { invalidField, Refusal } from '../../../core/http/problem.js';
import { goOnFrom, sequenceAt, setLast } from '../../../core/records/numbers.js';
import type { SalesRun } from '../run.js';
import { firstFree, readPattern, sequenceOf } from './numbers.js';

const today = (run: SalesRun): string => dayIn(run.settings.company().timeZone, run.now());

async function numberingOf(q: Queries, kind: NumberedKind, pattern: NumberPattern, day: string): Promise<Numbering> {
  const { last, given } = await sequenceAt(q, sequenceOf(kind, pattern, day));
  return { kind, ...pattern, next: await firstFree(q, kind, pattern, day, last + 1), least: given + 1 };
}

/** How each kind is numbered, and what comes next. */
export const listNumbering = (run: SalesRun): Promise<Numbering[]> =>
  Promise.all(numberedKinds.map(async (kind) => numberingOf(run.db.read, kind, await readPattern(run.db.read, kind), today(run))));

/** More than these are not left out without asking: it will have been a slip of the keyboard. */
const largestJump = 1000;

/** @throws Refusal 422 below what was given, 409 `numbering-jump` far above it. */
async function setNext(tx: Tx, sequence: string, next: number, isConfirmed: boolean): Promise<void> {
  const { last, given } = await sequenceAt(tx.q, sequence);
  const skipped = next - 1 - given;
  if (next > last + 1 && skipped > largestJump && !isConfirmed)
    throw new Refusal(409, 'numbering-jump', { params: { next, skipped, least: given + 1 }, extra: { skipped } });
  if (!(await setLast(tx, sequence, next - 1))) throw invalidField('next', 'number-lower', { least: given + 1 });
}

/**
 * Changes how the next numbers look. The running number goes on where it stands, also when it no longer begins anew every year; it can be
 * raised, and lowered again as long as it is above every number that was given, so that none is given twice.
 * @throws Refusal 422 naming the field; 409 `numbering-jump` until it is confirmed.
 */
export function changeNumbering(run: SalesRun, actor: Actor, { kind, next, confirmed = false, ...patch }: NumberingPatch): Promise<Numbering> {
  return run.db.write(async (tx) => {
    const day = today(run);
    const before = await readPattern(tx.q, kind);
    const pattern: NumberPattern = { ...before, ...patch };
    if (pattern.restart === 'yearly' && pattern.year === 'none') throw invalidField('year', 'numbering-year');
    const row = { ...pattern, month: pattern.month ? 1 : 0 };
    await tx.q
      .insertInto('sales_numbering')
      .values({ kind, ...row })
      .onConflict((oc) => oc.column('kind').doUpdateSet(row))
      .execute();
    const [sequence, old] = [sequenceOf(kind, pattern, day), sequenceOf(kind, before, day)];
    if (sequence !== old) await goOnFrom(tx, sequence, await sequenceAt(tx.q, old));
    if (next !== undefined) await setNext(tx, sequence, next, confirmed);
    await audit(tx, run.now(), actor, 'sales.numbering.changed', null, { kind, ...patch, ...(next === undefined ? {} : { next }) });
    return numberingOf(tx.q, kind, pattern, day);
  });
}
