import type { Purge } from '../../core/bin/purge.js';
import { planReminder } from './activities/reminder.js';
import type { Crm } from './crm.js';

const types = ['crm.lead', 'crm.deal', 'crm.contact', 'crm.company'] as const;

/** What the CRM keeps beside its records. */
export const purges = (crm: Crm): Purge[] => [
  ...(types.map((type) => ({
    type,
    async purge(tx, ids) {
      for (const table of ['crm_channels', 'crm_stage_history', 'crm_rule_tasks', 'crm_merges'] as const)
        await tx.q.deleteFrom(table).where('record_type', '=', type).where('record_id', 'in', ids).execute();
    },
  })) satisfies Purge[]),
  {
    type: 'crm.lead',
    async purge(tx, ids) {
      await tx.q.deleteFrom('crm_followed_steps').where('lead_id', 'in', ids).execute();
    },
  },
  {
    type: 'crm.activity',
    async purge(tx, ids) {
      await tx.q.deleteFrom('crm_followed_steps').where('step_type', '=', 'crm.activity').where('step_id', 'in', ids).execute();
      for (const id of ids) await planReminder(crm, tx, null, id);
    },
  },
];
