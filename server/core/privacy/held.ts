import { type RawBuilder, sql } from 'kysely';
import type { DataSubject, Held, HeldData } from '../../contracts/core/privacy.js';
import type { Actor } from '../access/actor.js';
import type { Database } from '../db/database.js';
import { digitsIn, inIds, inTexts, likeEscaped } from '../db/fragments.js';
import { notFound } from '../http/problem.js';
import { recordsName } from '../i18n/records-name.js';
import { texts } from '../i18n/texts.js';
import { archivesFolder } from '../modules/archive-format.js';
import { listArchives } from '../modules/read-archive.js';
import { columnOf, fromRow, type Row, titleOf } from '../records/kind.js';
import { type Around, isSubjectKind, type Place, recordsAround } from './ground.js';
import { personType, type Subject } from './subject.js';

const mostFound = 8;

const kindName = (type: string, language: string) => (type === personType ? texts(language)('core:privacy.staff') : recordsName(type, language));

/** What a phone number ends with, however it is written; null: these are no digits of one. */
const endOfNumber = (typed: string): string | null => (/^[\d\s()+./-]{8,}$/.test(typed) ? (/\d{8}$/.exec(typed.replace(/\D/g, ''))?.[0] ?? null) : null);

/** Parts of a name, an e-mail or a phone number, in whatever case it was written; first and last name may stand in two fields. */
export async function findSubjects({ db, ground: { kinds } }: Place, language: string, q: string): Promise<DataSubject[]> {
  const typed = q.trim();
  const has = (column: RawBuilder<unknown>, word: string) => {
    const inLower = word.toLowerCase();
    // SQLite knows no case of letters with accents: a name that begins with one is looked for as names are written, too.
    const forms = [...new Set([word, inLower, inLower.replace(/(?<!\p{L})\p{L}/gu, (first) => first.toUpperCase())])];
    return sql`(${sql.join(
      forms.map((form) => sql<boolean>`lower(${column}) like ${`%${likeEscaped(form)}%`} escape '\\'`),
      sql` or `,
    )})`;
  };
  const number = endOfNumber(typed);
  /** Each word stands in one of these columns; or the number does, in one of channels. */
  const hold = (columns: readonly RawBuilder<unknown>[], channels: readonly RawBuilder<unknown>[] = []) => {
    const anywhere = (word: string) =>
      sql`(${sql.join(
        columns.map((column) => has(column, word)),
        sql` or `,
      )})`;
    const words = sql.join(typed.split(/\s+/).map(anywhere), sql` and `);
    const numbers = number === null ? [] : channels.map((column) => sql`${digitsIn(column)} like ${`%${number}%`}`);
    return sql<boolean>`(${sql.join([words, ...numbers], sql` or `)})`;
  };
  const found: DataSubject[] = [];
  const people = await db.readAside
    .selectFrom('people')
    .select(['id', 'name'])
    .where(hold([sql.ref('name'), sql.ref('email')]))
    .orderBy('id')
    .limit(mostFound)
    .execute();
  for (const { id, name } of people) found.push({ type: personType, id, title: name, kind: kindName(personType, language) });
  for (const kind of [...kinds.values()].filter(isSubjectKind)) {
    const columns = (...kindsOfField: readonly string[]) =>
      [...kind.fields].filter(([, { kind: what, personal }]) => personal && kindsOfField.includes(what)).map(([name]) => sql.ref(columnOf(name)));
    const any = hold(columns('text', 'channels'), columns('channels'));
    const { rows } = await sql<Row>`select * from ${sql.table(kind.table)} where ${any} order by id limit ${mostFound}`.execute(db.readAside);
    for (const row of rows) found.push({ type: kind.type, id: row.id as number, title: titleOf(kind, row), kind: kindName(kind.type, language) });
  }
  return found;
}

