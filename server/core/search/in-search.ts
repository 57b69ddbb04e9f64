import { sql } from 'kysely';
import type { Money } from '../../contracts/core/fields.js';
import type { SearchHit } from '../../contracts/core/references.js';
import type { Actor } from '../access/actor.js';
import { inIds } from '../db/fragments.js';
import type { RecordContext } from '../records/context.js';
import { columnOf, fromRow, type Kind, type Row, type Values } from '../records/kind.js';
import { resolveReferences } from '../records/references.js';

interface Known {
  hit: SearchHit;
  values: Values;
  /** Whom it may be for, the first that the actor may read is told. */
  of: { type: string; id: number }[];
}

async function knownOf({ db }: RecordContext, kind: Kind, hits: readonly SearchHit[]): Promise<Known[]> {
  const { inSearch } = kind.declaration;
  if (!inSearch) return [];
  const columns = ['id', 'currency', ...[...inSearch.of, inSearch.state, inSearch.amount].map(columnOf)].map((column) => sql.ref(column));
  const ids = hits.map(({ id }) => id);
  const { rows } = await sql<Row>`select ${sql.join(columns)} from ${sql.table(kind.table)} where ${inIds(db.dialect, sql.ref('id'), ids)}`.execute(db.read);
  return rows.flatMap((row) => {
    const hit = hits.find(({ id }) => id === Number(row.id));
    const values = fromRow(kind, row);
    const of = inSearch.of.flatMap((name) => {
      const [field, id] = [kind.fields.get(name), values[name]];
      return field?.kind === 'ref' && typeof id === 'number' ? [{ type: field.type, id }] : [];
    });
    return hit ? [{ hit, values, of }] : [];
  });
}

/** Hits of kinds that are known by a number with whom they are for, their state and amount: see `inSearch` of a declaration. */
export async function withWhatTheyAre(records: RecordContext, actor: Actor, hits: readonly SearchHit[]): Promise<SearchHit[]> {
  const known = new Map<SearchHit, Known>();
  for (const type of new Set(hits.map((hit) => hit.type))) {
    const kind = records.kinds.get(type);
    const ofKind = hits.filter((hit) => hit.type === type);
    if (kind?.declaration.inSearch) for (const one of await knownOf(records, kind, ofKind)) known.set(one.hit, one);
  }
  if (known.size === 0) return [...hits];
  const wanted = [...known.values()].flatMap(({ hit, of }) => (hit.snippet === null ? of : []));
  const titles = new Map((await resolveReferences(records, actor, wanted)).map(({ type, id, title }) => [`${type}:${id}`, title]));
  return hits.map((hit) => {
    const one = known.get(hit);
    const inSearch = records.kinds.get(hit.type)?.declaration.inSearch;
    if (!one || !inSearch) return hit;
    const client = one.of.map(({ type, id }) => titles.get(`${type}:${id}`)).find(Boolean) ?? null;
    const [state, amount] = [one.values[inSearch.state], one.values[inSearch.amount]];
    return {
      ...hit,
      snippet: hit.snippet ?? client,
      ...(typeof state === 'string' ? { state: { field: inSearch.state, option: state } } : {}),
      ...(amount ? { amount: amount as Money } : {}),
    };
  });
}
