import type { MailChoice } from '../../contracts/core/notices.js';
import type { Registry } from '../kernel/registry.js';
import { definePoint } from '../kernel/tokens.js';

/** One line of the settings of notices; its text is `<module>:noticeKind.<rest of the id>`. */
export interface NoticeKind {
  /** `crm.lead`. */
  id: string;
  /** Codes of the notices that belong to it. */
  codes: readonly string[];
  /** How it comes by mail as long as a person has not chosen. */
  mail: MailChoice;
  /** Something is broken, or lost without them: it cannot be kept out of the inbox. */
  needed?: true;
  /** Is said on the screen when it arrives, not only counted. */
  pops?: true;
  /** Offered in the settings only to whoever has this permission: nobody else is ever told. */
  right?: string;
}

/** Kinds of notice of the modules. */
export const NoticeKinds = definePoint<NoticeKind>()('core', 'notice-kinds');

const coreNoticeKinds: readonly NoticeKind[] = [
  { id: 'core.comment.mentioned', codes: ['core.comment.mentioned'], mail: 'at-once', pops: true },
  { id: 'core.comment.added', codes: ['core.comment.added'], mail: 'never' },
  {
    id: 'core.import',
    codes: ['core.import.done', 'core.import.failed', 'core.import.undone', 'core.import.undo-failed'],
    mail: 'never',
  },
  { id: 'core.bulk', codes: ['core.bulk.done', 'core.bulk.failed'], mail: 'never' },
  { id: 'core.hand-over.received', codes: ['core.hand-over.received', 'core.hand-over.returned'], mail: 'at-once' },
  { id: 'core.hand-over.done', codes: ['core.hand-over.done'], mail: 'never', right: 'core.people.manage' },
  { id: 'core.access', codes: ['core.access.asked'], mail: 'at-once', right: 'core.roles.manage' },
  { id: 'core.mail', codes: ['core.mail.failed'], mail: 'never', needed: true },
  { id: 'core.webhook', codes: ['core.webhook.failed', 'core.webhook.off'], mail: 'at-once', needed: true, right: 'core.webhooks.manage' },
  {
    id: 'core.backup',
    codes: ['core.backup.failed', 'core.backup.second-failed', 'core.backup.rehearsal-failed', 'core.backup.torn', 'core.backup.files-missing'],
    mail: 'at-once',
    needed: true,
    right: 'core.backup.manage',
  },
  { id: 'core.health.broken', codes: ['core.health.broken'], mail: 'at-once', needed: true, pops: true, right: 'core.settings.manage' },
  // What does not get through is not told of by mail.
  { id: 'core.health.mail', codes: ['core.health.mail'], mail: 'never', needed: true, pops: true, right: 'core.settings.manage' },
  { id: 'core.module', codes: ['core.module.switched'], mail: 'never', right: 'core.modules.manage' },
];

/** Every kind of notice of core and of the modules that are on; those of the modules first, which are what the day is about. */
export const noticeKindsOf = (registry: Pick<Registry, 'items'>): NoticeKind[] => [...registry.items(NoticeKinds).map(({ item }) => item), ...coreNoticeKinds];
