import { sql } from 'kysely';
import { systemActor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { readRow, update } from '../../../core/records/change.js';
import type { RecordRef } from '../../../core/records/record-ref.js';
import type { Crm } from '../crm.js';
import { deal, lead } from '../kinds.js';

/**
 * Keeps the next planned activity on its lead or deal: the earliest open one, those without a due time last. Contacts and
 * companies have no such field. To be called in the transaction that changed an activity, with the record locked before
 * the activity.
 */
export async function refreshNextStep(crm: Crm, tx: Tx, on: RecordRef): Promise<void> {
  const kind = on.type === 'crm.lead' ? lead : on.type === 'crm.deal' ? deal : null;
  if (!kind) return;
  const row = await readRow(crm.records, tx.q, kind, on.id, { lock: true });
  if (!row) return;
  const next = await tx.q
    .selectFrom('crm_activities')
    .select(['kind', 'title', 'due_at'])
    .where('record_type', '=', on.type)
    .where('record_id', '=', on.id)
    .where('done_at', 'is', null)
    .where('deleted_at', 'is', null)
    .orderBy(sql`case when due_at is null then 1 else 0 end`)
    .orderBy('due_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  const values = { nextActivityAt: next?.due_at ?? null, nextActivityKind: next?.kind ?? null, nextActivityTitle: next?.title ?? null };
  await update(crm.records, tx, systemActor(), kind as typeof lead, row, values, { quiet: true });
}
