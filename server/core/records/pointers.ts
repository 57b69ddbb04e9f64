import { type RawBuilder, sql } from 'kysely';
import { columnOf, type Kind } from './kind.js';

/** A way in which records of a kind name other records. */
export interface Pointer {
  /** A field that refers to them, the whole that they are part of, or what they are about. */
  how: 'ref' | 'partOf' | 'about';
  column: string;
  /** Their type, where it is always the same, or the column in which it stands. */
  type: string | { column: string };
  /** Nothing can be without what this names. */
  needed: boolean;
}

/** @param hows only these ways; without it all. */
export function pointersOf(kind: Kind, hows: readonly Pointer['how'][] = ['ref', 'partOf', 'about']): Pointer[] {
  const found: Pointer[] = [];
  for (const [name, field] of kind.fields)
    if (field.kind === 'ref') found.push({ how: 'ref', column: columnOf(name), type: field.type, needed: field.required === true });
  for (const how of ['partOf', 'about'] as const) {
    const pair = kind.declaration[how];
    if (pair) found.push({ how, column: columnOf(pair.id), type: { column: columnOf(pair.type) }, needed: how === 'partOf' });
  }
  return found.filter(({ how }) => hows.includes(how));
}

/**
 * Where a row names one of some records of a type.
 * @param among the condition that a column holds one of them.
 * @returns null where it never names such a record.
 */
export function pointsAt({ column, type }: Pointer, target: string, among: (column: string) => RawBuilder<boolean>): RawBuilder<boolean> | null {
  if (typeof type !== 'string') return sql<boolean>`(${sql.ref(type.column)} = ${target} and ${among(column)})`;
  return type === target ? among(column) : null;
}

/** Where a row names one of these records in any of the ways; null where it never does. */
export function pointsAnyhow(pointers: readonly Pointer[], target: string, among: (column: string) => RawBuilder<boolean>): RawBuilder<boolean> | null {
  const ways = pointers.flatMap((pointer) => pointsAt(pointer, target, among) ?? []);
  return ways.length === 0 ? null : sql<boolean>`(${sql.join(ways, sql` or `)})`;
}
