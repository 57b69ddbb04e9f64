import type { Queries } from '../../core/db/database.js';
import type { NoticeOutcomes, OutcomeOf } from '../../core/notify/outcomes.js';
import { firstStage } from './stages/find.js';

const elsewhere = { key: 'crm:noticeOutcome.elsewhere' };
/** Of a record that was taken from its reader. */
const back: OutcomeOf = ({ owner_id }, _code, readerId) => (owner_id === readerId ? { key: 'crm:noticeOutcome.back' } : null);

async function stageNames(q: Queries, rows: readonly Record<string, unknown>[]): Promise<Map<number, string>> {
  const ids = rows.map(({ stage_id }) => stage_id as number);
  const stages = ids.length === 0 ? [] : await q.selectFrom('crm_stages').select(['id', 'name']).where('id', 'in', ids).execute();
  return new Map(stages.map(({ id, name }) => [id, name]));
}

/** What became of leads that were to be taken into work, of deals that were to be given a next step, and of activities that were due. */
export const noticeOutcomes: readonly NoticeOutcomes[] = [
  {
    codes: ['crm.lead.assigned'],
    table: 'crm_leads',
    async outcomesOf(q, rows) {
      const first = await firstStage(q, null, 'open');
      const names = await stageNames(q, rows);
      return ({ stage_id, owner_id }, _code, readerId) => {
        if (owner_id !== readerId) return elsewhere;
        return stage_id === first ? null : { key: 'crm:noticeOutcome.stage', params: { stage: names.get(stage_id as number) ?? '' } };
      };
    },
  },
  ...(['lead', 'deal'] as const).map((kind) => ({
    codes: [`crm.${kind}.taken`],
    table: `crm_${kind}s`,
    outcomesOf: async () => back,
  })),
  {
    codes: ['crm.deal.assigned'],
    table: 'crm_deals',
    async outcomesOf(q, rows) {
      const names = await stageNames(q, rows);
      return ({ stage_id, owner_id, closed_at, next_activity_kind }, _code, readerId) => {
        if (owner_id !== readerId) return elsewhere;
        if (closed_at !== null) return { key: 'crm:noticeOutcome.stage', params: { stage: names.get(stage_id as number) ?? '' } };
        return next_activity_kind === null ? null : { key: 'crm:noticeOutcome.planned' };
      };
    },
  },
  {
    codes: ['crm.activity.due'],
    idOf: ({ activity }) => activity,
    table: 'crm_activities',
    outcomesOf: async () => (row) => (row.done_at === null ? null : { key: 'crm:noticeOutcome.done' }),
  },
];
