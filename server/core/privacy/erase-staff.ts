import { type RawBuilder, sql } from 'kysely';
import { wordsOf } from '../comments/rich-text.js';
import type { Tx } from '../db/database.js';
import { likeEscaped } from '../db/fragments.js';
import { columnOf } from '../records/kind.js';
import { fold } from '../search/fold.js';
import { atOnce, dropFiles, type EraseDeps, eraseMails, findAnew, findRecordAnew } from './erase.js';
import { type KnownPerson, personType, scrubber, wordsForStaff } from './subject.js';

/** Texts in which others were told or sent something, such as "work of Rui was handed over to you". */
const told = [
  { table: 'notices', columns: ['params'] },
  { table: 'mails', columns: ['subject', 'text', 'html'] },
] as const;

/** Takes the words out of what others were told; that they were stays. */
async function scrubTold({ services: { db } }: EraseDeps, words: readonly string[], scrub: (text: string) => string): Promise<void> {
  if (words.length === 0) return;
  // In the JSON of a notice, a quote is escaped.
  const stored = new Set(words.flatMap((word) => [word, JSON.stringify(word).slice(1, -1)]));
  for (const { table, columns } of told) {
    const has = columns.flatMap((column) => [...stored].map((word) => sql<boolean>`${sql.ref(column)} like ${`%${likeEscaped(word)}%`} escape '\\'`));
    for (let after = 0; ; ) {
      const { rows } = await sql<Record<string, string | null> & { id: number }>`
        select id, ${sql.join(columns.map((column) => sql.ref(column)))} from ${sql.table(table)}
        where id > ${after} and (${sql.join(has, sql` or `)}) order by id limit ${atOnce}`.execute(db.read);
      if (rows.length === 0) break;
      await db.write(async (tx) => {
        for (const { id, ...texts } of rows)
          await tx.update(
            table,
            id,
            Object.fromEntries(Object.entries(texts).map(([column, text]) => [column, typeof text === 'string' ? scrub(text) : text])),
          );
      });
      after = (rows.at(-1) as { id: number }).id;
    }
  }
}

/** Goes through rows a few at a time, as long as there are any: what is done to them takes them out of what is asked for. */
async function inPieces<R>({ services: { db } }: EraseDeps, ask: RawBuilder<R>, each: (tx: Tx, row: R) => Promise<void>): Promise<void> {
  for (;;) {
    const { rows } = await sql<R>`${ask} limit ${sql.lit(atOnce)}`.execute(db.read);
    if (rows.length === 0) return;
    await db.write(async (tx) => {
      for (const row of rows) await each(tx, row);
    });
  }
}

/** Wherever they are mentioned: in comments, in texts of records such as what a task is about, and in the history of these. */
async function scrubMentions(deps: EraseDeps, id: number, scrub: (text: string) => string): Promise<void> {
  const { placeholder } = deps;
  const mention = `data-mention="${id}">`;
  const has = (column: string, sign: string) =>
    sql<boolean>`${sql.ref(column)} like ${`%${likeEscaped(sign)}%`} escape '\\'
      and ${sql.ref(column)} not like ${`%${likeEscaped(sign + placeholder)}%`} escape '\\'`;
  const labels = new RegExp(`${mention}[^<]*`, 'g');
  // The rest of what mentions them may name them, too; never within a mark.
  const without = (html: string) => html.replace(/(^|>)([^<]+)/g, (_, before, text) => before + scrub(text)).replace(labels, mention + placeholder);
  const inJson = JSON.stringify(mention).slice(1, -1);
  const withoutInJson = (json: string) =>
    JSON.stringify(JSON.parse(json, (_, value) => (typeof value !== 'string' ? value : value.includes(mention) ? without(value) : scrub(value))));
  await inPieces(deps, sql<{ id: number; html: string }>`select id, html from comments where ${has('html', mention)}`, async (tx, { id: comment, html }) => {
    await tx.update('comments', comment, { html: without(html), words: wordsOf(without(html)) });
    await findAnew(deps, tx, comment);
  });
  for (const kind of deps.ground.kinds.values())
    for (const [name, field] of kind.fields) {
      if (field.kind !== 'longText' || !field.rich) continue;
      const [column, plain] = [columnOf(name), `${name}Text`];
      const ask = sql<{ id: number; version: number; html: string }>`
        select id, version, ${sql.ref(column)} as html from ${sql.table(kind.table)} where ${has(column, mention)}`;
      await inPieces(deps, ask, async (tx, { id: record, version, html }) => {
        const words = kind.fields.has(plain) ? { [columnOf(plain)]: wordsOf(without(html)) } : {};
        await tx.update(kind.table, record, { [column]: without(html), ...words, version: version + 1 });
        await findRecordAnew(deps, tx, kind.type, record);
      });
      const changed = sql<{ id: number; changes: string }>`select id, changes from record_history where record_type = ${kind.type}
        and ${has('changes', inJson)}`;
      await inPieces(deps, changed, async (tx, { id: entry, changes }) => {
        await tx.update('record_history', entry, { changes: withoutInJson(changes) });
      });
    }
  for (const { table, column } of deps.ground.mentions) {
    const ask = sql<{ id: number; version: number; json: string }>`
      select id, version, ${sql.ref(column)} as json from ${sql.table(table)} where ${has(column, inJson)}`;
    await inPieces(deps, ask, (tx, { id: row, version, json }) =>
      tx.update(table as never, row, { [column]: withoutInJson(json), version: version + 1 } as never),
    );
  }
}

/** What is only theirs goes; the row stays, with nobody's name. */
async function forgetPerson(deps: EraseDeps, id: number): Promise<void> {
  await deps.services.db.write(async (tx) => {
    for (const table of [
      'sessions',
      'api_tokens',
      'invites',
      'notices',
      'notice_settings',
      'visits',
      'idempotency_keys',
      'view_defaults',
      'first_steps_dismissed',
    ] as const)
      await tx.q.deleteFrom(table).where(sql<boolean>`person_id = ${id}`).execute();
    await tx.q.deleteFrom('saved_views').where('person_id', '=', id).where('shared', '=', 0).execute();
    await tx.q
      .updateTable('people')
      .set({
        name: deps.placeholder,
        folded_name: fold(deps.placeholder),
        email: null,
        folded_email: null,
        phone: null,
        position: null,
        photo_id: null,
        password_hash: null,
      })
      .where('id', '=', id)
      .execute();
    await dropFiles(deps, tx, personType, [id]);
  });
}

/**
 * Erases somebody of the staff who has left: what they did stays, with nobody's name on it.
 * @param before as another place knows them, where they were erased here before.
 */
export async function eraseStaff(deps: EraseDeps, id: number, before?: KnownPerson): Promise<void> {
  const person = await deps.services.db.read.selectFrom('people').select(['name', 'email', 'phone']).where('id', '=', id).executeTakeFirst();
  const known = [...(person ? [person] : []), ...(before ? [before] : [])];
  if (known.length === 0) return;
  const words = known.flatMap(wordsForStaff).filter((word) => word !== deps.placeholder);
  const scrub = scrubber(words);
  const addresses = known.flatMap(({ email }) => email ?? []);
  await eraseMails(deps, { type: personType, id }, addresses);
  await scrubTold(deps, words, scrub);
  await scrubMentions(deps, id, scrub);
  await forgetPerson(deps, id);
  // What was being written while this ran, such as that their work has been handed over.
  await scrubTold(deps, words, scrub);
}
