import { type RawBuilder, sql } from 'kysely';
import type { Field } from '../../contracts/core/fields.js';
import type { Dialect } from '../db/database.js';
import { inIds, inTexts, likeEscaped } from '../db/fragments.js';
import { type FieldError, invalid } from '../http/problem.js';
import { plainSigns } from '../search/fold.js';
import { withoutOwnCode } from '../search/number.js';
import type { Filter, Operator } from './filter.js';
import { columnOf, emptyOf, type Kind } from './kind.js';
import { relativeFilters, type Viewpoint } from './relative.js';

export interface ListRequest {
  filters: Filter[];
  sort: { field: string; descending: boolean };
  limit: number;
  after: string | null;
  q: string | null;
  total: boolean;
}

const ordered: Operator[] = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'empty'];
/** The operators that a field of this kind takes in a list's query. */
export const operatorsOf = (kind: Field['kind']): Operator[] => {
  switch (kind) {
    case 'text':
    case 'longText':
      return ['eq', 'ne', 'in', 'contains', 'starts', 'empty'];
    case 'choice':
      return ['eq', 'ne', 'in', 'empty'];
    case 'channels':
    case 'json':
      return ['contains', 'empty'];
    case 'people':
    case 'words':
      return ['eq', 'in', 'empty'];
    case 'yesNo':
      return ['eq'];
    default:
      return ordered;
  }
};

const system: Record<string, Field> = {
  id: { kind: 'int', filterable: true, sortable: true },
  createdAt: { kind: 'instant', filterable: true, sortable: true },
  updatedAt: { kind: 'instant', filterable: true },
  createdBy: { kind: 'person', filterable: true },
};
/** Every field that a list may name, the system's own among them. */
export const listedFields = (kind: Kind): [string, Field][] => [...Object.entries(system), ...kind.fields];
export const fieldOf = (kind: Kind, name: string): Field | undefined => (Object.hasOwn(system, name) ? system[name] : kind.fields.get(name));

const isDay = (text: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

/** Text of the address into a value of the field, or undefined when it is none. */
function parseOne(field: Field, text: string): number | string | undefined {
  switch (field.kind) {
    case 'day':
      return isDay(text) ? text : undefined;
    case 'instant': {
      const time = Date.parse(isDay(text) ? `${text}T00:00:00Z` : text);
      return Number.isNaN(time) ? undefined : new Date(time).toISOString();
    }
    case 'choice':
      return field.options.includes(text) ? text : undefined;
    case 'text':
    case 'longText':
    case 'channels':
    case 'json':
    case 'words':
      return text.includes('\0') ? undefined : text;
    default: {
      const scale = field.kind === 'quantity' || field.kind === 'percent' ? 1000 : 1;
      const number = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) * scale : Number.NaN;
      return Number.isSafeInteger(Math.round(number)) && (scale > 1 || Number.isInteger(number)) ? Math.round(number) : undefined;
    }
  }
}

/** A map, because an object would know `constructor` too. */
const yesNo = new Map([
  ['true', true],
  ['false', false],
]);

function parseFilter(kind: Kind, key: string, text: string, seen: Viewpoint, errors: FieldError[]): Filter[] {
  const dot = key.indexOf('.');
  const name = dot < 0 ? key : key.slice(0, dot);
  const operator = (dot < 0 ? 'eq' : key.slice(dot + 1)) as Operator;
  const field = fieldOf(kind, name);
  if (!field?.filterable) {
    errors.push({ path: key, message: 'unknown-parameter', params: { name: key } });
    return [];
  }
  if (!operatorsOf(field.kind).includes(operator)) {
    errors.push({ path: key, message: 'unknown-operator', params: { operators: operatorsOf(field.kind).join(', ') } });
    return [];
  }
  const relative = relativeFilters(field, name, operator, text, seen);
  if (relative) return relative;
  if (operator === 'empty' || field.kind === 'yesNo') {
    const value = yesNo.get(text);
    if (value === undefined) errors.push({ path: key, message: 'boolean' });
    return value === undefined ? [] : [{ field: name, operator, value }];
  }
  const parts = operator === 'in' ? text.split(',').filter((part) => part !== '') : [text];
  const values = parts.map((part) => parseOne(field, part));
  if (values.length > 500 || values.some((value) => value === undefined)) {
    errors.push({ path: key, message: values.length > 500 ? 'too-many-values' : field.kind });
    return [];
  }
  return [{ field: name, operator, value: operator === 'in' ? (values as (number | string)[]) : (values[0] as number | string) }];
}

/**
 * Reads the query of a list.
 * @param query as Fastify gives it; a parameter given twice arrives as an array and is refused.
 * @param seen for whom "me" and "today" are meant; they are resolved here.
 * @throws Refusal 422 naming every parameter that is unknown or wrong.
 */
