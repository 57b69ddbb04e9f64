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
  /** Looks up what the fields that point at other records name, by field, and makes what is not there; asked only of rows that come in otherwise. */
  named?(tx: Tx, rows: readonly CheckedRow[], outcome: BatchOutcome): Promise<Record<string, Named['ids']>>;
  /** Rows that are there already, by the place in the batch; locked. */
  present?(tx: Tx, rows: readonly CheckedRow[]): Promise<Map<number, Row>>;
  /** Completes the values of a row in place: empty cells are left out, references are names yet. Gives a fault where that cannot be. */
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

/** The values of a row without the empty cells; they are left as they are. */
function given({ values }: CheckedRow): Values {
  const some: Values = {};
  for (const field of Object.keys(values)) {
    const value = values[field];
    if (value !== null && !(Array.isArray(value) && value.length === 0)) some[field] = value;
  }
  return some;
}

/**
 * Puts ids in place of the names in some fields.
 * @param asEmpty whether a name that is nobody's is read as an empty cell in this field.
 * @returns the fault of the first name that is nobody's.
 */
function putIds(values: Values, named: Readonly<Record<string, Named['ids']>>, asEmpty: (field: string) => boolean): RowFault | null {
  for (const field of Object.keys(named)) {
    const ids = named[field] as Named['ids'];
    const name = values[field];
    if (name === undefined) continue;
    const id = ids.get(String(name)) ?? ids.get(fold(String(name)));
    if (id !== undefined) {
      ids.set(String(name), id);
      values[field] = id;
    } else if (asEmpty(field)) delete values[field];
    else return fault(field, unknown[field] ?? 'unknown-record', { cell: name });
  }
  return null;
}

/**
 * Stores one batch: names become ids, rows that are there already are changed, the others made. What rows name is made
 * last, for those alone that come in: a row in error leaves nothing.
 */
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
  const present = (await rules.present?.(tx, rows)) ?? new Map<number, Row>();
  const scope = scopeOf(crm.records, actor, kind, 'import');
  let sound = rows.map((row, index) => ({ row, index, before: present.get(index) ?? null, values: given(row) }));
  const keep = (check: (one: (typeof sound)[number]) => RowFault | null): void => {
    sound = sound.filter((one) => {
      const found = check(one);
      if (found) outcome.faults.set(one.index, found);
      return found === null;
    });
  };
  const names = () => sound.map(({ row }) => row);
  const asEmpty = (field: string): boolean => {
    if (field !== owners.field || unknownPeople !== 'as-empty') return false;
    addNote(outcome, 'people-unknown');
    return true;
  };
  const resolve = (named: Readonly<Record<string, Named['ids']>>): void => keep(({ values }) => putIds(values, named, asEmpty));

  keep((one) => {
    const values = rules.complete(one.values, one.before, one.row);
    if (isFault(values)) return values;
    one.values = values;
    return null;
  });
  const people = await peopleNamed(crm, tx, actor, textsIn(names(), owners.field), unknownPeople, meant);
  addNote(outcome, 'people-added', people.made);
  resolve({ [owners.field]: people.ids });
  keep(({ before, values }) => {
    // The owner of today and the owner to be must both be within what the actor may import.
    const ownerId = (values.ownerId as number | undefined) ?? (before ? ownerOf(kind, before) : actor.personId);
    if (!before) values.ownerId = ownerId;
    return !covers(scope, ownerId) || (before && !covers(scope, ownerOf(kind, before))) ? fault('ownerId', 'not-yours') : null;
  });
  const sources = await sourcesNamed(crm, tx, actor, textsIn(names(), 'sourceId'));
  addNote(outcome, 'sources-added', sources.made);
  resolve({ sourceId: sources.ids });
  if (rules.named) resolve(await rules.named(tx, names(), outcome));

  const fresh = sound.flatMap(({ before, values }) => (before ? [] : [values]));
  const changes = sound.flatMap(({ before, values }) => (before ? [{ before, values }] : []));
  await storeNew(crm, tx, actor, kind, fresh, 'import');
  await storeChanged(crm, tx, actor, kind, changes, (id) => rules.stages?.find((stage) => stage.id === id) ?? null);
  outcome.created = fresh.length;
  outcome.updated = changes.length;
  return outcome;
}
