import { covers } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { peopleNamed } from '../../../core/imports/people.js';
import { addNote, type BatchOutcome, type CheckedRow, emptyOutcome, type ImportContext, type Importer, type RowFault } from '../../../core/imports/point.js';
import { ownerOf, scopeOf } from '../../../core/records/context.js';
import type { Kind, Row, Values } from '../../../core/records/kind.js';
import { fold } from '../../../core/search/fold.js';
import type { Crm } from '../crm.js';
import { type Named, sourcesNamed } from './look-up.js';
import type { KnownStage } from './stage-words.js';
import { storeChanged, storeNew } from './store.js';

/** What a kind of record adds to the common way of a batch. */
export interface BatchRules {
  kind: Kind;
  /** Looks up what the fields that point at other records name, by field. */
  named?(tx: Tx, rows: readonly CheckedRow[], outcome: BatchOutcome): Promise<Record<string, Named['ids']>>;
  /** Rows that are there already, by the place in the batch; locked. */
  present?(tx: Tx, rows: readonly CheckedRow[]): Promise<Map<number, Row>>;
  /** Completes the values of a row in place: empty cells are left out, references are ids. Gives a fault where that cannot be. */
  complete(values: Values, before: Row | null, row: CheckedRow): Values | RowFault;
  stages?: readonly KnownStage[];
}

const isFault = (one: Values | RowFault): one is RowFault => 'code' in one && 'params' in one;
export const fault = (field: string | null, code: string, params: RowFault['params'] = {}): RowFault => ({ field, code, params });

/** All different texts that rows have in a field. */
export function textsIn(rows: readonly CheckedRow[], field: string): Set<string> {
  const found = new Set<string>();
  for (const { values } of rows) {
    const value = values[field];
    if (typeof value === 'string') found.add(value);
  }
  return found;
}

const unknown: Record<string, string> = { ownerId: 'unknown-person', sourceId: 'unknown-source', companyId: 'unknown-company', contactId: 'unknown-contact' };

/** The responsible of a record; whoever is unknown may be chosen to become a colleague, to count as an empty cell, or to keep the row out. */
export const owners: NonNullable<Importer['people']> = { field: 'ownerId', ways: ['as-empty', 'add', 'leave-out'] };

/**
 * The values of a row with ids in place of names and without the empty cells, or the fault of the first name that is nobody's.
 * @param asEmpty whether a name that is nobody's is read as an empty cell in this field.
 */
function withIds(row: CheckedRow, named: Readonly<Record<string, Named['ids']>>, asEmpty: (field: string) => boolean): Values | RowFault {
  const values: Values = {};
  for (const field of Object.keys(row.values)) {
    const value = row.values[field] ?? null;
    if (value === null || (Array.isArray(value) && value.length === 0)) continue;
    const ids = named[field];
    if (!ids) values[field] = value;
    else {
      const id = ids.get(String(value)) ?? ids.get(fold(String(value)));
      if (id === undefined) {
        if (asEmpty(field)) continue;
        return fault(field, unknown[field] ?? 'unknown-record', { cell: value });
      }
      ids.set(String(value), id);
      values[field] = id;
    }
  }
  return values;
}

/** Stores one batch: names become ids, rows that are there already are changed, the others made. */
export async function storeBatch(
  crm: Crm,
  tx: Tx,
  context: Pick<ImportContext, 'actor' | 'unknownPeople' | 'meant'>,
  rules: BatchRules,
  rows: readonly CheckedRow[],
): Promise<BatchOutcome> {
  const { kind } = rules;
  const { actor, unknownPeople, meant } = context;
  const outcome = emptyOutcome();
  const people = await peopleNamed(crm, tx, actor, textsIn(rows, owners.field), unknownPeople, meant);
  const sources = await sourcesNamed(crm, tx, actor, textsIn(rows, 'sourceId'));
  addNote(outcome, 'people-added', people.made);
  addNote(outcome, 'sources-added', sources.made);
  const named = { [owners.field]: people.ids, sourceId: sources.ids, ...(await rules.named?.(tx, rows, outcome)) };
  const present = (await rules.present?.(tx, rows)) ?? new Map<number, Row>();
  const scope = scopeOf(crm.records, actor, kind, 'import');
  const asEmpty = (field: string): boolean => {
    if (field !== owners.field || unknownPeople !== 'as-empty') return false;
    addNote(outcome, 'people-unknown');
    return true;
  };
  const fresh: Values[] = [];
  const changes: { before: Row; values: Values }[] = [];
  for (const [index, row] of rows.entries()) {
    const before = present.get(index) ?? null;
    const given = withIds(row, named, asEmpty);
    const values = isFault(given) ? given : rules.complete(given, before, row);
    if (isFault(values)) {
      outcome.faults.set(index, values);
      continue;
    }
    // The owner of today and the owner to be must both be within what the actor may import.
    const ownerId = (values.ownerId as number | undefined) ?? (before ? ownerOf(kind, before) : actor.personId);
    if (!covers(scope, ownerId) || (before && !covers(scope, ownerOf(kind, before)))) outcome.faults.set(index, fault('ownerId', 'not-yours'));
    else if (before) changes.push({ before, values });
    else fresh.push({ ...values, ownerId });
  }
  await storeNew(crm, tx, actor, kind, fresh, 'import');
  await storeChanged(crm, tx, actor, kind, changes, (id) => rules.stages?.find((stage) => stage.id === id) ?? null);
  outcome.created = fresh.length;
  outcome.updated = changes.length;
  return outcome;
}
