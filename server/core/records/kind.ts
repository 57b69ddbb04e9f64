import type { Field, Money, RecordDeclaration } from '../../contracts/core/fields.js';
import { digitsOf } from '../search/number.js';

/** A row as it is stored: snake_case columns, integers and text only. */
export type Row = Record<string, number | string | null>;
/** A record as the API gives it; typed by `RecordOf` where the kind is known. */
export type Values = Record<string, unknown>;

/** A declared record, prepared for the store. Made once when its module registers. */
export interface Kind<D extends RecordDeclaration = RecordDeclaration> {
  declaration: D;
  type: string;
  table: string;
  fields: ReadonlyMap<string, Field>;
  ownerColumn: string | null;
  stageColumn: string | null;
  /** See `container` of the declaration. */
  containerColumn: string | null;
  sumColumn: string | null;
  /** Whether the record has a `currency` column, shared by all its money fields. */
  hasCurrency: boolean;
  searchable: readonly string[];
  /** What a row holds of its own before it is given anything. */
  blank: Readonly<Row>;
}

const columns = new Map<string, string>();

/** Kept, because it is asked for every field of every row. */
export function columnOf(field: string): string {
  let column = columns.get(field);
  if (column === undefined) {
    column = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    columns.set(field, column);
  }
  return column;
}

export function defineKind<D extends RecordDeclaration>(declaration: D): Kind<D> {
  const fields = new Map(Object.entries(declaration.fields));
  const column = (field: string | undefined) => (field === undefined ? null : columnOf(field));
  const hasCurrency = [...fields.values()].some((field) => field.kind === 'money');
  const blank: Row = Object.fromEntries([...fields].map(([name, field]) => [columnOf(name), emptyOf(field)]));
  if (hasCurrency) blank.currency = null;
  return {
    declaration,
    type: declaration.type,
    table: declaration.table,
    fields,
    ownerColumn: column(declaration.owner),
    stageColumn: column(declaration.stage),
    containerColumn: column(declaration.container),
    sumColumn: column(declaration.sum),
    hasCurrency,
    searchable: [...fields].filter(([, field]) => field.searchable).map(([name]) => name),
    blank,
  };
}

/** Fields that hold any number of things: none of them is an empty list. */
const holdsMany = (field: Field): boolean => field.kind === 'channels' || field.kind === 'people' || field.kind === 'words';

/** What is stored where nothing is given. */
export const emptyOf = (field: Field): string | number | null => (holdsMany(field) ? '[]' : field.kind === 'yesNo' ? 0 : null);

function toStored(field: Field, value: unknown): number | string | null {
  if (value === null || value === undefined) return emptyOf(field);
  switch (field.kind) {
    case 'quantity':
    case 'percent':
      return Math.round((value as number) * 1000);
    case 'yesNo':
      return value ? 1 : 0;
    case 'instant':
      return new Date(value as string).toISOString();
    case 'channels':
    case 'json':
      return JSON.stringify(value);
    case 'people':
    case 'words':
      return JSON.stringify([...new Set(value as (number | string)[])]);
    case 'money':
      return (value as Money).amount;
    default:
      return value as number | string;
  }
}

/** The columns of the given values; fields that are not given are left out. */
export function toRow(kind: Kind, values: Values): Row {
  const row: Row = {};
  for (const name of Object.keys(values)) {
    const [field, value] = [kind.fields.get(name), values[name]];
    if (!field || value === undefined) continue;
    row[columnOf(name)] = toStored(field, value);
    if (field.kind === 'money' && value !== null) row.currency = (value as Money).currency;
  }
  return row;
}

/** The value of a field; `row` has the currency of money. */
export function fromStored(field: Field, stored: number | string | null | undefined, row: Row): unknown {
  if (stored === null || stored === undefined) return holdsMany(field) ? [] : field.kind === 'yesNo' ? false : null;
  switch (field.kind) {
    case 'quantity':
    case 'percent':
      return (stored as number) / 1000;
    case 'yesNo':
      return stored === 1;
    case 'channels':
    case 'people':
    case 'words':
    case 'json':
      return JSON.parse(stored as string);
    case 'money':
      return { amount: stored, currency: row.currency };
    default:
      return stored;
  }
}

/** The record of a whole stored row. */
export function fromRow(kind: Kind, row: Row): Values {
  const values: Values = { id: row.id, version: row.version };
  for (const [name, field] of kind.fields) values[name] = fromStored(field, row[columnOf(name)], row);
  values.createdAt = row.created_at;
  values.createdBy = row.created_by;
  values.updatedAt = row.updated_at;
  return values;
}

/** The name by which people know the record. */
export const titleOf = (kind: Kind, row: Row): string => String(row[columnOf(kind.declaration.title)] ?? row.id);

/** What stands in the searchable fields of a record, each piece by itself. */
export const textsOf = (kind: Kind, row: Row): string[] =>
  kind.searchable.flatMap((name) => {
    const stored = row[columnOf(name)];
    if (stored === null || stored === undefined) return [];
    const { kind: form } = kind.fields.get(name) as Field;
    if (form === 'channels') return (JSON.parse(String(stored)) as { value: string }[]).map(({ value }) => value);
    return form === 'words' ? (JSON.parse(String(stored)) as string[]) : [String(stored)];
  });

/**
 * The text in which the record is found, numbers also as bare digits; empty for kinds without searchable fields. Whoever changes
 * what this gives raises `wordsVersion` in search/reindex.
 */
export const wordsOf = (kind: Kind, row: Row): string =>
  textsOf(kind, row)
    .flatMap((value) => {
      const digits = digitsOf(value);
      return digits === null || digits === value ? [value] : [value, digits];
    })
    .join(' ');
