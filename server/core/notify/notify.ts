import { sql } from 'kysely';
import type { ArrivedNotice, Notice } from '../../contracts/core/notices.js';
import type { Database, Tx } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { publicLink } from '../http/links.js';
import { type NoticeReader, noticeText } from '../i18n/notices.js';
import { texts } from '../i18n/texts.js';
import type { Mailer } from '../mail/mailer.js';
import type { Live } from '../realtime/live.js';
import type { Kind } from '../records/kind.js';
import type { Settings } from '../settings/settings.js';
import { choiceOf, fromChoicesRow, usualChoices } from './choices.js';
import type { NoticeKind } from './kinds.js';
import { quietUntil } from './quiet.js';

/** Where in the portal one chooses how one is told. */
export const noticeSettingsPath = '/me/notices';

export interface NoticeDraft {
  /** Dotted code whose texts are `<module>:notice.<rest>`. */
  code: string;
  params: Record<string, unknown>;
  record?: { type: string; id: number };
}

export interface Notify {
  /**
   * Tells people, in the transaction that causes it, in each reader's language: in the portal (live), by mail at once or in their digest,
   * as they have chosen for this kind of notice. A mail that would fall into their quiet hours waits until these end.
   */
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
  /** Kinds of notice of core and of the modules that are on. */
  noticeKinds(): readonly NoticeKind[];
}

/** Where in the portal a record is shown, without the base path; null for kinds that have no page or are off. */
export function placeOf(kinds: ReadonlyMap<string, Kind>, type: string | null, id: number | null): string | null {
  const declaration = type === null ? undefined : kinds.get(type)?.declaration;
  return declaration && id !== null ? `/${declaration.module}/${declaration.plural}/${id}` : null;
}

/** Where a notice leads: to its record, with what was said there in view where it is about a comment. */
function placeOfNotice(kinds: ReadonlyMap<string, Kind>, type: string | null, id: number | null, { comment }: Record<string, unknown>): string | null {
  const place = placeOf(kinds, type, id);
  return place !== null && typeof comment === 'number' ? `${place}?comment=${comment}` : place;
}

export interface NoticeRow {
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
    url: placeOfNotice(kinds, row.record_type, row.record_id, params),
    recordType: row.record_type,
    recordId: row.record_id,
    readAt: row.read_at,
    outcome: null,
  };
}

/** Word to a person's open pages that their notices are no longer as these have them. */
export const noticesChanged = ({ live }: { live: Live }, personId: number | null): void =>
  live.publish({ topic: 'me', name: 'notice.read', data: {}, mayHear: (listener) => listener.personId === personId });

type Sent = Pick<NoticeDraft, 'code' | 'params' | 'record'>;

/** @param after nothing is sent before; null: at once. */
async function sendMail({ mail, settings, kinds }: NotifyNeeds, tx: Tx, to: string, reader: NoticeReader, notice: Sent, after: string | null): Promise<void> {
  const portal = settings.get('company')?.name ?? 'Sede';
  const t = texts(reader.language);
  const { title, subject, body } = noticeText(notice.code, notice.params, reader);
  const place = notice.record ? placeOfNotice(kinds(), notice.record.type, notice.record.id, notice.params) : null;
  const url = place === null ? null : publicLink(settings, place);
  const choose = publicLink(settings, noticeSettingsPath);
  await mail.queue(tx, {
    to,
    content: {
      language: reader.language,
      subject,
      heading: title,
      paragraphs: [body],
      ...(url === null ? {} : { button: { text: t('core:mail.notice.button', { portal }), url } }),
      footer: t('core:mail.notice.footer', { portal }),
      ...(choose === null ? {} : { footerLink: { text: t('core:mail.notice.choose'), url: choose } }),
    },
    senderId: null,
    ...(notice.record ? { record: notice.record } : {}),
    ...(after === null ? {} : { after }),
  });
}

/** Everybody among these who is still there, with what they have chosen. */
async function readersOf(db: Database, tx: Tx, ids: readonly number[]) {
  const rows = await tx.q
    .selectFrom('people')
    .leftJoin('notice_settings as chosen', 'chosen.person_id', 'people.id')
    .select(['people.id', 'email', 'status', 'language', 'people.time_zone', 'chosen.kinds', 'chosen.quiet', 'chosen.digest'])
    .where(inIds(db.dialect, sql.ref('people.id'), [...new Set(ids)]))
    .where('status', '<>', 'dismissed')
    .orderBy('people.id')
    .execute();
  return rows.map(({ kinds, quiet, digest, ...person }) => ({ ...person, choices: kinds === null ? usualChoices : fromChoicesRow({ kinds, quiet, digest }) }));
}

export function createNotify(needs: NotifyNeeds): Notify {
  const { db, live, mail, now } = needs;
  return {
    async notify(tx, personIds, { code, params, record }) {
      const kind = needs.noticeKinds().find(({ codes }) => codes.includes(code));
      const at = now();
      const usual = needs.settings.get('notices');
      for (const person of await readersOf(db, tx, personIds)) {
        const choice = choiceOf(person.choices, kind, usual);
        const quiet = quietUntil(person.choices.quiet, person.time_zone, at);
        const reader = { language: person.language, timeZone: person.time_zone, country: needs.settings.get('company')?.country ?? null };
        const row = {
          at,
          code,
          params: JSON.stringify(params),
          record_type: record?.type ?? null,
          record_id: record?.id ?? null,
          read_at: choice.portal ? null : at,
        };
        if (choice.portal || choice.mail === 'digest') {
          const { id } = await tx.q
            .insertInto('notices')
            .values({ person_id: person.id, ...row, shown: choice.portal ? 1 : 0, for_digest: choice.mail === 'digest' ? 1 : 0 })
            .returning('id')
            .executeTakeFirstOrThrow();
          const data = { ...toNotice(needs.kinds(), { id, ...row }, reader), pop: kind?.pops === true && quiet === null } satisfies ArrivedNotice;
          if (choice.portal)
            tx.afterCommit(() => live.publish({ topic: 'me', name: 'notice.created', data, mayHear: (actor) => actor.personId === person.id }));
        }
        if (choice.mail === 'at-once' && person.email && person.status === 'active' && mail.ready())
          await sendMail(needs, tx, person.email, reader, { code, params, ...(record ? { record } : {}) }, quiet);
      }
    },
  };
}
