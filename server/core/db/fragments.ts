import { type RawBuilder, sql } from 'kysely';
import type { Dialect } from './database.js';

/** The few places where the two databases need other words for the same thing. */

/** `column in (ids)` with one parameter, so that the statement's text does not change with the number of ids. */
export function inIds(dialect: Dialect, column: RawBuilder<unknown>, ids: readonly number[]): RawBuilder<boolean> {
  return dialect === 'sqlite' ? sql`${column} in (select value from json_each(${JSON.stringify(ids)}))` : sql`${column} = any(${ids}::bigint[])`;
}

export function inTexts(dialect: Dialect, column: RawBuilder<unknown>, values: readonly string[]): RawBuilder<boolean> {
  return dialect === 'sqlite' ? sql`${column} in (select value from json_each(${JSON.stringify(values)}))` : sql`${column} = any(${values}::text[])`;
}

/** Of a longer text than this, searching it takes longer than the table. */
const longestText = 200;

/**
 * The same for a few values that hold no space: on SQLite they are looked for in one text. For each list it would make a table while the
 * statement runs, and two of them take longer than all else that a search does.
 */
export function inFew(dialect: Dialect, column: RawBuilder<unknown>, values: readonly string[] | readonly number[]): RawBuilder<boolean> {
  const text = ` ${values.join(' ')} `;
  if (dialect === 'sqlite' && text.length <= longestText) return sql`instr(${text}, ' ' || ${column} || ' ')`;
  return typeof values[0] === 'number' ? inIds(dialect, column, values as readonly number[]) : inTexts(dialect, column, values as readonly string[]);
}

/** A JSON object as text, made by the database. */
export function jsonObject(dialect: Dialect, pairs: readonly (readonly [string, RawBuilder<unknown>])[]): RawBuilder<string> {
  const parts = pairs.map(([key, value]) => sql`${sql.lit(key)}, ${value}`);
  return dialect === 'sqlite' ? sql`json_object(${sql.join(parts)})` : sql`json_build_object(${sql.join(parts)})`;
}

/** Text that holds JSON, to be nested into {@link jsonObject} as it is. */
export function nestedJson(dialect: Dialect, text: RawBuilder<unknown>): RawBuilder<unknown> {
  return dialect === 'sqlite' ? sql`json(${text})` : sql`${text}::json`;
}

/** An integer 0 or 1 as JSON true or false. */
export function jsonBoolean(dialect: Dialect, column: RawBuilder<unknown>): RawBuilder<unknown> {
  return dialect === 'sqlite' ? sql`json(case when ${column} = 1 then 'true' else 'false' end)` : sql`(${column} = 1)`;
}

/** A text as a part of a `like` pattern with `escape '\\'`: its own `%` and `_` stand for themselves. */
export const likeEscaped = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

/** A text without the signs that people put between the digits of a number. */
export const digitsIn = (column: RawBuilder<unknown>): RawBuilder<unknown> =>
  [' ', '(', ')', '-', '.', '/'].reduce((bare, sign) => sql`replace(${bare}, ${sign}, '')`, column);
