import { sql } from 'kysely';
import { likeEscaped } from '../db/fragments.js';
import { fold } from '../search/fold.js';
import { atOnce, dropFiles, type EraseDeps, eraseMails, findAnew } from './erase.js';
import { personType, scrubber } from './subject.js';

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

/** Wherever they were mentioned by name in comments. */
async function scrubMentions(deps: EraseDeps, id: number, scrub: (text: string) => string): Promise<void> {
  const { db } = deps.services;
  for (;;) {
    const mention = `data-mention="${id}">`;
    const rows = await db.read
      .selectFrom('comments')
      .select(['id', 'html', 'words'])
      .where(sql<boolean>`html like ${`%${mention}%`} and html not like ${`%${mention}${deps.placeholder}%`}`)
      .limit(atOnce)
      .execute();
    if (rows.length === 0) break;
    await db.write(async (tx) => {
      for (const { id: comment, html, words: said } of rows) {
        await tx.update('comments', comment, {
          html: html.replace(new RegExp(`data-mention="${id}">[^<]*`, 'g'), `${mention}${deps.placeholder}`),
          words: scrub(said),
        });
        await findAnew(deps, tx, comment);
      }
    });
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

/** Erases somebody of the staff who has left: what they did stays, with nobody's name on it. */
export async function eraseStaff(deps: EraseDeps, id: number): Promise<void> {
  const person = await deps.services.db.read.selectFrom('people').select(['name', 'email', 'phone']).where('id', '=', id).executeTakeFirst();
  if (!person) return;
  const words = [person.name, person.email, person.phone].filter((one): one is string => one !== null && one.length >= 4 && one !== deps.placeholder);
  const scrub = scrubber(words);
  await eraseMails(deps, { type: personType, id }, person.email === null ? [] : [person.email]);
  await scrubTold(deps, words, scrub);
  await scrubMentions(deps, id, scrub);
  await forgetPerson(deps, id);
  // What was being written while this ran, such as that their work has been handed over.
  await scrubTold(deps, words, scrub);
}
