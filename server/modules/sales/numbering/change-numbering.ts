import { type NumberedKind, type Numbering, type NumberingPatch, type NumberPattern, numberedKinds } from '../../../contracts/sales/numbering.js';
import type { Actor } from '../../../core/access/actor.js';
import { audit } from '../../../core/audit/audit.js';
import type { Queries } from '../../../core/db/database.js';
import { dayIn } from '../../../core/db/days.js';
import { invalidField } from '../../../core/http/problem.js';
import { lastNumber, raiseNumber } from '../../../core/records/numbers.js';
import type { SalesRun } from '../run.js';
import { firstFree, readPattern, sequenceOf } from './numbers.js';

const today = (run: SalesRun): string => dayIn(run.settings.company().timeZone, run.now());

async function numberingOf(q: Queries, kind: NumberedKind, pattern: NumberPattern, day: string): Promise<Numbering> {
  return { kind, ...pattern, next: await firstFree(q, kind, pattern, day, (await lastNumber(q, sequenceOf(kind, pattern, day))) + 1) };
}

/** How each kind is numbered, and what comes next. */
export const listNumbering = (run: SalesRun): Promise<Numbering[]> =>
  Promise.all(numberedKinds.map(async (kind) => numberingOf(run.db.read, kind, await readPattern(run.db.read, kind), today(run))));

/**
 * Changes how the next numbers look. The running number goes on where it stands, also when it no longer begins anew every year; it can be
 * raised, never lowered, so that no number is given twice.
 * @throws Refusal 422 naming the field.
 */
export function changeNumbering(run: SalesRun, actor: Actor, { kind, next, ...patch }: NumberingPatch): Promise<Numbering> {
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
    const sequence = sequenceOf(kind, pattern, day);
    await raiseNumber(tx, sequence, await lastNumber(tx.q, sequenceOf(kind, before, day)));
    if (next !== undefined) {
      const least = (await lastNumber(tx.q, sequence)) + 1;
      if (next < least) throw invalidField('next', 'number-lower', { least });
      await raiseNumber(tx, sequence, next - 1);
    }
    await audit(tx, run.now(), actor, 'sales.numbering.changed', null, { kind, ...patch, ...(next === undefined ? {} : { next }) });
    return numberingOf(tx.q, kind, pattern, day);
  });
}
