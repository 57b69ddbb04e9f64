import type { NoticeKind } from '../../core/notify/kinds.js';

const of = (...names: string[]) => names.map((name) => `tasks.task.${name}`);

/** Of what the module tells people. */
export const noticeKinds: readonly NoticeKind[] = [
  { id: 'tasks.assigned', codes: [...of('assigned', 'assigned-many', 'helping'), 'tasks.project.shared-out'], mail: 'at-once' },
  { id: 'tasks.taken', codes: of('taken', 'taken-many'), mail: 'never' },
  { id: 'tasks.deadline', codes: of('near', 'overdue'), mail: 'digest', pops: true },
  { id: 'tasks.answer', codes: of('waiting', 'sent-back', 'declined'), mail: 'at-once' },
  { id: 'tasks.mentioned', codes: of('mentioned'), mail: 'at-once', pops: true },
  { id: 'tasks.series', codes: of('series-ended'), mail: 'at-once' },
  { id: 'tasks.progress', codes: of('done', 'accepted', 'deferred', 'watching'), mail: 'never' },
];
