import { CompiledQuery, type RawBuilder, sql } from 'kysely';
import type { Field } from '../../contracts/core/fields.js';
import type { Database, Dialect, Queries } from '../db/database.js';
import { jsonBoolean, jsonObject, nestedJson } from '../db/fragments.js';
import { columnOf, type Kind } from './kind.js';

/** JSON fragments of a record, compiled once per kind and dialect: they are the longest part of the statement. */
const rowsSql = { sqlite: new WeakMap<Kind, string>(), postgres: new WeakMap<Kind, string>() };

function jsonOf(dialect: Dialect, name: string, field: Field): RawBuilder<unknown> {
  const column = sql.ref(`t.${columnOf(name)}`);
  switch (field.kind) {
    case 'quantity':
    case 'percent':
      return sql`${column} / 1000.0`;
    case 'yesNo':
      return jsonBoolean(dialect, column);
    case 'channels':
    case 'people':
    case 'words':
    case 'json':
      return nestedJson(dialect, column);
    case 'money':
      return sql`case when ${column} is null then null else ${jsonObject(dialect, [
        ['amount', column],
        ['currency', sql.ref('t.currency')],
      ])} end`;
    default:
      return column;
  }
}

function recordJson(dialect: Dialect, kind: Kind): RawBuilder<string> {
  const fields = [...kind.fields].map(([name, field]) => [name, jsonOf(dialect, name, field)] as const);
  const system = (name: string) => [name, sql.ref(`t.${columnOf(name)}`)] as const;
  return jsonObject(dialect, [system('id'), system('version'), ...fields, system('createdAt'), system('createdBy'), system('updatedAt')]);
}

/** The rows of `ids`, in their order, as JSON texts. */
export async function rowsAsJson(db: Database, q: Queries, kind: Kind, ids: readonly number[]): Promise<string[]> {
  if (ids.length === 0) return [];
  let text = rowsSql[db.dialect].get(kind);
  if (!text) {
    const json = recordJson(db.dialect, kind);
    const query =
      db.dialect === 'sqlite'
        ? sql`select ${json} as json from json_each(${'ids'}) k cross join ${sql.table(kind.table)} t on t.id = k.value order by k.key`
        : sql`select ${json}::text as json from unnest(${'ids'}::bigint[]) with ordinality k (id, n) join ${sql.table(kind.table)} t on t.id = k.id order by k.n`;
    text = query.compile(q).sql;
    rowsSql[db.dialect].set(kind, text);
  }
  const { rows } = await q.executeQuery<{ json: string }>(CompiledQuery.raw(text, [db.dialect === 'sqlite' ? JSON.stringify(ids) : ids]));
  return rows.map((row) => row.json);
}
