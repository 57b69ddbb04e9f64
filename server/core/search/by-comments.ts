import { sql } from 'kysely';
import type { SearchHit } from '../../contracts/core/references.js';
import type { Actor } from '../access/actor.js';
import { inIds } from '../db/fragments.js';
import type { RecordContext } from '../records/context.js';
import type { Kind } from '../records/kind.js';
import { resolveReferences } from '../records/references.js';
import { type Found, gather } from './gather.js';
import { wordsIn } from './match.js';
import { exactly } from './question.js';
import { snippetOf } from './snippet.js';
import { ofComments } from './word-index.js';

/** Comments that are looked at for the records they stand on. */
const window = 100;
/** Records about which all these words were said in one comment, the newest first; those in `found` are left out. */
export async function findByComments(
  records: RecordContext,
  actor: Actor,
  q: string,
  kinds: readonly Kind[],
  found: readonly SearchHit[],
  limit: number,
): Promise<SearchHit[]> {
  const { db } = records;
  const question = await exactly(db, q, ofComments);
  const columns = sql`e.id, e.record_type, e.record_id, e.words, e.comment_id`;
  const rows = await gather<Found & { comment_id: number }>(records, actor, { index: ofComments, question, columns, limit: window }, kinds);
  const seen = new Set(found.map(({ type, id }) => `${type}:${id}`));
  const said = rows.filter(({ record_type, record_id }) => {
    const key = `${record_type}:${record_id}`;
    return !seen.has(key) && seen.add(key);
  });
  const some = said.slice(0, limit);
  if (some.length === 0) return [];
  const references = await resolveReferences(
    records,
    actor,
    some.map(({ record_type, record_id }) => ({ type: record_type, id: record_id })),
  );
  const texts = await db.read
    .selectFrom('comments')
    .select(['id', 'words'])
    .where(
      inIds(
        db.dialect,
        sql.ref('id'),
        some.map(({ comment_id }) => comment_id),
      ),
    )
    .execute();
  const textOf = new Map(texts.map(({ id, words }) => [id, words]));
  return some.flatMap(({ comment_id: id }, n) => {
    const reference = references[n];
    // The same rights once more, by the record itself.
    if (!reference?.title || !reference.url) return [];
    return [{ ...reference, url: `${reference.url}?comment=${id}`, snippet: snippetOf(textOf.get(id) ?? '', wordsIn(q)) }];
  });
}
