import type { RecordOf } from '../../../contracts/core/fields.js';
import type { Merged } from '../../../contracts/crm/endpoints.js';
import type { lostReason as lostReasonDeclaration, source as sourceDeclaration } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { invalidField } from '../../../core/http/problem.js';
import { readRow, rowForAction } from '../../../core/records/change.js';
import type { Kind } from '../../../core/records/kind.js';
import type { Crm } from '../crm.js';
import { demandSettled, emptyInto } from '../emptying/empty.js';
import type { Leaving } from '../emptying/leaving.js';

/**
 * Makes one entry of two: what names this one names `into` from then on, and this one is retired.
 * @throws Refusal 422 on `into`, 409 while either of them is being merged.
 */
export async function mergeEntry<D extends typeof sourceDeclaration | typeof lostReasonDeclaration>(
  crm: Crm,
  tx: Tx,
  actor: Actor,
  leaving: Leaving,
  kind: Kind<D>,
  id: number,
  into: number,
): Promise<RecordOf<D> & Merged> {
  const row = await rowForAction(crm.records, tx, actor, kind as Kind, id, 'delete');
  const other = into === id ? undefined : await readRow(crm.records, tx.q, kind as Kind, into, { lock: true });
  if (!other || other.moves_to !== null) throw invalidField('into', 'unknown-record');
  await demandSettled(tx, leaving, row);
  const { entry, runs } = await emptyInto(crm, tx, actor, leaving, row, into);
  return { ...(entry as unknown as RecordOf<D>), runs };
}
