import type { StartImport } from '../../contracts/core/imports.js';
import type { Actor } from '../access/actor.js';
import type { Queries, Tx } from '../db/database.js';
import { conflict, type FieldError, forbidden, invalid, invalidField, Refusal } from '../http/problem.js';
import { languages, texts } from '../i18n/texts.js';
import { convertAside } from './convert-aside.js';
import { type DetectedFile, detectFile } from './detect.js';
import { ImportFileError } from './file-error.js';
import { fold } from './fold.js';
import { matchColumns } from './match.js';
import { doubtfulFigureOf } from './numbers.js';
import type { Importer } from './point.js';
import { countRows } from './read.js';
import { type ImportData, type ImportDeps, importersOf, pathOf, readImport, type StoredImport } from './state.js';
import type { ImportTarget } from './target.js';
import { missingTargets } from './target.js';
import { waysFor } from './unknown-people.js';
import { columnStyleOf } from './values.js';

const SHOWN_ROWS = 20;
const SHOWN_CHARACTERS = 200;

/** Titles, in every language, of the column of reasons in a file of rows that were left out. */
export const reasonTitles = (): string[] => languages.map((language) => texts(language)('core:import.reasonTitle'));

/** Looks into a file; what is wrong with it is said in words. */
async function looking<T>(language: string, look: () => Promise<T>): Promise<T> {
  const t = texts(language);
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof ImportFileError)) throw error;
    const reason = t(`core:import.error.${error.code}`, error.params);
    throw new Refusal(422, 'import-file', {
      params: { reason },
      errors: [{ path: 'file', message: 'import-file', params: { reason } }],
      extra: { reason: error.code },
    });
  }
}

const shapeOf = (path: string, language: string, hasHeader?: boolean): Promise<DetectedFile> =>
  looking(language, () => detectFile(path, { columnWord: texts(language)('core:import.columnWord'), ...(hasHeader === undefined ? {} : { hasHeader }) }));

/** A figure of each column that leaves in doubt which its decimal sign is. */
function doubtfulIn(columns: readonly string[], sample: readonly string[][]): Record<string, string> {
  return Object.fromEntries(
    columns.flatMap((column, index) => {
      const figure = doubtfulFigureOf(sample.map((cells) => cells[index] ?? ''));
      return figure === null ? [] : [[column, figure]];
    }),
  );
}

/**
 * Looks into a file that lies below `imports/` and notes it as an import that is not started.
 * @throws Refusal 422 when it is no file of rows.
 */
export async function noteImport(
  deps: ImportDeps,
  actor: Actor,
  importer: Importer,
  file: { stored: string; path: string; name: string },
): Promise<StoredImport> {
  const { services } = deps;
  const { formats } = importer;
  const converted = formats === undefined ? null : await looking(actor.language, () => convertAside(file.path, file.name, formats));
  const { sample, notes: _, ...shape } = await shapeOf(file.path, actor.language, converted === null ? undefined : true);
  const matched = matchColumns(shape.columns, importer.targets, reasonTitles());
  const data: ImportData = {
    stored: file.stored,
    format: converted?.format ?? null,
    archived: converted?.archived ?? 0,
    shape,
    sample: sample
      .slice(0, SHOWN_ROWS)
      .map((cells) => cells.map((cell) => (cell.length > SHOWN_CHARACTERS ? `${[...cell].slice(0, SHOWN_CHARACTERS).join('')}…` : cell))),
    map: Object.fromEntries([...matched].map(([column, { field }]) => [column, field])),
    styles: {},
    doubtful: doubtfulIn(shape.columns, sample),
    currency: services.settings.company().currency,
    total: await countRows(file.path, shape),
    done: 0,
    created: 0,
    updated: 0,
    failed: 0,
    notes: {},
    failure: null,
  };
  const row = { at: services.now(), person_id: actor.personId, kind: importer.kind, file_name: file.name, state: 'uploaded', data: JSON.stringify(data) };
  const module = importersOf(deps).find(({ item }) => item.kind === importer.kind)?.module ?? 'core';
  const { id } = await services.db.write(({ q }) =>
    q
      .insertInto('imports')
      .values({ ...row, module })
      .returning('id')
      .executeTakeFirstOrThrow(),
  );
  return { id, at: row.at, personId: actor.personId, kind: row.kind, fileName: row.file_name, state: 'uploaded', data };
}

