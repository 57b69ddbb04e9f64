import { systemActor } from '../../core/access/actor.js';
import type { Tx } from '../../core/db/database.js';
import { readRow, update } from '../../core/records/change.js';
import type { Kind } from '../../core/records/kind.js';
import type { Crm } from './crm.js';

/**
 * Puts a record of a short list at a place among its siblings and counts them through again, 0, 1, 2 …
 * @param ids of all of them, in their order.
 */
export async function placeAt(crm: Crm, tx: Tx, kind: Kind, ids: readonly number[], id: number, position: number): Promise<void> {
  const order = ids.filter((one) => one !== id);
  order.splice(position, 0, id);
  for (const [index, each] of order.entries()) {
    const row = await readRow(crm.records, tx.q, kind, each, { lock: true });
    if (row && row.position !== index) await update(crm.records, tx, systemActor(), kind, row, { position: index }, { quiet: true });
  }
}
