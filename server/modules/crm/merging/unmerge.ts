import type { Unmerged } from '../../../contracts/crm/endpoints.js';
import type { Company, Contact } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { forbidden } from '../../../core/http/problem.js';
import { readRow, restore, update } from '../../../core/records/change.js';
import { reaches } from '../../../core/records/context.js';
import { handBack } from '../../../core/records/hand-on.js';
import { fromRow, type Row, titleOf, type Values } from '../../../core/records/kind.js';
import { noteOnTimeline } from '../../../core/records/timeline.js';
import type { Crm } from '../crm.js';
import { forgetGiven, giveValuesBack, mergersFrom, rowAnywhere } from './give-back.js';
import { type Client, clientKinds } from './merge.js';

/**
 * Takes a contact or company back out of the bin. One that was merged into another gets back what named it, and the other its own values, as
 * far as nobody has changed them since: what could not be given back is said, and stands on the timeline. The same of those into which that
 * other was merged since, or where it lies in the bin itself.
 */
export async function restoreClient(crm: Crm, tx: Tx, actor: Actor, of: Client, id: number): Promise<(Contact | Company) & Unmerged> {
  const kind = clientKinds[of];
  const into = (await readRow(crm.records, tx.q, kind, id, { deleted: true }))?.merged_into_id as number | null | undefined;
  const mergers = into ? await mergersFrom(tx, kind, id) : [];
  const holders = new Map<number, Row>();
  // The older first, as when they were merged.
  for (const one of new Set([...mergers.map((merger) => merger.into), ...(into ? [into] : [])].sort((a, b) => a - b))) {
    const row = await rowAnywhere(crm, tx, kind, one);
    if (row) holders.set(one, row);
  }
  const restored = (await restore(crm.records, tx, actor, kind, id)) as unknown as Contact | Company;
  if (!into) return restored;
  const stayed = holders.get(into);
  if (stayed && !reaches(crm.records, actor, kind, stayed, 'change')) throw forbidden(`${kind.type}.change`);
  const row = (await readRow(crm.records, tx.q, kind, id)) as Row;
  await update(crm.records, tx, actor, kind, row, { mergedIntoId: null } as Values);
  await tx.q.deleteFrom('crm_merges').where('record_type', '=', kind.type).where('record_id', '=', id).execute();
  const title = titleOf(kind, row);
  const way = { type: kind.type, from: into, to: id };
  const [merger] = mergers;
  const left = {
    records: merger ? await handBack(crm.records, tx, actor, merger.handed, way, title) : 0,
    fields: await giveValuesBack(crm, tx, actor, kind, mergers, holders),
  };
  await forgetGiven(tx, kind, mergers);
  const part = left.records > 0 || left.fields.length > 0 ? '-in-part' : '';
  const self = { type: kind.type, id };
  await noteOnTimeline(crm, tx, actor, self, { kind: `${kind.type}.unmerged${part}`, data: { title: stayed ? titleOf(kind, stayed) : title } });
  if (stayed) await noteOnTimeline(crm, tx, actor, { type: kind.type, id: into }, { kind: `${kind.type}.unmerged-from`, data: { title } });
  const back = (await readRow(crm.records, tx.q, kind, id)) as Row;
  return { ...(fromRow(kind, back) as unknown as Contact | Company), left };
}
