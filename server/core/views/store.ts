import type { SavedView, SavedViews, ViewSettings } from '../../contracts/core/views.js';
import type { Actor } from '../access/actor.js';
import { demandAll } from '../access/demand.js';
import type { Queries, Tx } from '../db/database.js';
import { lockRow } from '../db/lock.js';
import { forbidden, invalid, invalidField, notFound, Refusal, staleVersion } from '../http/problem.js';
import type { RecordContext } from '../records/context.js';
import { parseListRequest } from '../records/filters.js';
import type { Kind } from '../records/kind.js';
import { viewpointOf } from '../records/relative.js';

/** Nobody chooses among more, and nobody fills the disk with them. */
const mostViews = 100;
const everybody = 0;
/** Stands in a person's default for the list as it comes. */
const noView = 0;

interface ViewRow {
  id: number;
  version: number;
  record_type: string;
  person_id: number;
  name: string;
  shared: number;
  settings: string;
}

const toView = (row: ViewRow): SavedView => ({
  id: row.id,
  version: row.version,
  recordType: row.record_type,
  name: row.name,
  ownerId: row.person_id,
  shared: row.shared === 1,
  settings: JSON.parse(row.settings) as ViewSettings,
});

/** The kind of a list of views, which the actor may read. @throws Refusal 422 for a kind that is not there, 403 without the right. */
function kindFor(ctx: RecordContext, actor: Actor, type: string): Kind {
  const kind = ctx.kinds.get(type);
  if (!kind) throw invalidField('recordType', 'unknown-kind', { name: type });
  ctx.access.demand(actor, `${type}.read`);
  return kind;
}

/** Refuses a query that the list would refuse. @throws Refusal 422 naming the parameters. */
function checkSettings(ctx: RecordContext, actor: Actor, kind: Kind, { query }: ViewSettings): void {
  for (const name of ['limit', 'after', 'total']) if (name in query) throw invalidField(`settings.query.${name}`, 'unknown-parameter', { name });
  try {
    parseListRequest(kind, query, viewpointOf(ctx, actor));
  } catch (error) {
    const errors = error instanceof Refusal ? error.options.errors : undefined;
    if (!errors) throw error;
    throw invalid(errors.map((one) => ({ ...one, path: `settings.query.${one.path}` })));
  }
}

/** Word to the open browsers of those who have or had a view in their list; others hear nothing of it. */
function announce(ctx: RecordContext, tx: Tx, type: string, rows: readonly Pick<ViewRow, 'person_id' | 'shared'>[]): void {
  tx.afterCommit(() =>
    ctx.live.publish({
      topic: 'me',
      name: 'views.changed',
      data: { recordType: type },
      mayHear: (listener) => rows.some((row) => row.person_id === listener.personId || (row.shared === 1 && ctx.access.may(listener, `${type}.read`))),
    }),
  );
}

const mayManage = (ctx: RecordContext, actor: Actor): boolean => ctx.access.scope(actor, 'core.settings.manage').all;

/** A view that the actor may change. @throws Refusal 404 for what they do not see, 403 for one that somebody else shares. */
async function viewToChange(ctx: RecordContext, tx: Tx, actor: Actor, id: number, state: 'there' | 'removed' = 'there'): Promise<ViewRow> {
  const found = await lockRow(tx, 'saved_views', id);
  const row = found && (found.deleted_at === null) === (state === 'there') ? found : undefined;
  const isOwn = row?.person_id === actor.personId;
  if (!row || !(isOwn || row.shared === 1) || !ctx.kinds.has(row.record_type) || !ctx.access.may(actor, `${row.record_type}.read`)) throw notFound();
  if (!isOwn && !mayManage(ctx, actor)) throw forbidden('core.settings.manage');
  return row;
}

/** The views of one kind of record that the actor may use, and those the list opens with. */
export async function listViews(ctx: RecordContext, q: Queries, actor: Actor, type: string): Promise<SavedViews> {
  kindFor(ctx, actor, type);
  const me = actor.personId ?? everybody;
  const rows = await q
    .selectFrom('saved_views')
    .selectAll()
    .where('record_type', '=', type)
    .where('deleted_at', 'is', null)
    .where((eb) => eb.or([eb('person_id', '=', me), eb('shared', '=', 1)]))
    .orderBy('id')
    .execute();
  const chosen = await q.selectFrom('view_defaults').selectAll().where('record_type', '=', type).where('person_id', 'in', [me, everybody]).execute();
  // A default that was removed, or is not shared any more, waits for its return.
  const chosenBy = (person: number) => chosen.find((one) => one.person_id === person)?.view_id;
  const defaultOf = (person: number) => {
    const id = chosenBy(person);
    return rows.find((row) => row.id === id && (person !== everybody || row.shared === 1))?.id ?? null;
  };
  const byName = (a: ViewRow, b: ViewRow) => a.name.localeCompare(b.name, actor.language);
  const items = [...rows.filter((row) => row.person_id === me).sort(byName), ...rows.filter((row) => row.person_id !== me).sort(byName)];
  return { items: items.map(toView), defaults: { own: chosenBy(me) === noView ? 'all' : defaultOf(me), everyone: defaultOf(everybody) } };
}

