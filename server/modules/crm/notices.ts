import type { NoticeKind } from '../../core/notify/kinds.js';

/** Of what the module tells people. */
export const noticeKinds: readonly NoticeKind[] = [
  { id: 'crm.lead', codes: ['crm.lead.assigned', 'crm.lead.assigned-many'], mail: 'at-once' },
  { id: 'crm.deal', codes: ['crm.deal.assigned', 'crm.deal.assigned-many'], mail: 'at-once' },
  { id: 'crm.taken', codes: ['crm.lead.taken', 'crm.lead.taken-many', 'crm.deal.taken', 'crm.deal.taken-many'], mail: 'never' },
  { id: 'crm.activity', codes: ['crm.activity.due'], mail: 'at-once', pops: true },
  { id: 'crm.stage', codes: ['crm.stage.rule'], mail: 'never' },
];
