import type { NoticeOutcomes, OutcomeOf } from '../../core/notify/outcomes.js';
import { firstStage } from './stages/find.js';

const elsewhere = { key: 'crm:noticeOutcome.elsewhere' };
/** Of a record that was taken from its reader. */
const back: OutcomeOf = ({ owner_id }, _code, readerId) => (owner_id === readerId ? { key: 'crm:noticeOutcome.back' } : null);

/** What became of leads that were to be taken into work, and of activities that were due. */
export const noticeOutcomes: readonly NoticeOutcomes[] = [
  {
    codes: ['crm.lead.assigned'],
    table: 'crm_leads',
    async outcomesOf(q, rows) {
      const first = await firstStage(q, null, 'open');
      const ids = rows.map(({ stage_id }) => stage_id as number);
      const stages = ids.length === 0 ? [] : await q.selectFrom('crm_stages').select(['id', 'name']).where('id', 'in', ids).execute();
      const names = new Map(stages.map(({ id, name }) => [id, name]));
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
    codes: ['crm.activity.due'],
    idOf: ({ activity }) => activity,
    table: 'crm_activities',
    outcomesOf: async () => (row) => (row.done_at === null ? null : { key: 'crm:noticeOutcome.done' }),
  },
];
