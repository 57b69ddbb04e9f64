import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../access/actor.js';
import { roleName } from '../access/built-in-roles.js';
import { inIds, inTexts, likeEscaped } from '../db/fragments.js';
import type { RecordContext } from '../records/context.js';
import { fold } from '../search/fold.js';
import { search } from '../search/search.js';
import { actionInWords, nameOfThing } from './words.js';

/** As many records by their title as a search finds at once. */
const mostRecords = 50;

/** What is called by a name that the log does not hold itself: ids of people, and `core.role:3` and the like. */
async function namedThings({ db: { readAside } }: RecordContext, { language }: Actor) {
  const [people, departments, webhooks, roles, things, actions] = await Promise.all([
    readAside.selectFrom('people').select(['id', 'name']).execute(),
    readAside.selectFrom('departments').select(['id', 'name']).execute(),
    readAside.selectFrom('webhooks').select(['id', 'name']).execute(),
    readAside.selectFrom('roles').select(['id', 'name', 'built_in']).execute(),
    readAside.selectFrom('audit').select('target').distinct().where('target', 'is not', null).where('target', 'not like', '%:%').execute(),
    readAside.selectFrom('audit').select('action').distinct().execute(),
  ]);
  const of = (type: string, rows: readonly { id: number; name: string }[]) => rows.map(({ id, name }) => ({ key: `${type}:${id}`, words: fold(name) }));
  return {
    people: people.map(({ id, name }) => ({ key: id, words: fold(name) })),
    targets: [
      ...of('core.person', people),
      ...of('core.department', departments),
      ...of('core.webhook', webhooks),
      ...roles.map((row) => ({ key: `core.role:${row.id}`, words: fold(roleName(row, language)) })),
      ...things.flatMap(({ target }) => {
        const name = target === null ? null : nameOfThing(target, language);
        return target === null || name === null ? [] : [{ key: target, words: fold(name) }];
      }),
    ],
    actions: actions.map(({ action }) => ({ key: action, words: fold(actionInWords(action, language)) })),
  };
}

const keysWith = <K>(named: readonly { key: K; words: string }[], word: string): K[] => named.flatMap(({ key, words }) => (words.includes(word) ? [key] : []));

/**
 * Which entries have every word of a text: in what was done, by whom, to what, as the actor reads these, or in what the log itself holds.
 * Also those about a record whose title has them, as far as the actor may see it. @returns null where the text has no word.
 */
export async function entriesWith(records: RecordContext, actor: Actor, text: string): Promise<RawBuilder<boolean> | null> {
  const words = fold(text).split(' ').filter(Boolean);
  if (words.length === 0) return null;
  const { dialect } = records.db;
  const [named, found] = await Promise.all([namedThings(records, actor), search(records, actor, { q: text, limit: mostRecords })]);
  const [target, data] = [sql.ref('target'), sql.ref('data')];
  const each = words.map((word) => {
    const held = `%${likeEscaped(word)}%`;
    return sql<boolean>`(${inIds(dialect, sql.ref('actor_id'), keysWith(named.people, word))}
      or ${inTexts(dialect, sql.ref('action'), keysWith(named.actions, word))}
      or ${inTexts(dialect, target, keysWith(named.targets, word))}
      or action like ${held} escape '\\' or lower(target) like ${held} escape '\\' or lower(${data}) like ${held} escape '\\')`;
  });
  const titled = found.similar ? [] : found.items.map(({ type, id }) => `${type}:${id}`);
  return sql<boolean>`((${sql.join(each, sql` and `)}) or ${inTexts(dialect, target, titled)})`;
}
