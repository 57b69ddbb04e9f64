import { sql } from 'kysely';
import type { Notice } from '../../contracts/core/notices.js';
import type { Database, Tx } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { publicLink } from '../http/links.js';
import { type NoticeReader, noticeText } from '../i18n/notices.js';
import { texts } from '../i18n/texts.js';
import type { Mailer } from '../mail/mailer.js';
import type { Live } from '../realtime/live.js';
import type { Kind } from '../records/kind.js';
import type { Settings } from '../settings/settings.js';

export interface NoticeDraft {
  /** Dotted code whose texts are `<module>:notice.<rest>`. */
  code: string;
  params: Record<string, unknown>;
  record?: { type: string; id: number };
  /** Also by mail, where mail is set up and the person has an address. */
  mail?: boolean;
}

export interface Notify {
  /** Tells people, in the transaction that causes it: in the portal (live) and by mail, in each reader's language. */
  notify(tx: Tx, personIds: readonly number[], notice: NoticeDraft): Promise<void>;
}

export interface NotifyNeeds {
  db: Database;
  live: Live;
  settings: Settings;
  mail: Pick<Mailer, 'ready' | 'queue'>;
  now(): string;
  /** Kinds of record of the modules that are on, for the addresses of records. */
  kinds(): ReadonlyMap<string, Kind>;
}

/** Where in the portal a record is shown, without the base path; null for kinds that have no page or are off. */
export function placeOf(kinds: ReadonlyMap<string, Kind>, type: string | null, id: number | null): string | null {
  const declaration = type === null ? undefined : kinds.get(type)?.declaration;
  return declaration && id !== null ? `/${declaration.module}/${declaration.plural}/${id}` : null;
}

interface NoticeRow {
  id: number;
  at: string;
  code: string;
  params: string;
  record_type: string | null;
  record_id: number | null;
  read_at: string | null;
}

/** A stored notice in the words of its reader. */
export function toNotice(kinds: ReadonlyMap<string, Kind>, row: NoticeRow, reader: NoticeReader): Notice {
  const params = JSON.parse(row.params) as Record<string, unknown>;
  const { title, body } = noticeText(row.code, params, reader);
  return {
    id: row.id,
    at: row.at,
    code: row.code,
    params,
    title,
    body,
    url: placeOf(kinds, row.record_type, row.record_id),
    recordType: row.record_type,
    recordId: row.record_id,
    readAt: row.read_at,
  };
}

export function createNotify(needs: NotifyNeeds): Notify {
  const { db, live, settings, mail, now } = needs;

  async function sendMail(tx: Tx, to: string, reader: NoticeReader, notice: NoticeDraft): Promise<void> {
    const portal = settings.get('company')?.name ?? 'Sede';
    const t = texts(reader.language);
    const { title, subject, body } = noticeText(notice.code, notice.params, reader);
    const place = notice.record ? placeOf(needs.kinds(), notice.record.type, notice.record.id) : null;
    const url = place === null ? null : publicLink(settings, place);
    await mail.queue(tx, {
      to,
      content: {
        language: reader.language,
        subject,
        heading: title,
        paragraphs: [body],
        ...(url === null ? {} : { button: { text: t('core:mail.notice.button', { portal }), url } }),
        footer: t('core:mail.notice.footer', { portal }),
      },
      senderId: null,
      ...(notice.record ? { record: notice.record } : {}),
    });
  }

  return {
    async notify(tx, personIds, notice) {
      const people = await tx.q
        .selectFrom('people')
        .select(['id', 'email', 'status', 'language', 'time_zone'])
        .where(inIds(db.dialect, sql.ref('id'), [...new Set(personIds)]))
        .where('status', '<>', 'dismissed')
        .orderBy('id')
        .execute();
      for (const person of people) {
        const reader = { language: person.language, timeZone: person.time_zone };
        const row = {
          at: now(),
          code: notice.code,
          params: JSON.stringify(notice.params),
          record_type: notice.record?.type ?? null,
          record_id: notice.record?.id ?? null,
          read_at: null,
        };
        const { id } = await tx.q
          .insertInto('notices')
          .values({ person_id: person.id, ...row })
          .returning('id')
          .executeTakeFirstOrThrow();
        const data = { ...toNotice(needs.kinds(), { id, ...row }, reader) };
        tx.afterCommit(() => live.publish({ topic: 'me', name: 'notice.created', data, mayHear: (actor) => actor.personId === person.id }));
        if (notice.mail && person.email && person.status === 'active' && mail.ready()) await sendMail(tx, person.email, reader, notice);
      }
    },
  };
}
