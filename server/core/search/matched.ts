import { sql } from 'kysely';
import type { SearchHit } from '../../contracts/core/references.js';
import { inIds } from '../db/fragments.js';
import type { RecordContext } from '../records/context.js';
import { columnOf, type Kind, type Row, textsOf } from '../records/kind.js';
import { fold } from './fold.js';
import { wordsIn } from './match.js';
import { digitsOf } from './number.js';
import { similarTo } from './similar.js';
import { snippetOf } from './snippet.js';

/** Parts of a record that are shown beside its title. */
const mostParts = 2;

async function rowsOf({ db }: RecordContext, kind: Kind, ids: readonly number[]): Promise<Row[]> {
  const columns = sql.join(['id', ...kind.searchable.map(columnOf)].map((column) => sql.ref(column)));
  return (await sql<Row>`select ${columns} from ${sql.table(kind.table)} where ${inIds(db.dialect, sql.ref('id'), ids)}`.execute(db.read)).rows;
}

/**
 * Hits with what of their record holds the words that stand not in its title, such as the name of a contact.
 * @param similar words may differ by a slip of the fingers.
 */
export async function withMatched(records: RecordContext, hits: readonly SearchHit[], q: string, similar: boolean): Promise<SearchHit[]> {
  const wanted = wordsIn(q);
  const similarOf = new Map(similar ? wanted.map((word) => [word, similarTo([word])]) : []);
  const holds = (word: string, text: string) => {
    const folded = `${fold(text)} ${digitsOf(text) ?? ''}`;
    return similarOf.get(word)?.(folded) ?? folded.includes(word);
  };
  const missingIn = (title: string | null) => wanted.filter((word) => !holds(word, title ?? ''));
  const unclear = hits.filter(({ title }) => missingIn(title).length > 0);
  const rows = new Map<string, Row>();
  for (const type of new Set(unclear.map((hit) => hit.type))) {
    const kind = records.kinds.get(type) as Kind;
    const ids = unclear.filter((hit) => hit.type === type).map(({ id }) => id);
    for (const row of await rowsOf(records, kind, ids)) rows.set(`${type}:${row.id}`, row);
  }
  return hits.map((hit) => {
    const row = rows.get(`${hit.type}:${hit.id}`);
    if (!row) return hit;
    const missing = missingIn(hit.title);
    const parts = textsOf(records.kinds.get(hit.type) as Kind, row).filter((text) => missing.some((word) => holds(word, text)));
    const snippet = [...new Set(parts)]
      .slice(0, mostParts)
      .map((text) => snippetOf(text, missing))
      .join(' · ');
    return { ...hit, snippet: snippet === '' ? null : snippet };
  });
}