/** Keeps a view. @throws Refusal 422 naming what the list would refuse. */
export async function createView(
  ctx: RecordContext,
  tx: Tx,
  actor: Actor,
  draft: { recordType: string; name: string; shared?: boolean; settings: ViewSettings },
): Promise<SavedView> {
  checkSettings(ctx, actor, kindFor(ctx, actor, draft.recordType), draft.settings);
  const personId = actor.personId as number;
  const { n } = await tx.q
    .selectFrom('saved_views')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('record_type', '=', draft.recordType)
    .where('person_id', '=', personId)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (n >= mostViews) throw invalidField('recordType', 'too-many', { max: mostViews });
  const row = {
    version: 1,
    record_type: draft.recordType,
    person_id: personId,
    name: draft.name.trim(),
    shared: draft.shared ? 1 : 0,
    settings: JSON.stringify(draft.settings),
  };
  const { id } = await tx.q
    .insertInto('saved_views')
    .values({ ...row, created_at: ctx.now(), deleted_at: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  announce(ctx, tx, row.record_type, [row]);
  return toView({ id, ...row });
}

/** Renames, shares, or keeps another arrangement under the same name. @throws Refusal 409 when `version` is stale. */
export async function changeView(
  ctx: RecordContext,
  tx: Tx,
  actor: Actor,
  id: number,
  { version, ...patch }: { name?: string; shared?: boolean; settings?: ViewSettings; version?: number },
): Promise<SavedView> {
  const row = await viewToChange(ctx, tx, actor, id);
  if (version !== undefined && version !== row.version) throw staleVersion(toView(row), { ...toView(row), ...patch, version });
  if (patch.settings) checkSettings(ctx, actor, kindFor(ctx, actor, row.record_type), patch.settings);
  const after = {
    version: row.version + 1,
    name: patch.name?.trim() ?? row.name,
    shared: patch.shared === undefined ? row.shared : Number(patch.shared),
    settings: patch.settings ? JSON.stringify(patch.settings) : row.settings,
  };
  await tx.q.updateTable('saved_views').set(after).where('id', '=', id).execute();
  announce(ctx, tx, row.record_type, [row, { ...row, ...after }]);
  return toView({ ...row, ...after });
}

/** Takes a view away until it is restored; a list that opened with it opens as it comes meanwhile. */
export async function removeView(ctx: RecordContext, tx: Tx, actor: Actor, id: number): Promise<SavedView> {
  const row = await viewToChange(ctx, tx, actor, id);
  await tx.q.updateTable('saved_views').set({ deleted_at: ctx.now() }).where('id', '=', id).execute();
  announce(ctx, tx, row.record_type, [row]);
  return toView(row);
}

export async function restoreView(ctx: RecordContext, tx: Tx, actor: Actor, id: number): Promise<SavedView> {
  const row = await viewToChange(ctx, tx, actor, id, 'removed');
  await tx.q.updateTable('saved_views').set({ deleted_at: null }).where('id', '=', id).execute();
  announce(ctx, tx, row.record_type, [row]);
  return toView(row);
}

/** Says what a list opens with. @throws Refusal 403 for everybody's without `core.settings.manage`, 422 for a view that not all would see. */
export async function setDefaultView(
  ctx: RecordContext,
  tx: Tx,
  actor: Actor,
  { recordType, viewId, everyone = false }: { recordType: string; viewId: number | 'all' | null; everyone?: boolean },
): Promise<SavedViews> {
  const { items } = await listViews(ctx, tx.q, actor, recordType);
  if (everyone) demandAll(ctx.access, actor, 'core.settings.manage');
  const view = items.find(({ id }) => id === viewId);
  const isAll = viewId === 'all' && !everyone;
  if (viewId !== null && !isAll && !view) throw invalidField('viewId', 'unknown-record');
  if (view && everyone && !view.shared) throw invalidField('viewId', 'not-shared');
  const key = { record_type: recordType, person_id: everyone ? everybody : (actor.personId as number) };
  if (viewId === null) await tx.q.deleteFrom('view_defaults').where('record_type', '=', key.record_type).where('person_id', '=', key.person_id).execute();
  else {
    const view_id = view?.id ?? noView;
    await tx.q
      .insertInto('view_defaults')
      .values({ ...key, view_id })
      .onConflict((oc) => oc.columns(['record_type', 'person_id']).doUpdateSet({ view_id }))
      .execute();
  }
  announce(ctx, tx, recordType, [{ person_id: key.person_id, shared: Number(everyone) }]);
  return listViews(ctx, tx.q, actor, recordType);
}
