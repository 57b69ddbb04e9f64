import { type RawBuilder, sql } from 'kysely';
import type { SampleState } from '../../contracts/core/sample.js';
import type { Queries } from '../db/database.js';
import type { RecordContext } from '../records/context.js';
import { pointersOf, pointsAt } from '../records/pointers.js';
import type { Services } from '../services.js';

declare module '../settings/settings.js' {
  interface SettingValues {
    /** `rest`: wiped but for records of modules that are off, which go when their module is back. */
    sample: { state: 'filling' | 'there' | 'rest'; at: string };
  }
}

/** Ids of the sample's records by kind, as far as their modules are on. */
export async function sampleIds(ctx: Pick<RecordContext, 'kinds'>, q: Queries): Promise<Map<string, number[]>> {
  const rows = await q.selectFrom('sample_records').select(['record_type', 'record_id']).orderBy('record_id').execute();
  const ids = new Map<string, number[]>();
  for (const row of rows) if (ctx.kinds.has(row.record_type)) ids.set(row.record_type, [...(ids.get(row.record_type) ?? []), row.record_id]);
  return ids;
}

export const countOf = (ids: ReadonlyMap<string, readonly number[]>): number => [...ids.values()].reduce((sum, { length }) => sum + length, 0);

/** How many records of the sample somebody has changed, deleted or written on, or names in a record of one's own, which is then left without them. */
export async function countChanged(ctx: RecordContext, q: Queries, since: string): Promise<number> {
  const marked = sql`select record_id from sample_records where record_type`;
  const changed = new Set<string>();
  const add = async (type: string, found: RawBuilder<{ id: number }>) => {
    for (const { id } of (await found.execute(q)).rows) changed.add(`${type} ${id}`);
  };
  const types = [...(await sampleIds(ctx, q)).keys()];
  for (const type of types) {
    const kind = ctx.kinds.get(type);
    if (!kind) continue;
    const written = sql`exists (select 1 from timeline_links l join timeline_entries e on e.id = l.entry_id
      where l.record_type = ${type} and l.record_id = r.id and e.at > ${since} and e.actor_id is not null)`;
    await add(
      type,
      sql`select r.id from ${sql.table(kind.table)} r where exists (select 1 from sample_records s where s.record_type = ${type} and s.record_id = r.id
        and (r.version <> s.version or r.deleted_at is not null or ${written}))`,
    );
  }
  for (const kind of ctx.kinds.values())
    for (const pointer of pointersOf(kind))
      for (const type of types) {
        const named = sql.ref(`r.${pointer.column}`);
        const names = pointsAt(pointer, type, () => sql<boolean>`${named} in (${marked} = ${type})`);
        if (!names) continue;
        const own = sql`r.deleted_at is null and r.id not in (${marked} = ${kind.type})`;
        await add(type, sql`select distinct ${named} as id from ${sql.table(kind.table)} r where ${own} and ${names}`);
      }
  return changed.size;
}

/** @param total of the records that will be made. @param isCounted whether the asker is told what was changed. */
export async function sampleState(services: Services, ctx: RecordContext, total: number, isCounted: boolean): Promise<SampleState> {
  const now = services.settings.get('sample');
  if (!now || now.state === 'rest') return { state: 'none', done: 0, total, changed: 0 };
  const q = services.db.read;
  // As many as would be wiped now: those of modules that are off come and go with these.
  const done = countOf(await sampleIds(ctx, q));
  if (now.state === 'filling') return { state: 'filling', done, total: Math.max(total, done), changed: 0 };
  return { state: 'there', done, total: done, changed: isCounted ? await countChanged(ctx, q, now.at) : 0 };
}
