import { endpoint, type Page } from './endpoint.js';

export interface Notice {
  id: number;
  at: string;
  /** Dotted, stable, for programs: `crm.lead.assigned`. */
  code: string;
  params: Record<string, unknown>;
  /** One line, and a sentence or two below it, in the reader's language. */
  title: string;
  body: string;
  /** Where in the portal it leads, without the base path. */
  url: string | null;
  recordType: string | null;
  recordId: number | null;
  readAt: string | null;
  /** What became meanwhile of what it asks for, in the reader's language; null: that can still be done, or it asks for nothing. */
  outcome: string | null;
}

/** As it is heard live. `pop`: asks to be seen at once, and the person's quiet hours do not forbid it. */
export interface ArrivedNotice extends Notice {
  pop: boolean;
}

export const mailChoices = ['at-once', 'digest', 'never'] as const;
export type MailChoice = (typeof mailChoices)[number];

/** How one is told of one kind of thing. */
export interface NoticeChoice {
  portal: boolean;
  mail: MailChoice;
}
export interface NoticeKindSetting extends NoticeChoice {
  /** `crm.lead`; the part before the dot is the module, or `core`. */
  id: string;
  /** In the reader's words: "A lead became mine". */
  label: string;
  /** Cannot be kept out of the inbox. */
  needed: boolean;
  /** Chosen here; else it is as the company has it, or for the company as the kind itself says. */
  own: boolean;
}
/** Days of the week, 1 for Monday to 7 for Sunday; times `HH:MM` by the person's own clock, at full and half hours. */
export interface QuietHours {
  /** On which they begin. */
  days: number[];
  from: string;
  /** Of the next day where it is not later than `from`; the same as `from`: round the clock. */
  to: string;
}
export interface DigestTime {
  days: number[];
  at: string;
}
export interface NoticeSettings {
  kinds: NoticeKindSetting[];
  quiet: QuietHours | null;
  digest: DigestTime | null;
  /** Whether mails can reach the person: the portal has a mail server, and they an address. */
  mail: boolean;
}
/** By kind; null: not chosen here any more. */
export type KindChoices = Record<string, NoticeChoice | null>;
export interface NoticeSettingsChange {
  kinds?: KindChoices;
  quiet?: QuietHours | null;
  digest?: DigestTime | null;
}

/** How everybody is told who has not chosen. */
export interface UsualNotices {
  kinds: NoticeKindSetting[];
  /** Whether the portal has a mail server. */
  mail: boolean;
}

export const noticeEndpoints = {
  /** `kind` as in the settings: `crm.lead`. */
  list: endpoint<{ query: { limit?: number; after?: string; unread?: boolean; kind?: string }; reply: Page<Notice> & { unread: number } }>()(
    'GET',
    '/notices',
    'signed-in',
  ),
  /** Of one kind, such as `tasks.task`: numbers of the records about which something is unread, what came last first; at most a hundred. */
  about: endpoint<{ query: { recordType: string }; reply: { ids: number[] } }>()('GET', '/notices/about', 'signed-in'),
  /** These, all, or all about one record; `read: false` makes them unread again. */
  read: endpoint<{ body: { ids?: number[]; all?: boolean; about?: { recordType: string; recordId: number }; read?: boolean }; reply: { unread: number } }>()(
    'POST',
    '/notices/read',
    'signed-in',
  ),
  settings: endpoint<{ reply: NoticeSettings }>()('GET', '/notices/settings', 'signed-in'),
  /** Kinds that are not named stay as they are. */
  changeSettings: endpoint<{ body: NoticeSettingsChange; reply: NoticeSettings }>()('PATCH', '/notices/settings', 'signed-in'),
  usual: endpoint<{ reply: UsualNotices }>()('GET', '/notices/usual', 'core.settings.manage'),
  /** Kinds that are not named stay as they are. */
  changeUsual: endpoint<{ body: { kinds: KindChoices }; reply: UsualNotices }>()('PATCH', '/notices/usual', 'core.settings.manage'),
};
