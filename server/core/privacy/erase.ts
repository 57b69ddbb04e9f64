import { type RawBuilder, sql } from 'kysely';
import { commentType } from '../comments/comment.js';
import type { Tx } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { lockRow } from '../db/lock.js';
import { discardKind } from '../files/let-go.js';
import { mailType } from '../mail/mailer.js';
import { belongingTo } from '../records/belonging-rows.js';
import { announceMany } from '../records/bulk.js';
import { columnOf, type Kind, type Row, titleOf, toRow } from '../records/kind.js';
import { COMMENTS, indexComments } from '../search/comment-entries.js';
import { fold } from '../search/fold.js';
import type { Services } from '../services.js';
import { type Around, type Ground, kindsIn, type Place, recordsAround } from './ground.js';
import { type Subject, scrubber, wordsFor } from './subject.js';

/** Stands for what was erased, whatever language is read. */
export const placeholder = '—';

export interface EraseDeps {
  services: Pick<Services, 'db' | 'jobs' | 'search' | 'now' | 'live' | 'access'>;
  ground: Ground;
  /** What stands where a name stood, in the company's language. */
  placeholder: string;
}

/** So many records in one transaction: each carries some dozens of other rows along. */
export const atOnce = 20;

const of = (dialect: Tx['dialect'], type: string, ids: readonly number[]): RawBuilder<boolean> =>
  sql<boolean>`record_type = ${type} and ${inIds(dialect, sql.ref('record_id'), ids)}`;

/** Files of these go at once, with contents that no other file has: a snapshot that is restored later misses them, as it should. */
export async function dropFiles({ services }: EraseDeps, tx: Tx, type: string, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const gone = await tx.q
    .deleteFrom('files')
    .where(of(tx.dialect, type, ids))
    .returning('sha256')
    .execute();
  for (const { sha256 } of gone) await services.jobs.schedule(tx, discardKind, sha256, services.now(), { sha256 });
}

/** Values of the erased fields leave the history; that they changed, when and by whom stays. */
function withoutValues(kind: Kind, changes: string, scrub: (text: string) => string, whole: boolean): string {
  const given = JSON.parse(changes) as Record<string, unknown>;
  const kept = Object.entries(given).map(([name, change]) => [name, whole && kind.fields.get(name)?.personal ? { from: null, to: null } : change]);
  return scrub(JSON.stringify(Object.fromEntries(kept)));
}

/** What a line of a timeline is told with holds codes and numbers, and what something was called. */
function withoutTitle(data: string, placeholder: string): string {
  const given = JSON.parse(data) as Record<string, unknown>;
  return 'title' in given ? JSON.stringify({ ...given, title: placeholder }) : data;
}

/** The words by which a record was found go at once; the new ones follow. */
export async function findRecordAnew({ services }: Pick<EraseDeps, 'services'>, tx: Tx, type: string, id: number): Promise<void> {
  const entry = await tx.q.deleteFrom('search_entries').where('record_type', '=', type).where('record_id', '=', id).returning('id').executeTakeFirst();
  if (entry && tx.dialect === 'sqlite') await sql`delete from search_trigrams where rowid = ${entry.id}`.execute(tx.q);
  await services.search.add(tx, type, id);
}

