import { sql } from 'kysely';
import { systemActor } from '../../../core/access/actor.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { inIds } from '../../../core/db/fragments.js';
import { rowsWhere } from '../../../core/records/bulk.js';
import { update } from '../../../core/records/change.js';
import { type NextStepKeeper, offeredSteps, sooner } from '../../../core/records/next-steps.js';
import type { RecordRef } from '../../../core/records/record-ref.js';
import type { Crm } from '../crm.js';
import { deal, lead } from '../kinds.js';

type Kind = typeof lead | typeof deal;

interface Step {
  at: string | null;
  kind: string;
  title: string | null;
  /** The record of another module that it is. */
  of: RecordRef | null;
}

/** The earliest open activity of each of some records, those without a due time last. */
async function firstActivities({ db }: Crm, q: Queries, type: string, ids: readonly number[]): Promise<Map<number, Step>> {
  const rows = await q
    .selectFrom('crm_activities')
    .select(['record_id', 'kind', 'title', 'due_at'])
    .where('record_type', '=', type)
    .where(inIds(db.dialect, sql.ref('record_id'), ids))
    .where('done_at', 'is', null)
    .where('deleted_at', 'is', null)
    .orderBy('record_id')
    .orderBy(sql`case when due_at is null then 1 else 0 end`)
    .orderBy('due_at')
    .orderBy('id')
    .execute();
  // The first of each record; a map would keep the last.
  return new Map(rows.reverse().map(({ record_id, kind, title, due_at }) => [record_id, { at: due_at, kind, title, of: null }]));
}

/** Records of others are all called tasks here: so far only tasks are offered. */
const foreign = 'task';

/** Keeps what comes next on leads or deals: an activity, or what another module offers where that is earlier. Locks them before it looks. */
export async function refreshNextSteps(crm: Crm, tx: Tx, kind: Kind, ids: readonly number[]): Promise<void> {
  const rows = await rowsWhere(crm.records, tx, kind as typeof lead, inIds(crm.db.dialect, sql.ref('id'), ids));
  const activities = await firstActivities(crm, tx.q, kind.type, ids);
  const offered = await offeredSteps(crm.records.nextSteps, tx.q, kind.type, ids);
  for (const row of rows) {
    const id = row.id as number;
    const other = offered.get(id);
    const others: Step | undefined = other && { at: other.at, kind: foreign, title: null, of: other };
    const own = activities.get(id);
    const next = own && others ? sooner(own, others) : (own ?? others);
    const values = {
      nextActivityAt: next?.at ?? null,
      nextActivityKind: (next?.kind ?? null) as 'task' | null,
      nextActivityTitle: next?.title ?? null,
      nextStepType: next?.of?.type ?? null,
      nextStepId: next?.of?.id ?? null,
    };
    await update(crm.records, tx, systemActor(), kind as typeof lead, row, values, { quiet: true });
  }
}

/**
 * The same for one record of any kind; contacts and companies have no such field. To be called in the transaction that changed an
 * activity, with the record locked before the activity.
 */
export async function refreshNextStep(crm: Crm, tx: Tx, { type, id }: RecordRef): Promise<void> {
  const kind = [lead, deal].find((one) => one.type === type);
  if (kind) await refreshNextSteps(crm, tx, kind, [id]);
}

export const nextStepKeepers = (crm: Crm): NextStepKeeper[] =>
  ([lead, deal] as const).map((kind) => ({
    type: kind.type,
    refresh: (tx, ids) => refreshNextSteps(crm, tx, kind, ids),
    async withForeign(q, after, most) {
      const rows = await q
        .selectFrom(kind.type === lead.type ? 'crm_leads' : 'crm_deals')
        .select('id')
        .where('deleted_at', 'is', null)
        .where('next_step_type', 'is not', null)
        .where('id', '>', after)
        .orderBy('id')
        .limit(most)
        .execute();
      return rows.map(({ id }) => id);
    },
  }));
