import type { Unmerged } from '../../../contracts/crm/endpoints.js';
import type { Company, Contact } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { forbidden } from '../../../core/http/problem.js';
import { readRow, restore, update } from '../../../core/records/change.js';
import { reaches } from '../../../core/records/context.js';
import { type HandedOn, handBack } from '../../../core/records/hand-on.js';
import { fromRow, type Kind, type Row, titleOf, type Values } from '../../../core/records/kind.js';
import { noteOnTimeline } from '../../../core/records/timeline.js';
import { indexChannels, type Reachable } from '../channels/channel-index.js';
import type { Crm } from '../crm.js';
import { type Client, clientKinds } from './merge.js';

type Differences = Record<string, { from?: unknown; to?: unknown }>;

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** Gives the one that stayed the values it had before, where nobody has changed them since. @returns the fields that stay as they are. */
async function giveValuesBack(crm: Crm, tx: Tx, actor: Actor, kind: Kind, stayed: Row, historyId: number): Promise<string[]> {
  const line = await tx.q.selectFrom('record_history').select('changes').where('id', '=', historyId).executeTakeFirst();
  const differences = Object.entries(JSON.parse(line?.changes ?? '{}') as Differences);
  const now = fromRow(kind, stayed);
  // What was erased from the history is not there to be given back.
  const isAsMerged = ([name, change]: (typeof differences)[number]) => 'from' in change && 'to' in change && same(now[name], change.to);
  const values: Values = Object.fromEntries(differences.filter(isAsMerged).map(([name, { from }]) => [name, from]));
  const after = await update(crm.records, tx, actor, kind, stayed, values, { given: true, vouched: Object.keys(values) });
  await indexChannels(crm, tx, kind.type as Reachable, after as never);
  return differences.filter((one) => !isAsMerged(one)).map(([name]) => name);
}

/**
 * Takes a contact or company back out of the bin. One that was merged into another gets back what named it, and the other its own values, as
 * far as nobody has changed them since: what could not be given back is said, and stands on the timeline.
 */
export async function restoreClient(crm: Crm, tx: Tx, actor: Actor, of: Client, id: number): Promise<(Contact | Company) & Unmerged> {
  const kind = clientKinds[of];
  const into = (await readRow(crm.records, tx.q, kind, id, { deleted: true }))?.merged_into_id as number | null | undefined;
  // The older first, as when they were merged.
  const stayed = into ? await readRow(crm.records, tx.q, kind, into, { lock: true }) : undefined;
  const restored = (await restore(crm.records, tx, actor, kind, id)) as unknown as Contact | Company;
  if (!into) return restored;
  if (stayed && !reaches(crm.records, actor, kind, stayed, 'change')) throw forbidden(`${kind.type}.change`);
  const row = (await readRow(crm.records, tx.q, kind, id)) as Row;
  await update(crm.records, tx, actor, kind, row, { mergedIntoId: null } as Values);
  const merge = await tx.q
    .deleteFrom('crm_merges')
    .where('record_type', '=', kind.type)
    .where('record_id', '=', id)
    .returning(['into_id', 'history_id', 'handed'])
    .executeTakeFirst();
  const title = titleOf(kind, row);
  const way = { type: kind.type, from: into, to: id };
  const records = merge ? await handBack(crm.records, tx, actor, JSON.parse(merge.handed) as HandedOn, way, title) : 0;
  const fields =
    merge?.history_id == null ? [] : stayed && merge.into_id === into ? await giveValuesBack(crm, tx, actor, kind, stayed, merge.history_id) : ['title'];
  const left = { records, fields };
  const part = records > 0 || fields.length > 0 ? '-in-part' : '';
  await noteOnTimeline(
    crm,
    tx,
    actor,
    { type: kind.type, id },
    { kind: `${kind.type}.unmerged${part}`, data: { title: stayed ? titleOf(kind, stayed) : title } },
  );
  if (stayed) await noteOnTimeline(crm, tx, actor, { type: kind.type, id: into }, { kind: `${kind.type}.unmerged-from`, data: { title } });
  return { ...((await readBack(crm, tx, kind, id)) as unknown as Contact | Company), left };
}

const readBack = async (crm: Crm, tx: Tx, kind: Kind, id: number): Promise<Values> => fromRow(kind, (await readRow(crm.records, tx.q, kind, id)) as Row);