async function eraseRow(
  { ground, services, placeholder }: EraseDeps,
  tx: Tx,
  kind: Kind,
  id: number,
  scrub: (text: string) => string,
  whole: boolean,
  same: readonly Subject[],
): Promise<void> {
  const row = (await lockRow(tx, kind.table as never, id)) as Row | undefined;
  if (!row) return;
  const columns: Record<string, string | null> = {};
  for (const [name, field] of kind.fields) {
    const column = columnOf(name);
    const value = row[column];
    if (whole && field.personal)
      columns[column] = name === kind.declaration.title ? placeholder : (Object.values(toRow(kind, { [name]: null }))[0] as string | null);
    else if (field.personal && field.readOnly && !whole) columns[column] = null;
    else if ((field.kind === 'text' || field.kind === 'longText') && typeof value === 'string') columns[column] = scrub(value);
  }
  // A name that is too short to be looked for is still that of what this is about.
  const { about } = kind.declaration;
  if (about?.title && same.some(({ type, id: of }) => row[columnOf(about.type)] === type && row[columnOf(about.id)] === of))
    columns[columnOf(about.title)] = placeholder;
  const changed = Object.fromEntries(Object.entries(columns).filter(([column, value]) => row[column] !== value));
  if (Object.keys(changed).length > 0) await tx.update(kind.table, id, { ...changed, version: (row.version as number) + 1 });
  if (kind.searchable.length > 0 && row.deleted_at === null) await findRecordAnew({ services }, tx, kind.type, id);
  for (const table of ground.beside) {
    const where = belongingTo(table, { type: kind.type, id });
    if (!where) continue;
    for (const column of table.scrubbed ?? []) {
      const rows = await sql<{ id: number; text: string | null }>`select id, ${sql.ref(column)} as text from ${sql.table(table.table)} where ${where}`.execute(
        tx.q,
      );
      for (const { id: of, text } of rows.rows)
        if (text !== null && scrub(text) !== text)
          await sql`update ${sql.table(table.table)} set ${sql.ref(column)} = ${scrub(text)} where id = ${of}`.execute(tx.q);
    }
    if (table.erased === null) {
      if (whole) await sql`delete from ${sql.table(table.table)} where ${where}`.execute(tx.q);
    } else if (Object.keys(table.erased).length > 0) {
      const set = Object.entries(table.erased).map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
      await sql`update ${sql.table(table.table)} set ${sql.join(set)} where ${where}`.execute(tx.q);
    }
  }
}

/** The words by which a comment was found go at once, also while its module is parked; the new ones follow. */
export async function findAnew({ services }: EraseDeps, tx: Tx, commentId: number): Promise<void> {
  await indexComments(tx, new Map(), [commentId]);
  await services.search.add(tx, COMMENTS, commentId);
}

/** What core keeps around these records: history, timeline, comments, notices, mails, the bin. */
async function eraseAround(deps: EraseDeps, tx: Tx, kind: Kind, ids: readonly number[], scrub: (text: string) => string, whole: boolean): Promise<void> {
  const { dialect } = tx;
  const here = of(dialect, kind.type, ids);
  for (const row of await tx.q.selectFrom('record_history').select(['id', 'changes']).where(here).execute()) {
    const changes = withoutValues(kind, row.changes, scrub, whole);
    if (changes !== row.changes) await tx.update('record_history', row.id, { changes });
  }
  const linked = sql<boolean>`id in (select entry_id from timeline_links where ${here})`;
  for (const entry of await tx.q.selectFrom('timeline_entries').select(['id', 'text', 'data']).where(linked).execute())
    await tx.update('timeline_entries', entry.id, {
      text: whole || entry.text === null ? null : scrub(entry.text),
      data: whole ? withoutTitle(scrub(entry.data), deps.placeholder) : scrub(entry.data),
    });
  const comments = await tx.q.selectFrom('comments').select(['id', 'html', 'words']).where(here).execute();
  for (const { id, html, words } of comments) {
    await tx.update('comments', id, whole ? { html: `<p>${deps.placeholder}</p>`, words: deps.placeholder } : { html: scrub(html), words: scrub(words) });
    await findAnew(deps, tx, id);
  }
  if (whole) {
    await dropFiles(
      deps,
      tx,
      commentType,
      comments.map(({ id }) => id),
    );
    await dropFiles(deps, tx, kind.type, ids);
    await tx.q.deleteFrom('notices').where(here).execute();
    await tx.q
      .deleteFrom('bulk_items')
      .where(inIds(dialect, sql.ref('record_id'), ids))
      .where('run_id', 'in', tx.q.selectFrom('bulk_runs').select('id').where('record_type', '=', kind.type))
      .execute();
  } else
    for (const { id, params } of await tx.q.selectFrom('notices').select(['id', 'params']).where(here).execute())
      await tx.update('notices', id, { params: scrub(params) });
  const binned = await tx.q.selectFrom('bin_entries').select(['id', 'title']).where(here).execute();
  for (const { id, title } of binned) {
    const next = whole ? deps.placeholder : scrub(title);
    await tx.update('bin_entries', id, { title: next, folded_title: fold(next) });
  }
}

