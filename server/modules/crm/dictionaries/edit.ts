import type { PatchOf, RecordOf } from '../../../contracts/core/fields.js';
import type { lostReason as lostReasonDeclaration, source as sourceDeclaration } from '../../../contracts/crm/records.js';
import { type Actor, systemActor } from '../../../core/access/actor.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { change, get } from '../../../core/records/change.js';
import type { Kind } from '../../../core/records/kind.js';
import type { Crm } from '../crm.js';
import { placeAt } from '../order.js';

type Declaration = typeof sourceDeclaration | typeof lostReasonDeclaration;
type Table = 'crm_sources' | 'crm_lost_reasons';

/** Ids of all entries in use, in their order. */
const idsIn = async (q: Queries, table: Table): Promise<number[]> =>
  (await q.selectFrom(table).select('id').where('deleted_at', 'is', null).orderBy('position').orderBy('id').execute()).map(({ id }) => id);

/** A new entry stands at the end unless it is put elsewhere. */
export async function nextPosition(q: Queries, table: Table): Promise<number> {
  const { last } = await q
    .selectFrom(table)
    .select((eb) => eb.fn.max('position').as('last'))
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  return (last ?? -1) + 1;
}

/** Renames an entry, or puts it at another place, which moves its siblings along. */
export async function changeEntry<D extends Declaration>(crm: Crm, tx: Tx, actor: Actor, kind: Kind<D>, id: number, patch: PatchOf<D>): Promise<RecordOf<D>> {
  const { position, ...rest } = patch as PatchOf<Declaration>;
  await change(crm.records, tx, actor, kind, id, rest as PatchOf<D>);
  if (position !== undefined && position !== null) await placeAt(crm, tx, kind as Kind, await idsIn(tx.q, kind.table as Table), id, position);
  return get(crm.records, tx.q, systemActor(), kind, id);
}
