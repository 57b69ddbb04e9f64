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

/**
 * Whom a column of a file that is not started yet names and who is nobody here.
 * @throws Refusal 422 for a column that the file does not have, 409 when the import was started already.
 */
export async function unknownPeople(deps: ImportDeps, actor: Actor, { data, state }: StoredImport, importer: Importer, column: string): Promise<UnknownPeople> {
  const { services } = deps;
  if (state !== 'uploaded') throw conflict('import-started');
  const index = data.shape.columns.indexOf(column);
  if (index < 0) throw invalidField('column', 'unknown-column', { column });
  const named = await namesIn(pathOf(services, data), data, index);
  const known = await findPeople(services, services.db.read, named.keys());
  const unknown = [...named].filter(([key]) => !known.has(key)).map(([, one]) => one);
  return {
    names: unknown.toSorted((a, b) => b.rows - a.rows).slice(0, SHOWN_NAMES),
    total: unknown.length,
    rows: unknown.reduce((sum, { rows }) => sum + rows, 0),
    ways: waysFor(deps, actor, importer),
  };
}
