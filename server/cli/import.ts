import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { DecimalSign, ImportState, WayOfUnknownPeople } from '../contracts/core/imports.js';
import { type Actor, systemActor } from '../core/access/actor.js';
import { importerFor, noteImport, startImport } from '../core/imports/begin.js';
import { planImport, runWhole } from '../core/imports/engine.js';
import { writeErrors } from '../core/imports/errors-download.js';
import { findPeople } from '../core/imports/people.js';
import type { Importer } from '../core/imports/point.js';
import { type ImportDeps, importersOf, importsFolder, type StoredImport, toState } from '../core/imports/state.js';
import { unknownNames } from '../core/imports/unknown-people.js';
import { fold } from '../core/search/fold.js';
import { Hint } from '../explain.js';
import type { Portal } from '../portal.js';

/** Longer than any import takes. */
const RESCUE_MS = 3_600_000;

export interface ImportCommand {
  /** `companies`, `people`, `products`, `deals`, `contacts`, `leads`. */
  kind: string;
  file: string;
  /** Column → field; without it the columns are matched by their names. */
  map?: Readonly<Record<string, string>> | undefined;
  /** ISO 4217, of amounts that do not name theirs; the company's unless said. */
  currency?: string | undefined;
  /** Of columns in which nothing tells it. */
  decimal?: DecimalSign | undefined;
  /** What becomes of rows whose responsible is nobody here. */
  unknownPeople?: WayOfUnknownPeople | undefined;
  /** Who is meant by some names that are nobody's here: the name as the file writes it, and the e-mail or name of a colleague. */
  names?: readonly (readonly [name: string, who: string])[] | undefined;
  onProgress?(now: StoredImport): void;
}

export interface ImportReport {
  kind: string;
  total: number;
  created: number;
  updated: number;
  failed: number;
  /** What was done beyond the records themselves. */
  notes: ImportState['notes'];
  map: Record<string, string>;
  seconds: number;
  /** Path of the rows that were left out, with the reasons; null when there are none. */
  errors: string | null;
}

/** @returns ids by the names that are meant. @throws Hint naming what does not stand in the file, or is nobody here. */
async function meantPeople(
  deps: ImportDeps,
  importer: Importer,
  { data }: StoredImport,
  map: Readonly<Record<string, string>>,
  names: NonNullable<ImportCommand['names']>,
): Promise<Record<string, number>> {
  if (names.length === 0) return {};
  const column = Object.keys(map).find((one) => importer.people !== undefined && map[one] === importer.people.field);
  if (column === undefined) throw new Hint('--name: no column of the file names a responsible.');
  const unknown = await unknownNames(deps, data, column);
  const people = await findPeople(
    deps.services,
    deps.services.db.read,
    names.map(([, who]) => who),
  );
  return Object.fromEntries(
    names.map(([name, who]): [string, number] => {
      if (!unknown.has(fold(name))) throw new Hint(`--name: ${name} is not in “${column}”, or is a colleague here already.`);
      const id = people.get(fold(who));
      if (id === undefined) throw new Hint(`--name: ${who} is nobody here.`);
      return [name, id];
    }),
  );
}

/** Notes the import down and sets it going; of one that is refused nothing stays. */
async function begun(
  deps: ImportDeps,
  actor: Actor,
  importer: Importer,
  file: { stored: string; path: string; name: string },
  { map, currency, decimal, unknownPeople, names = [] }: Pick<ImportCommand, 'map' | 'currency' | 'decimal' | 'unknownPeople' | 'names'>,
): Promise<StoredImport> {
  let noted: StoredImport | undefined;
  try {
    noted = await noteImport(deps, actor, importer, file);
    const used = { ...(map ?? noted.data.map) };
    const decimals = decimal && Object.fromEntries(Object.keys(used).map((column) => [column, decimal]));
    const settings = { map: used, currency, decimals, unknownPeople, people: await meantPeople(deps, importer, noted, used, names) };
    // Should this process be killed, the portal itself goes on with it later.
    await startImport(deps, actor, noted, importer, settings, (tx, started) => planImport(deps, tx, started, RESCUE_MS));
    return noted;
  } catch (error) {
    const id = noted?.id;
    if (id !== undefined) await deps.services.db.write(({ q }) => q.deleteFrom('imports').where('id', '=', id).execute());
    await rm(file.path, { force: true });
    throw error;
  }
}

/**
 * `sede import`: takes a file in at once, in the name of the portal itself.
 * @param portal opened by the caller, which closes it; nobody else has its folder meanwhile.
 * @throws Refusal 422 as the API gives it, and errors of the file system.
 */
export async function importFile(
  portal: Portal,
  { kind, file, map, currency, decimal, unknownPeople, names, onProgress = () => undefined }: ImportCommand,
): Promise<ImportReport> {
  const { services, life } = portal;
  const { records, registry } = life.composition();
  const deps = { services, records, registry };
  const company = services.settings.company();
  const actor = systemActor(company.language, company.timeZone);
  const importer = importerFor(deps, importersOf(deps), actor, kind);
  await stat(file);
  await mkdir(importsFolder(services), { recursive: true });
  const stored = `${randomBytes(12).toString('hex')}.csv`;
  const path = join(importsFolder(services), stored);
  // Not as a copy, which everybody may read who may read the file.
  await pipeline(createReadStream(file), createWriteStream(path));
  const began = performance.now();
  const noted = await begun(deps, actor, importer, { stored, path, name: basename(file) }, { map, currency, decimal, unknownPeople, names });
  const { data } = await runWhole(deps, noted.id, onProgress);
  const errors = data.failed === 0 ? null : `${file}.errors.csv`;
  const ended = { ...noted, data };
  if (errors !== null) await writeErrors(deps, ended, company.language, errors);
  const { total, created, updated, failed } = data;
  // As all that a command prints.
  const { notes } = toState(deps, ended, 'en');
  return { kind: importer.kind, total, created, updated, failed, notes, map: data.map, seconds: (performance.now() - began) / 1000, errors };
}