export function parseListRequest(kind: Kind, query: Record<string, unknown>, seen: Viewpoint): ListRequest {
  const errors: FieldError[] = [];
  const request: ListRequest = { filters: [], sort: { field: 'createdAt', descending: true }, limit: 50, after: null, q: null, total: false };
  for (const [key, raw] of Object.entries(query)) {
    const text = String(raw);
    if (raw !== null && typeof raw === 'object') errors.push({ path: key, message: 'once' });
    else if (key === 'limit') {
      request.limit = Number(text);
      if (!Number.isInteger(request.limit) || request.limit < 1 || request.limit > 200)
        errors.push({ path: key, message: 'between', params: { min: 1, max: 200 } });
    } else if (key === 'after') request.after = text;
    else if (key === 'q') request.q = withoutOwnCode(text.trim().slice(0, 200), seen.country) || null;
    else if (key === 'total') {
      if (yesNo.get(text) === undefined) errors.push({ path: key, message: 'boolean' });
      request.total = text === 'true';
    } else if (key === 'sort') {
      const descending = text.startsWith('-');
      const field = descending ? text.slice(1) : text;
      if (!fieldOf(kind, field)?.sortable) errors.push({ path: key, message: 'unknown-sort', params: { name: field } });
      request.sort = { field, descending };
    } else {
      request.filters.push(...parseFilter(kind, key, text, seen, errors));
    }
  }
  if (errors.length > 0) throw invalid(errors);
  return request;
}

const comparisons = { gt: sql`>`, gte: sql`>=`, lt: sql`<`, lte: sql`<=` } as const;

/** That a list in a column holds one of these. */
function holdsOne(dialect: Dialect, kind: Kind, name: string, values: readonly (number | string)[]): RawBuilder<boolean> {
  const people = kind.declaration.people;
  if (people && Object.hasOwn(people.roles, name))
    return sql`id in (select record_id from ${sql.table(people.table)} where role = ${name} and ${inIds(dialect, sql.ref('person_id'), values as number[])})`;
  const column = sql.ref(columnOf(name));
  const one = sql.ref('one.value');
  const among = typeof values[0] === 'string' ? inTexts(dialect, one, values as string[]) : inIds(dialect, one, values as number[]);
  if (dialect === 'sqlite') return sql`exists (select 1 from json_each(${column}) as one where ${among})`;
  const each =
    typeof values[0] === 'string'
      ? sql`jsonb_array_elements_text(${column}::jsonb)`
      : sql`(select value::bigint as value from jsonb_array_elements_text(${column}::jsonb))`;
  return sql`exists (select 1 from ${each} as one(value) where ${among})`;
}

/** Forms in which signs of the keys are written, as far as a text that is looked for has such signs. */
const written: readonly (readonly [string, string])[] = [
  ...['\u2019', '\u2018', '\u02bc', '\u00b4'].map((form) => ["'", form] as const),
  ...['\u201c', '\u201d', '\u00ab', '\u00bb'].map((form) => ['"', form] as const),
  ...['\u2010', '\u2011', '\u2013', '\u2014'].map((form) => ['-', form] as const),
  ...['\u00a0', '\u202f'].map((form) => [' ', form] as const),
];

/** A column with its signs as `text` has them. @param text with the signs of the keys. */
const withSignsOf = (text: string, column: RawBuilder<unknown>): RawBuilder<unknown> =>
  written.reduce((plain, [sign, form]) => (text.includes(sign) ? sql`replace(${plain}, ${sql.lit(form)}, ${sql.lit(sign)})` : plain), column);

/** The condition in SQL; columns come from the declaration, values are parameters. */
export function condition(dialect: Dialect, kind: Kind, filter: Filter): RawBuilder<boolean> {
  const field = fieldOf(kind, filter.field) as Field;
  const column = sql.ref(columnOf(filter.field));
  const { operator, value } = filter;
  if ((field.kind === 'people' || field.kind === 'words') && operator !== 'empty') {
    const values = [value].flat() as (number | string)[];
    return values.length === 0 ? sql`1 = 0` : holdsOne(dialect, kind, filter.field, values);
  }
  switch (operator) {
    case 'empty': {
      const empty = emptyOf(field) === '[]' ? sql<boolean>`${column} = '[]'` : sql<boolean>`${column} is null`;
      return value ? empty : sql<boolean>`not (${empty})`;
    }
    case 'in': {
      const values = value as (number | string)[];
      if (values.length === 0) return sql<boolean>`1 = 0`;
      return typeof values[0] === 'string' ? inTexts(dialect, column, values as string[]) : inIds(dialect, column, values as number[]);
    }
    case 'contains':
    case 'starts': {
      const text = plainSigns(String(value));
      const form = `${operator === 'contains' ? '%' : ''}${likeEscaped(text)}%`;
      return sql`lower(${withSignsOf(text, column)}) like lower(${form}) escape '\\'`;
    }
    case 'eq':
      return sql`${column} = ${typeof value === 'boolean' ? Number(value) : value}`;
    case 'ne':
      return sql`(${column} is null or ${column} <> ${value})`;
    default:
      return sql`${column} ${comparisons[operator]} ${value}`;
  }
}
