import { sql } from 'kysely';
import { plusMilliseconds } from '../db/instant.js';
import type { Notify } from '../notify/notify.js';
import { readRow } from '../records/change.js';
import { type RecordContext, reaches } from '../records/context.js';
import { titleOf } from '../records/kind.js';
import type { RecordRef } from '../records/record-ref.js';
import type { Actor } from './actor.js';

const code = 'core.access.asked';
/** So many of those who give roles are asked. */
const mostAsked = 5;
const dayMs = 86_400_000;

/**
 * Asks those who give roles to let somebody see a record. The answer is the same whether there is such a record or not; of one that they
 * can see nobody is told anything, nor twice in a day.
 * @returns who was asked.
 */
export async function askForAccess(ctx: RecordContext, notify: Notify, actor: Actor, { type, id }: RecordRef): Promise<{ id: number; name: string }[]> {
  const askedOf = ctx.access
    .grantors()
    .filter((one) => one.id !== actor.personId)
    .slice(0, mostAsked);
  const kind = ctx.kinds.get(type);
  const row = kind && (await readRow(ctx, ctx.db.read, kind, id));
  if (kind && row && reaches(ctx, actor, kind, row, 'read')) return askedOf;
  const params = { actor: actor.name, person: actor.personId, recordKind: type, number: String(id) };
  // By its name for those who may read it: a number says nothing.
  const readers = new Map(ctx.access.everybody().map((one) => [one.personId, one]));
  const titleFor = (personId: number): object => {
    const reader = readers.get(personId);
    return kind && row && reader && reaches(ctx, reader, kind, row, 'read') ? { title: titleOf(kind, row), context: 'named' } : {};
  };
  await ctx.db.write(async (tx) => {
    const earlier = tx.q
      .selectFrom('notices')
      .select('id')
      .where('record_type', '=', type)
      .where('record_id', '=', id)
      .where('code', '=', code)
      .where('at', '>', plusMilliseconds(ctx.now(), -dayMs))
      .where(sql<boolean>`params like ${`%"person":${actor.personId},%`}`);
    if (await earlier.executeTakeFirst()) return;
    for (const one of askedOf) await notify.notify(tx, [one.id], { code, params: { ...params, ...titleFor(one.id) }, record: { type, id } });
  });
  return askedOf;
}
