import type { NoticeKind } from '../../core/notify/kinds.js';

/** Of what the module tells people. */
export const noticeKinds: readonly NoticeKind[] = [
  { id: 'sales.quote', codes: ['sales.quote.accepted', 'sales.quote.declined'], mail: 'at-once', pops: true },
  // What does not get through is not told of by mail.
  { id: 'sales.undelivered', codes: ['sales.quote.undelivered', 'sales.invoice.undelivered'], mail: 'never', needed: true, pops: true },
  { id: 'sales.payment', codes: ['sales.payment.received'], mail: 'at-once' },
  { id: 'sales.invoice', codes: ['sales.invoice.overdue'], mail: 'at-once' },
];