/** Mails to these addresses or about the subject: that they were sent stays, to whom and what goes. */
export async function eraseMails(deps: EraseDeps, subject: Subject, addresses: readonly string[]): Promise<void> {
  const { db } = deps.services;
  const to = addresses.map((one) => one.toLowerCase());
  const isAbout = sql<boolean>`(record_type = ${subject.type} and record_id = ${subject.id})`;
  const isTo = to.length === 0 ? sql<boolean>`1 = 0` : sql<boolean>`lower(recipient) in (${sql.join(to)})`;
  for (;;) {
    const rows = await db.read.selectFrom('mails').select('id').where(sql<boolean>`(${isAbout} or ${isTo}) and recipient <> ''`).limit(atOnce).execute();
    if (rows.length === 0) return;
    const ids = rows.map(({ id }) => id);
    await db.write(async (tx) => {
      await tx.q.deleteFrom('mails').where('state', '=', 'queued').where('id', 'in', ids).execute();
      await tx.q.updateTable('mails').set({ recipient: '', subject: '', text: '', html: '', attachments: '[]' }).where('id', 'in', ids).execute();
      await dropFiles(deps, tx, mailType, ids);
    });
  }
}

/** Answers of the last day that are kept to be given again may hold the record as it was. */
const forgetAnswers = ({ services }: EraseDeps): Promise<unknown> => services.db.write(({ q }) => q.deleteFrom('idempotency_keys').execute());

/**
 * By what somebody is known in some databases, such as that of a backup: on the record itself, which is the first of `same`, and on others
 * about them. What one of these with a stage is called, such as "Oven", is no name.
 */
export async function namesIn(places: readonly Place[], same: readonly Subject[]): Promise<string[]> {
  const words: string[] = [];
  for (const { db, ground } of places)
    for (const [at, { type, id }] of same.entries()) {
      const kind = ground.kinds.get(type);
      if (!kind) continue;
      const { rows } = await sql<Row>`select * from ${sql.table(kind.table)} where id = ${id}`.execute(db.read);
      const title = at === 0 || kind.stageColumn === null || !rows[0] ? null : titleOf(kind, rows[0]).trim();
      words.push(...rows.flatMap((row) => wordsFor(kind, row)).filter((word) => word !== title));
    }
  return words.filter((word) => word !== placeholder);
}

/** What is to be erased, where not everything about somebody lies in one place. */
export interface KnownAround {
  /** By what else they are known, also where the record itself was erased before. */
  words?: readonly string[];
  /** Where what names them lies, this place among these; left out: in this one alone. */
  places?: readonly Place[];
  /** What is held about them in all these; left out, it is looked for. */
  around?: Around;
}

/**
 * Erases the personal data of a record that stands for somebody: its own fields, what is part of it and what was written about it go;
 * where it is only mentioned, on its deals and documents, its names and addresses are taken out. Amounts, days and numbers stay.
 * May be run again at any time, and goes on where it was ended: the record itself, by whose words the others are scrubbed, is last.
 */
export async function eraseRecord(deps: EraseDeps, subject: Subject, known: KnownAround = {}): Promise<void> {
  const { services, ground } = deps;
  const { db } = services;
  const places = known.places ?? [{ db, ground }];
  const kinds = kindsIn(places);
  if (!kinds.has(subject.type)) return;
  const { same, own, related } = known.around ?? (await recordsAround(places, subject));
  const words = [...(known.words ?? []), ...(await namesIn(places, same))];
  const scrub = scrubber(words);
  const addresses = words.filter((word) => word.includes('@'));
  for (const one of same) await eraseMails(deps, one, addresses);
  const inPieces = async (records: readonly Subject[], whole: boolean) => {
    for (const type of new Set(records.map((one) => one.type))) {
      const [ids, of] = [records.filter((one) => one.type === type).map(({ id }) => id), kinds.get(type) as Kind];
      for (let from = 0; from < ids.length; from += atOnce) {
        const some = ids.slice(from, from + atOnce);
        await db.write(async (tx) => {
          // What core keeps around a record may lie here while the record itself is elsewhere.
          if (ground.kinds.has(type)) for (const id of some) await eraseRow(deps, tx, of, id, scrub, whole, same);
          await eraseAround(deps, tx, of, some, scrub, whole);
        });
      }
      announceMany(services, type);
    }
  };
  await inPieces(related, false);
  await inPieces([...own].reverse(), true);
  await forgetAnswers(deps);
}
