import { sql } from 'kysely';
import type { SearchHit } from '../../contracts/core/references.js';
import type { Actor } from '../access/actor.js';
import { type RecordContext, scopeOf } from '../records/context.js';
import { columnOf, type Kind } from '../records/kind.js';
import { resolveReferences } from '../records/references.js';
import { isNothing, withinScope } from '../records/within.js';
import { all } from './match.js';

/** So many of the first hits are looked behind, each for so many records of a kind. */
const mostBehind = 3;
const mostOfEach = 3;

const keyOf = ({ type, id }: { type: string; id: number }) => `${type}:${id}`;

/**
 * Records that are found through what they point at, such as the deals and invoices of a client whose name was typed: those of the first hit
 * first, then the newest. See `foundThrough` of a field.
 * @param found hits so far; none of them comes again.
 */
export async function findThroughReferences(
  records: RecordContext,
  actor: Actor,
  kinds: readonly Kind[],
  found: readonly SearchHit[],
  limit: number,
): Promise<SearchHit[]> {
  const { db } = records;
  const ways = kinds.flatMap((kind) =>
    [...kind.fields].flatMap(([name, field]) => (field.kind === 'ref' && field.foundThrough ? [{ kind, column: columnOf(name), type: field.type }] : [])),
  );
  // Whose title holds the words explains a hit better than what was found by something else about it, such as a contact by their company.
  const pointedAt = found
    .filter(({ type }) => ways.some((way) => way.type === type))
    .slice(0, mostBehind)
    .sort((a, b) => Number(a.snippet !== null) - Number(b.snippet !== null));
  const parts = pointedAt.flatMap(({ type, id }, behind) =>
    ways.flatMap(({ kind, column, type: to }) => {
      const scope = scopeOf(records, actor, kind, 'read');
      if (to !== type || isNothing(scope)) return [];
      const where = all([sql<boolean>`${sql.ref(column)} = ${id}`, sql<boolean>`deleted_at is null`, ...withinScope(db.dialect, kind, scope)]);
      return [
        sql`select * from (select ${sql.lit(kind.type)} as type, id, created_at, ${sql.lit(behind)} as behind from ${sql.table(kind.table)}
          where ${where} order by created_at desc, id desc limit ${sql.lit(mostOfEach)}) as newest`,
      ];
    }),
  );
  if (parts.length === 0) return [];
  const { rows } = await sql<{ type: string; id: number; behind: number }>`select type, id, behind from (${sql.join(parts, sql` union all `)}) as pointing
    order by behind, created_at desc, id desc`.execute(db.read);
  const seen = new Set(found.map(keyOf));
  const fresh = rows.filter((row) => !seen.has(keyOf(row)) && seen.add(keyOf(row))).slice(0, limit);
  const references = await resolveReferences(records, actor, fresh);
  // The same rights once more, by the record itself.
  return references.flatMap((reference, n) =>
    reference.title && reference.url ? [{ ...reference, snippet: pointedAt[fresh[n]?.behind ?? 0]?.title ?? null }] : [],
  );
}