/** What somebody is called in one place; undefined where they are not there. */
export async function subjectTitle({ db, ground: { kinds } }: Place, { type, id }: Subject): Promise<string | undefined> {
  if (type === personType) return (await db.read.selectFrom('people').select('name').where('id', '=', id).executeTakeFirst())?.name;
  const kind = kinds.get(type);
  if (!kind || !isSubjectKind(kind)) return undefined;
  const { rows } = await sql<Row>`select * from ${sql.table(kind.table)} where id = ${id}`.execute(db.read);
  return rows[0] && titleOf(kind, rows[0]);
}

/** Why somebody cannot be erased now, as a key of core's texts; null: they can. */
export async function refusalFor(db: Database, { type, id }: Subject): Promise<'still-here' | null> {
  if (type !== personType) return null;
  const person = await db.read.selectFrom('people').select('status').where('id', '=', id).executeTakeFirst();
  return person?.status === 'dismissed' ? null : 'still-here';
}

/** Those of some records that are in one place. */
async function there({ db, ground }: Place, records: readonly Subject[]): Promise<Subject[]> {
  const found: Subject[] = [];
  for (const type of new Set(records.map((one) => one.type))) {
    const kind = ground.kinds.get(type);
    const ids = records.filter((one) => one.type === type).map(({ id }) => id);
    const table = type === personType ? 'people' : kind?.table;
    if (table === undefined) continue;
    const { rows } = await sql<{ id: number }>`select id from ${sql.table(table)} where ${inIds(db.dialect, sql.ref('id'), ids)} order by id`.execute(
      db.readAside,
    );
    found.push(...rows.map(({ id }) => ({ type, id })));
  }
  return found;
}

/** What is held about somebody in one place, by kind, and what erasing would do to it. */
export async function itemsIn(place: Place, { own, related }: Around, language: string): Promise<HeldData[]> {
  const { db, ground } = place;
  const t = texts(language);
  const items: HeldData[] = [];
  const add = (what: string, count: number, fate: HeldData['fate'], why: string | null = null) => {
    if (count > 0) items.push({ what, count, fate, why });
  };
  const byType = (records: readonly Subject[]) => {
    const counts = new Map<string, number>();
    for (const { type } of records) counts.set(type, (counts.get(type) ?? 0) + 1);
    return counts;
  };
  for (const [type, count] of byType(await there(place, own))) add(kindName(type, language), count, 'erased');
  const money = new Set([...ground.kinds.values()].filter(({ declaration }) => declaration.staysInBin && declaration.sum).map(({ type }) => type));
  for (const [type, count] of byType(await there(place, related)))
    add(kindName(type, language), count, money.has(type) ? 'kept' : 'scrubbed', money.has(type) ? t('core:privacy.why.documents') : null);
  const refs = own.map(({ type, id }) => `${type}:${id}`);
  const counted = async (table: 'comments' | 'files' | 'record_history' | 'notices' | 'mails' | 'timeline_links') => {
    const { rows } = await sql<{
      n: number;
    }>`select count(*) as n from ${sql.table(table)} where ${inTexts(db.dialect, sql`record_type || ':' || record_id`, refs)}`.execute(db.readAside);
    return Number(rows[0]?.n ?? 0);
  };
  for (const [table, key] of [
    ['comments', 'comments'],
    ['files', 'files'],
    ['timeline_links', 'timeline'],
    ['record_history', 'history'],
    ['notices', 'notices'],
    ['mails', 'mails'],
  ] as const)
    add(t(`core:privacy.what.${key}`), await counted(table), key === 'history' ? 'scrubbed' : 'erased');
  return items;
}

/**
 * What is held about somebody in the portal itself.
 * @param titleElsewhere what they are called in archives, where they are there alone.
 * @throws Refusal 404.
 */