/** Every fault of a map at once: columns and fields by `map.<column>`, a missing field by its own name. */
function checkMap(targets: readonly ImportTarget[], columns: readonly string[], map: Readonly<Record<string, string>>): void {
  const errors: FieldError[] = [];
  const taken = new Set<string>();
  for (const [column, field] of Object.entries(map)) {
    const path = `map.${column}`;
    if (!columns.includes(column)) errors.push({ path, message: 'unknown-column', params: { column } });
    else if (!targets.some(({ name }) => name === field)) errors.push({ path, message: 'unknown-field', params: { name: field } });
    else if (taken.has(field)) errors.push({ path, message: 'field-taken', params: { column } });
    taken.add(field);
  }
  for (const name of missingTargets(targets, taken)) errors.push({ path: name, message: 'no-column' });
  if (errors.length > 0) throw invalid(errors);
}

const currencies = new Set(Intl.supportedValuesOf('currency'));

/** @throws Refusal 422 on `people` for somebody who is not here, or no longer. */
async function demandColleagues(q: Queries, people: Record<string, number>): Promise<void> {
  const ids = [...new Set(Object.values(people))];
  if (ids.length === 0) return;
  const rows = await q.selectFrom('people').select('id').where('id', 'in', ids).where('status', '<>', 'dismissed').execute();
  if (rows.length < ids.length) throw invalidField('people', 'unknown-person');
}

/**
 * Checks the map and sets the import going; `then` plans its job in the same transaction.
 * @throws Refusal 422 naming each field, 409 when it was started already.
 */
export async function startImport(
  deps: ImportDeps,
  actor: Actor,
  one: StoredImport,
  importer: Importer,
  { map, currency, decimals = {}, archived = false, unknownPeople, people = {} }: StartImport,
  then: (tx: Tx, started: StoredImport) => Promise<void>,
): Promise<StoredImport> {
  const { services } = deps;
  const used = currency ?? services.settings.company().currency;
  if (!currencies.has(used)) throw invalidField('currency', 'currency');
  const ways = waysFor(deps, actor, importer);
  if (unknownPeople !== undefined && !ways.includes(unknownPeople)) throw invalidField('unknownPeople', 'choice', { options: ways.join(', ') });
  await demandColleagues(services.db.read, people);
  checkMap(importer.targets, one.data.shape.columns, map);
  const { sample } = await shapeOf(pathOf(services, one.data), actor.language, one.data.shape.hasHeader);
  const locale = { language: actor.language, country: services.settings.company().country, currency: used };
  const styles: ImportData['styles'] = {};
  for (const [column, name] of Object.entries(map)) {
    const target = importer.targets.find((each) => each.name === name) as ImportTarget;
    const index = one.data.shape.columns.indexOf(column);
    styles[column] = columnStyleOf(
      target.field,
      sample.map((cells) => cells[index] ?? ''),
      locale,
      decimals[column],
    );
  }
  return services.db.write(async (tx) => {
    const now = await readImport(tx.q, one.id);
    const data: ImportData = { ...(now ?? one).data, map, styles, currency: used, withArchived: archived, ...(unknownPeople ? { unknownPeople } : {}), people };
    const row = await tx.q
      .updateTable('imports')
      .set({ state: 'running', data: JSON.stringify(data) })
      .where('id', '=', one.id)
      .where('state', '=', 'uploaded')
      .returning('id')
      .executeTakeFirst();
    if (!row) throw conflict('import-started');
    const started: StoredImport = { ...one, state: 'running', data };
    await then(tx, started);
    return started;
  });
}

/** The importer of a kind as a person may use it. @throws Refusal 422 for an unknown kind, 403 without the right. */
export function importerFor(deps: ImportDeps, importers: readonly { item: Importer }[], actor: Actor, kind: string): Importer {
  const importer = importers.find(({ item }) => fold(item.kind) === fold(kind))?.item;
  if (!importer) throw invalidField('kind', 'unknown-import-kind', { kinds: importers.map(({ item }) => item.kind).join(', ') });
  if (!mayImport(deps, actor, importer)) throw forbidden(importer.permission);
  return importer;
}

export const mayImport = ({ services: { access } }: Pick<ImportDeps, 'services'>, actor: Actor, { permission, forEverybody }: Importer): boolean =>
  forEverybody ? access.scope(actor, permission).all : access.may(actor, permission);
