import type { DraftOf, PatchOf, RecordOf } from '../../../contracts/core/fields.js';
import type { lostReason as lostReasonDeclaration, source as sourceDeclaration } from '../../../contracts/crm/records.js';
import { type Actor, systemActor } from '../../../core/access/actor.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { aloneUntilCommit } from '../../../core/db/lock.js';
import { change, create, get } from '../../../core/records/change.js';
import type { Kind } from '../../../core/records/kind.js';
import { demandOwnName } from '../../../core/records/namesake.js';
import type { Crm } from '../crm.js';
import { placeAt } from '../order.js';

type Declaration = typeof sourceDeclaration | typeof lostReasonDeclaration;
type Table = 'crm_sources' | 'crm_lost_reasons';

/** Ids of all entries in use, in their order. */
const idsIn = async (q: Queries, table: Table): Promise<number[]> =>
  (await q.selectFrom(table).select('id').where('deleted_at', 'is', null).orderBy('position').orderBy('id').execute()).map(({ id }) => id);

/** A new entry stands at the end unless it is put elsewhere. */
async function nextPosition(q: Queries, table: Table): Promise<number> {
  const { last } = await q
    .selectFrom(table)
    .select((eb) => eb.fn.max('position').as('last'))
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  return (last ?? -1) + 1;
}

/** @throws Refusal 422 on `name` where another entry in use has it. */
async function demandOwn(tx: Tx, table: Table, { id, name }: { id: number; name: string | null }): Promise<void> {
  await aloneUntilCommit(tx, `${table}.name`);
  const others = await tx.q.selectFrom(table).select('name').where('deleted_at', 'is', null).where('id', '<>', id).execute();
  demandOwnName(
    name ?? '',
    others.map((one) => one.name),
  );
}

/** Adds an entry, at the end unless it is put elsewhere. */
export async function createEntry<D extends Declaration>(crm: Crm, tx: Tx, actor: Actor, kind: Kind<D>, draft: DraftOf<D>): Promise<RecordOf<D>> {
  const table = kind.table as Table;
  const position = (draft as DraftOf<Declaration>).position ?? (await nextPosition(tx.q, table));
  const made = await create(crm.records, tx, actor, kind, { ...draft, position });
  await demandOwn(tx, table, made as RecordOf<Declaration>);
  return made;
}

/** Renames an entry, or puts it at another place, which moves its siblings along. */
export async function changeEntry<D extends Declaration>(crm: Crm, tx: Tx, actor: Actor, kind: Kind<D>, id: number, patch: PatchOf<D>): Promise<RecordOf<D>> {
  const { position, ...rest } = patch as PatchOf<Declaration>;
  const { name: before } = (await get(crm.records, tx.q, systemActor(), kind, id)) as RecordOf<Declaration>;
  const { name } = (await change(crm.records, tx, actor, kind, id, rest as PatchOf<D>)) as RecordOf<Declaration>;
  if (name !== before) await demandOwn(tx, kind.table as Table, { id, name });
  if (position !== undefined && position !== null) await placeAt(crm, tx, kind as Kind, await idsIn(tx.q, kind.table as Table), id, position);
  return get(crm.records, tx.q, systemActor(), kind, id);
}
