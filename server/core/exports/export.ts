import { setImmediate as turn } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { sql } from 'kysely';
import type { ExportQuery } from '../../contracts/core/export.js';
import type { Field } from '../../contracts/core/fields.js';
import type { Actor } from '../access/actor.js';
import { audit } from '../audit/audit.js';
import { dayIn } from '../db/days.js';
import { inIds } from '../db/fragments.js';
import { dispositionOf } from '../files/api.js';
import type { RouteSchemas } from '../http/call.js';
import { invalidField } from '../http/problem.js';
import { recordsName } from '../i18n/records-name.js';
import type { RecordContext } from '../records/context.js';
import { fieldOf, parseListRequest } from '../records/filters.js';
import type { Kind, Values } from '../records/kind.js';
import { eachPage } from '../records/list.js';
import { resolveReferences } from '../records/references.js';
import { viewpointOf } from '../records/relative.js';
import { personType } from '../search/colleagues.js';
import type { Services } from '../services.js';
import { cellStyle } from './cells.js';
import { fileFormats } from './files.js';

/** Rows that are read and written between two turns of the event loop. */
const pageSize = 100;
const mostColumns = 100;

/** The query is checked by the kind's own fields. */
export const exportSchemas: { export: RouteSchemas } = { export: { openQuery: true } };

/** Columns that a file may have beside the fields of its kind. */
export interface MadeColumns {
  fields: Readonly<Record<string, Field>>;
  /** @returns what stands in these columns for the actor, in the order of the rows. */
  fill(rows: readonly Values[], names: readonly string[], actor: Actor): Promise<Values[]>;
}

function columnsOf(kind: Kind, columns: unknown, made: MadeColumns | undefined): { name: string; field: Field }[] {
  if (typeof columns !== 'string' || columns === '') throw invalidField('columns', 'required');
  const names = columns.split(',');
  if (names.length > mostColumns) throw invalidField('columns', 'too-many', { max: mostColumns });
  return names.map((name) => {
    const field = made && Object.hasOwn(made.fields, name) ? made.fields[name] : fieldOf(kind, name);
    if (!field) throw invalidField('columns', 'unknown-field', { name: name.slice(0, 80) });
    return { name, field };
  });
}

function titlesOf(titles: unknown, names: readonly string[]): readonly string[] {
  if (titles === undefined) return names;
  try {
    const given: unknown = JSON.parse(String(titles));
    if (Array.isArray(given) && given.length === names.length && given.every((one) => typeof one === 'string')) return given;
  } catch {
    // Answered like a list of another length.
  }
  throw invalidField('titles', 'invalid');
}

/** Words for the options of choices, by field and option. */
function wordsOf(words: unknown): ReadonlyMap<string, ReadonlyMap<string, string>> {
  if (words === undefined) return new Map();
  try {
    const given: unknown = JSON.parse(String(words));
    const isObject = (one: unknown): one is object => typeof one === 'object' && one !== null && !Array.isArray(one);
    if (isObject(given) && Object.values(given).every((one) => isObject(one) && Object.values(one).every((word) => typeof word === 'string')))
      return new Map(Object.entries(given).map(([name, options]) => [name, new Map(Object.entries(options as Record<string, string>))]));
  } catch {
    // Answered like JSON of another form.
  }
  throw invalidField('words', 'invalid');
}

/** Titles of all that the rows of a page point at, by `type:id`; what the actor may not see has none. */
async function namesFor(
  ctx: RecordContext,
  actor: Actor,
  columns: readonly { name: string; field: Field }[],
  rows: readonly Values[],
): Promise<Map<string, string>> {
  const wanted = (type: string, name: string) => rows.flatMap((row) => (typeof row[name] === 'number' ? [{ type, id: row[name] }] : []));
  const refs = columns.flatMap(({ name, field }) => (field.kind === 'ref' ? wanted(field.type, name) : []));
  const named = (name: string) => rows.flatMap((row) => ((row[name] ?? []) as number[]).map((id) => ({ id })));
  const people = columns.flatMap(({ name, field }) => (field.kind === 'person' ? wanted(personType, name) : field.kind === 'people' ? named(name) : []));
  const names = new Map<string, string>();
  for (const { type, id, title } of await resolveReferences(ctx, actor, refs)) if (title !== null) names.set(`${type}:${id}`, title);
  const ids = [...new Set(people.map(({ id }) => id))];
  if (ids.length === 0) return names;
  const found = await ctx.db.read
    .selectFrom('people')
    .select(['id', 'name'])
    .where(inIds(ctx.db.dialect, sql.ref('id'), ids))
    .execute();
  for (const { id, name } of found) names.set(`${personType}:${id}`, name);
  return names;
}

/**
 * Sends the records of a list as a file, page by page, so that neither memory nor the others who wait feel how many there are.
 * Noted in the audit log. Holds only what the actor may both read and export.
 * @throws Refusal 422 naming the parameter.
 */
export async function exportRecords(
  { services, records }: { services: Services; records: RecordContext },
  kind: Kind,
  made: MadeColumns | undefined,
  actor: Actor,
  { columns: asked, titles, words, format = 'csv', ...query }: ExportQuery,
  reply: FastifyReply,
): Promise<FastifyReply> {
  parseListRequest(kind, query, viewpointOf(records, actor));
  const named = columnsOf(kind, asked, made);
  const heads = titlesOf(
    titles,
    named.map(({ name }) => name),
  );
  const columns = named.map((column, n) => ({ ...column, title: heads[n] as string }));
  const wordFor = wordsOf(words);
  const choices = columns.filter(({ name, field }) => field.kind === 'choice' && wordFor.has(name));
  const inWords = (row: Values): Values => ({
    ...row,
    ...Object.fromEntries(choices.map(({ name }) => [name, wordFor.get(name)?.get(String(row[name])) ?? row[name]])),
  });
  const file = fileFormats.get(format);
  if (!file) throw invalidField('format', 'choice', { options: [...fileFormats.keys()].join(', ') });
  await services.db.write((tx) =>
    audit(tx, services.now(), actor, 'records.exported', kind.type, { columns: columns.map(({ name }) => name), filters: Object.keys(query) }),
  );
  const madeNames = columns.flatMap(({ name }) => (made && Object.hasOwn(made.fields, name) ? [name] : []));
  async function* pages() {
    for await (const stored of eachPage(records, actor, kind, 'export', query, pageSize)) {
      const filled = made && madeNames.length > 0 ? await made.fill(stored, madeNames, actor) : [];
      const rows = filled.length === 0 ? stored : stored.map((row, n) => ({ ...row, ...filled[n] }));
      const names = await namesFor(records, actor, columns, rows);
      yield { rows: choices.length === 0 ? rows : rows.map(inWords), named: (type: string, id: number) => names.get(`${type}:${id}`) ?? '' };
      await turn();
    }
  }
  const name = recordsName(kind.type, actor.language);
  const fileName = `${name.toLocaleLowerCase(actor.language).replaceAll(' ', '-')}-${dayIn(actor.timeZone, services.now())}`;
  const style = cellStyle(actor.language, actor.timeZone, services.settings.company().currency);
  return reply
    .header('content-type', file.contentType)
    .header('content-disposition', dispositionOf('attachment', `${fileName}.${file.ending}`))
    .header('cache-control', 'private, no-store')
    .send(file.write({ name, columns, style, pages }));
}
