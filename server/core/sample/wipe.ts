import { sql } from 'kysely';
import type { Actor } from '../access/actor.js';
import { audit } from '../audit/audit.js';
import { type PurgeDeps, purgeRows } from '../bin/purge.js';
import type { Tx } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { rowLock } from '../db/lock.js';
import { conflict } from '../http/problem.js';
import type { Life } from '../modules/life-interface.js';
import { announceMany } from '../records/bulk.js';
import { columnOf, type Kind, type Row } from '../records/kind.js';
import type { Services } from '../services.js';
import { Samples } from './point.js';
import { countChanged, countOf, sampleIds } from './state.js';

export interface SampleDeps extends PurgeDeps {
  services: Services;
  life: Life;
}

/** Records that cannot be without one of these, such as a payment of an invoice, go along; others stay and name nothing. */
async function letGo(deps: SampleDeps, tx: Tx, type: string, ids: readonly number[]): Promise<void> {
  const { records } = deps;
  for (const kind of records.kinds.values())
    for (const [name, field] of kind.fields) {
      if (field.kind !== 'ref' || field.type !== type) continue;
      const naming = inIds(records.db.dialect, sql.ref(columnOf(name)), ids);
      if (field.required) {
        const { rows } = await sql<Row>`select * from ${sql.table(kind.table)} where ${naming}`.execute(tx.q);
        await purgeRows(deps, tx, kind, rows);
      } else await sql`update ${sql.table(kind.table)} set ${sql.ref(columnOf(name))} = null where ${naming}`.execute(tx.q);
    }
}

async function wipeKind(deps: SampleDeps, tx: Tx, kind: Kind, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const { records } = deps;
  await letGo(deps, tx, kind.type, ids);
  const { rows } = await sql<Row>`select * from ${sql.table(kind.table)} where ${inIds(records.db.dialect, sql.ref('id'), ids)}
    order by id${rowLock(records.db.dialect)}`.execute(tx.q);
  await purgeRows(deps, tx, kind, rows);
  await tx.q.deleteFrom('record_counters').where('record_type', '=', kind.type).where('n', '=', 0).where('amount', '=', 0).execute();
}

/** Removes the sample's records of the modules that are on, for good and with all that hangs on them. @returns how many of the sample went. */
export async function wipeMarked(deps: SampleDeps, tx: Tx): Promise<number> {
  const { records, registry, services } = deps;
  const ids = await sampleIds(records, tx.q);
  for (const { item } of registry.items(Samples)) await item.release?.(tx, (type) => ids.get(type) ?? []);
  // The last kinds first: what was made of others goes before them.
  for (const kind of [...records.kinds.values()].reverse()) await wipeKind(deps, tx, kind, ids.get(kind.type) ?? []);
  const types = [...ids.keys()];
  if (types.length > 0) await tx.q.deleteFrom('sample_records').where('record_type', 'in', types).execute();
  tx.afterCommit(() => {
    for (const type of records.kinds.keys()) announceMany(services, type);
  });
  return countOf(ids);
}

async function closeWiped({ services: { settings, now, live } }: SampleDeps, tx: Tx): Promise<void> {
  const rest = await tx.q.selectFrom('sample_records').select('record_type').limit(1).executeTakeFirst();
  if (rest) await settings.set(tx, 'sample', { state: 'rest', at: now() });
  else await settings.remove(tx, 'sample');
  tx.afterCommit(() => live.publish({ topic: 'core.sample', name: 'changed', data: {}, mayHear: () => true }));
}

/**
 * Wipes the sample at once.
 * @param changed how many changed records the person has agreed to lose.
 * @throws Refusal 409 when there is none, while it is being made, or when it is not that many any more.
 */
export function wipe(deps: SampleDeps, actor: Actor, changed: number): Promise<number> {
  const { db, settings, now } = deps.services;
  return db.write(async (tx) => {
    const present = settings.get('sample');
    if (present?.state === 'filling') throw conflict('sample-filling');
    if (present?.state !== 'there') throw conflict('no-sample');
    const found = await countChanged(deps.records, tx.q, present.at);
    if (found !== changed) throw conflict('sample-changed', { changed: found });
    const wiped = await wipeMarked(deps, tx);
    await closeWiped(deps, tx);
    await audit(tx, now(), actor, 'sample.wiped', null, { wiped, changed });
    return wiped;
  });
}

/** When a module comes back after the sample was wiped: its part goes, too. */
export async function wipeRest(deps: SampleDeps): Promise<void> {
  const { db, settings } = deps.services;
  if (settings.get('sample')?.state !== 'rest') return;
  await db.write(async (tx) => {
    await wipeMarked(deps, tx);
    await closeWiped(deps, tx);
  });
}
