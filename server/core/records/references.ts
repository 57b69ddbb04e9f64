import { sql } from 'kysely';
import type { Reference } from '../../contracts/core/references.js';
import type { Actor } from '../access/actor.js';
import type { Queries } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { prepared } from '../db/prepared.js';
import { type FieldError, invalid } from '../http/problem.js';
import { coversRow, type RecordContext, reaches, rightColumns, scopeOf } from './context.js';
import { columnOf, type Kind, type Row, titleOf, type Values } from './kind.js';
import { rowReader } from './read-row.js';

const people = prepared((q, { id }: { id: number }) => q.selectFrom('people').select('id').where('id', '=', id).where('status', '<>', 'dismissed').compile());

/**
 * Refuses ids that point at nothing, or at something the actor may not see: saying the difference would tell that it exists.
 * @param vouched fields whose ids the caller has looked up in this transaction.
 * @throws Refusal 422 naming the field.
 */
export async function checkReferences(
  ctx: RecordContext,
  q: Queries,
  actor: Actor,
  kind: Kind,
  values: Values,
  vouched: readonly string[] = [],
): Promise<void> {
  const errors: FieldError[] = [];
  const checkPerson = async (path: string, id: number, holding: string | undefined) => {
    if ((await people(q, { id })).length === 0) errors.push({ path, message: 'unknown-person' });
    else if (holding !== undefined && ctx.access.rolesOf(id, holding).length === 0) errors.push({ path, message: 'no-access' });
  };
  for (const [name, value] of Object.entries(values)) {
    if (vouched.includes(name)) continue;
    const field = kind.fields.get(name);
    if (field?.kind === 'people') for (const [n, id] of ((value ?? []) as number[]).entries()) await checkPerson(`${name}.${n}`, id, field.holding);
    if (!field || typeof value !== 'number') continue;
    if (field.kind === 'person') await checkPerson(name, value, field.holding);
    else if (field.kind === 'file') {
      // Only one's own: binding somebody else's file to one's record would open it to oneself.
      const file = await q.selectFrom('files').select(['id', 'created_by']).where('id', '=', value).executeTakeFirst();
      if (!file || (!actor.system && file.created_by !== actor.personId)) errors.push({ path: name, message: 'unknown-file' });
    } else if (field.kind === 'ref') {
      const target = ctx.kinds.get(field.type);
      const [row] = target ? await rowReader(ctx.db.dialect, target.table, false, false)(q, { id: value }) : [];
      // Records without an owner (stages, sources) are nobody's secret: a token that may only create leads may name them.
      if (!target || !row || (target.ownerColumn !== null && !reaches(ctx, actor, target, row, 'read'))) errors.push({ path: name, message: 'unknown-record' });
    }
  }
  if (errors.length > 0) throw invalid(errors);
}

/** Titles of many records of many kinds, one query a kind; what the actor may not see has no title, what lies in the bin no address. */
export async function resolveReferences(ctx: RecordContext, actor: Actor, wanted: readonly { type: string; id: number }[]): Promise<Reference[]> {
  const found = new Map<string, { title: string; deleted: boolean }>();
  for (const type of new Set(wanted.map((one) => one.type))) {
    const kind = ctx.kinds.get(type);
    if (!kind) continue;
    const ids = [...new Set(wanted.filter((one) => one.type === type).map((one) => one.id))];
    const columns = [...new Set(['id', 'deleted_at', columnOf(kind.declaration.title), ...rightColumns(kind)])];
    const { rows } = await sql<Row>`select ${sql.join(columns.map((column) => sql.ref(column)))} from ${sql.table(kind.table)}
      where ${inIds(ctx.db.dialect, sql.ref('id'), ids)}`.execute(ctx.db.read);
    const scope = scopeOf(ctx, actor, kind, 'read');
    for (const row of rows) if (coversRow(kind, scope, row)) found.set(`${type}:${row.id}`, { title: titleOf(kind, row), deleted: row.deleted_at !== null });
  }
  return wanted.map(({ type, id }) => {
    const one = found.get(`${type}:${id}`);
    const kind = ctx.kinds.get(type);
    if (!one || !kind) return { type, id, title: null, url: null };
    if (one.deleted) return { type, id, title: one.title, url: null, deleted: true };
    return { type, id, title: one.title, url: `/${kind.declaration.module}/${kind.declaration.plural}/${id}` };
  });
}