export async function heldAbout(
  live: Place,
  folder: string,
  { language }: Pick<Actor, 'language'>,
  subject: Subject,
  titleElsewhere: () => Promise<string | undefined>,
): Promise<Held> {
  const { db } = live;
  const t = texts(language);
  const title = (await subjectTitle(live, subject)) ?? (await titleElsewhere());
  if (title === undefined) throw notFound();
  const items = await itemsIn(live, await recordsAround([live], subject), language);
  const audit = await db.read
    .selectFrom('audit')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where((eb) => eb.or([eb('target', '=', `${subject.type}:${subject.id}`), ...(subject.type === personType ? [eb('actor_id', '=', subject.id)] : [])]))
    .executeTakeFirstOrThrow();
  const said = { what: t('core:privacy.what.audit'), fate: 'kept', why: t('core:privacy.why.audit') } as const;
  if (audit.n > 0) items.push({ ...said, count: Number(audit.n) });
  const done = await db.read.selectFrom('erasures').select('at').where('record_type', '=', subject.type).where('record_id', '=', subject.id).executeTakeFirst();
  const refusal = await refusalFor(db, subject);
  return {
    ...subject,
    title,
    kind: kindName(subject.type, language),
    items,
    archives: (await listArchives(archivesFolder(folder))).length,
    refusal: refusal === null ? null : t(`core:privacy.refusal.${refusal}`),
    erasedAt: done?.at ?? null,
  };
}

/** Everything that one place holds about the staff, by whom it is. */
async function* aboutStaff(db: Database, subject: Subject): AsyncGenerator<{ path: string; content: unknown }> {
  const { password_hash: _, ...person } = await db.read.selectFrom('people').selectAll().where('id', '=', subject.id).executeTakeFirstOrThrow();
  yield { path: 'person.json', content: person };
  yield {
    path: 'sessions.json',
    content: await db.read.selectFrom('sessions').select(['created_at', 'last_used_at', 'agent']).where('person_id', '=', subject.id).execute(),
  };
  yield { path: 'notices.json', content: await db.read.selectFrom('notices').selectAll().where('person_id', '=', subject.id).orderBy('id').execute() };
  yield { path: 'audit.json', content: await db.read.selectFrom('audit').selectAll().where('actor_id', '=', subject.id).orderBy('id').execute() };
  yield {
    path: 'comments-written.json',
    content: await db.read.selectFrom('comments').selectAll().where('author_id', '=', subject.id).orderBy('id').execute(),
  };
}

/** All that is held in one place, record by record, for whoever may take it away. */
export async function* everythingAbout({ db, ground }: Place, { own, related }: Around, subject: Subject): AsyncGenerator<{ path: string; content: unknown }> {
  if (subject.type === personType) {
    const person = await db.read.selectFrom('people').select('id').where('id', '=', subject.id).executeTakeFirst();
    if (person) yield* aboutStaff(db, subject);
  }
  for (const [folder, records] of [
    ['records', own],
    ['related', related],
  ] as const)
    for (const { type, id } of records) {
      const kind = ground.kinds.get(type);
      if (!kind) continue;
      const { rows } = await sql<Row>`select * from ${sql.table(kind.table)} where id = ${id}`.execute(db.read);
      if (!rows[0]) continue;
      const here = { record_type: type, record_id: id };
      const rowsOf = (table: 'record_history' | 'comments' | 'mails') =>
        db.read.selectFrom(table).selectAll().where('record_type', '=', here.record_type).where('record_id', '=', here.record_id).orderBy('id').execute();
      const timeline = await db.read
        .selectFrom('timeline_entries as e')
        .innerJoin('timeline_links as l', 'l.entry_id', 'e.id')
        .select(['e.at', 'e.kind', 'e.text', 'e.data'])
        .where('l.record_type', '=', type)
        .where('l.record_id', '=', id)
        .orderBy('e.id')
        .execute();
      yield {
        path: `${folder}/${type}-${id}.json`,
        content: {
          fields: fromRow(kind, rows[0]),
          ...(folder === 'records'
            ? { history: await rowsOf('record_history'), timeline, comments: await rowsOf('comments'), mails: await rowsOf('mails') }
            : {}),
        },
      };
    }
}
