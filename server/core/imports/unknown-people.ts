import { setImmediate as turn } from 'node:timers/promises';
import type { UnknownPeople, WayOfUnknownPeople } from '../../contracts/core/imports.js';
import type { Actor } from '../access/actor.js';
import { conflict, invalidField } from '../http/problem.js';
import { fold } from '../search/fold.js';
import { findPeople, mayAddPeople } from './people.js';
import type { Importer } from './point.js';
import { readRows } from './read.js';
import { type ImportDeps, pathOf, type StoredImport } from './state.js';

const SHOWN_NAMES = 50;
/** A column with more different names holds no colleagues; those beyond are not told apart. */
const MOST_NAMES = 10_000;

/** What the actor may let become of rows that name nobody who is here. */
export const waysFor = ({ services }: Pick<ImportDeps, 'services'>, actor: Actor, { people }: Importer): WayOfUnknownPeople[] =>
  (people?.ways ?? []).filter((way) => way !== 'add' || mayAddPeople(services, actor));

/** How many rows have each name of a column, by its folded form. */
async function namesIn(path: string, { shape }: StoredImport['data'], index: number): Promise<Map<string, { name: string; rows: number }>> {
  const found = new Map<string, { name: string; rows: number }>();
  for await (const rows of readRows(path, shape)) {
    for (const { cells } of rows) {
      const name = (cells[index] ?? '').replace(/\s+/g, ' ').trim();
      const key = fold(name);
      const known = found.get(key);
      if (known) known.rows += 1;
      else if (key !== '' && found.size < MOST_NAMES) found.set(key, { name: name.slice(0, 250), rows: 1 });
    }
    await turn();
  }
  return found;
}

/** The names of a column that are nobody's here, by their folded form. @throws Refusal 422 for a column that the file does not have. */
export async function unknownNames({ services }: ImportDeps, data: StoredImport['data'], column: string): Promise<Map<string, { name: string; rows: number }>> {
  const index = data.shape.columns.indexOf(column);
  if (index < 0) throw invalidField('column', 'unknown-column', { column });
  const named = await namesIn(pathOf(services, data), data, index);
  const known = await findPeople(services, services.db.read, named.keys());
  return new Map([...named].filter(([key]) => !known.has(key)));
}

/**
 * Whom a column of a file that is not started yet names and who is nobody here.
 * @param q only names that have this in them are told, however it is written.
 * @throws Refusal 422 for a column that the file does not have, 409 when the import was started already.
 */
export async function unknownPeople(
  deps: ImportDeps,
  actor: Actor,
  { data, state }: StoredImport,
  importer: Importer,
  { column, q = '' }: { column: string; q?: string },
): Promise<UnknownPeople> {
  if (state !== 'uploaded') throw conflict('import-started');
  const unknown = await unknownNames(deps, data, column);
  const wanted = fold(q);
  const found = [...unknown].filter(([key]) => key.includes(wanted)).map(([, one]) => one);
  return {
    names: found.toSorted((a, b) => b.rows - a.rows).slice(0, SHOWN_NAMES),
    found: found.length,
    total: unknown.size,
    rows: [...unknown.values()].reduce((sum, { rows }) => sum + rows, 0),
    ways: waysFor(deps, actor, importer),
  };
}
