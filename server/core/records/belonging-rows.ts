import { type RawBuilder, sql } from 'kysely';
import type { RowsOfRecords } from '../kernel/manifest.js';
import type { RecordRef } from './record-ref.js';

/** The rows of a table of a module that belong to a record; null where none of it belong to records of its kind. */
export function belongingTo({ of, idColumn }: RowsOfRecords, { type, id }: RecordRef): RawBuilder<boolean> | null {
  const mine = sql<boolean>`${sql.ref(idColumn)} = ${id}`;
  if ('type' in of) return of.type === type ? mine : null;
  const named = of.types ? Object.entries(of.types).find(([, one]) => one === type)?.[0] : type;
  return named === undefined ? null : sql<boolean>`${sql.ref(of.typeColumn)} = ${named} and ${mine}`;
}
