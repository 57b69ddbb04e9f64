import type { KeptRef, StaysWhy, Undone } from '../../contracts/core/time-machine.js';
import type { Actor } from '../access/actor.js';
import { audit } from '../audit/audit.js';
import type { Tx } from '../db/database.js';
import { Refusal } from '../http/problem.js';
import { readRow, remove, update } from '../records/change.js';
import { fromRow, type Kind, type Row, titleOf } from '../records/kind.js';
import { COMMENTS } from '../search/comment-entries.js';
import { type Put, takeMissing } from './around.js';
import { type BringBackDeps, broughtBack, onBehalf, returnOf, tellAround, type Wrote } from './bring-back.js';
import type { Return } from './returns.js';

const undone = 'time-machine.undone';

interface Written extends Wrote {
  at: string;
  outcome: 'inserted' | 'restored' | 'changed';
}

/** What a run wrote of a record, by its audit entry; undefined where there is none, or it was taken back already. */
async function writtenBy(tx: Tx, { type, id, run }: KeptRef & { run: string }): Promise<Written | undefined> {
  const entries = await tx.q
    .selectFrom('audit')
    .select(['action', 'at', 'data'])
    .where('target', '=', `${type}:${id}`)
    .where('action', 'in', [broughtBack, undone])
    .where('data', 'like', `%"run":"${run}"%`)
    .execute();
  const entry = entries.length === 1 ? entries[0] : undefined;
  return entry?.action === broughtBack ? { ...(JSON.parse(entry.data) as Written), at: entry.at } : undefined;
}

/** Fields that the run put back, with what they were before; those that are another now than what it wrote. */
async function putBy(tx: Tx, kind: Kind, now: Row, history: number) {
  const entry = await tx.q.selectFrom('record_history').select('changes').where('id', '=', history).executeTakeFirst();
  const changes = Object.entries(JSON.parse(entry?.changes ?? '{}') as Record<string, { from: unknown; to: unknown }>);
  const is = fromRow(kind, now);
  return {
    values: Object.fromEntries(changes.map(([name, { from }]) => [name, from])),
    changed: changes.filter(([name, { to }]) => JSON.stringify(is[name]) !== JSON.stringify(to)).map(([name]) => name),
  };
}

/** Whether somebody has written a comment anew that came. */
async function isRewritten(tx: Tx, { comments, at }: Written): Promise<boolean> {
  if (comments.length === 0) return false;
  const anew = await tx.q.selectFrom('comments').select('id').where('id', 'in', comments).where('changed_at', '>', at).limit(1).execute();
  return anew.length > 0;
}

/** Whether nobody has built on parts that came. */
async function mayGo(tx: Tx, own: Return | undefined, { parts = {}, at }: Written): Promise<boolean> {
  for (const [table, ids] of Object.entries(parts)) for (const id of ids) if (own?.parts && !(await own.parts.mayGo(tx, table, id, at))) return false;
  return true;
}

/** Takes comments and files away that came, unless somebody did meanwhile. */
async function takeAway({ services }: BringBackDeps, tx: Tx, person: Actor, { comments, files }: Put): Promise<void> {
  const at = services.now();
  if (comments.length > 0)
    await tx.q
      .updateTable('comments')
      .set({ deleted_at: at, deleted_by: person.personId })
      .where('id', 'in', comments)
      .where('deleted_at', 'is', null)
      .execute();
  for (const id of comments) await services.search.add(tx, COMMENTS, id);
  if (files.length > 0) await tx.q.updateTable('files').set({ removed_at: at }).where('id', 'in', files).where('removed_at', 'is', null).execute();
}

/**
 * Takes back exactly what a run wrote of one record: fields that it put back, comments and files that came, the record itself where it was
 * gone or in the bin. Where somebody has changed any of it since, all of it stays.
 * @returns what stays, and why; undefined where it was taken back.
 */
export async function takeBack(deps: BringBackDeps, person: Actor, asked: KeptRef & { run: string }): Promise<Undone['left'][number] | undefined> {
  const { services, records, registry } = deps;
  const { type, id, run } = asked;
  const kind = records.kinds.get(type);
  const stays = (why: StaysWhy, row?: Row, fields: string[] = []) => ({ type, id, title: kind && row ? titleOf(kind, row) : `#${id}`, why, fields });
  if (!kind) return stays('nothing');
  const actor = onBehalf(person);
  const own = returnOf(registry, type);
  const back = services.db.write(async (tx) => {
    // Locked first, so that two who take the same back at once do so one after the other.
    const now = await readRow(records, tx.q, kind, id, { lock: true });
    const wrote = await writtenBy(tx, asked);
    if (!now || !wrote) return stays('nothing', now);
    const goes = wrote.outcome !== 'changed';
    if ((goes && now.version !== wrote.version) || (await isRewritten(tx, wrote)) || !(await mayGo(tx, own, wrote))) return stays('changed', now);
    const put = wrote.history === null ? null : await putBy(tx, kind, now, wrote.history);
    if (put && put.changed.length > 0) return stays('changed', now, put.changed);
    let before = now;
    if (wrote.rows !== undefined) {
      const withRows = await own?.rows?.takeBack(tx, actor, now, wrote.rows);
      if (!withRows) return stays('changed', now, ['rows']);
      before = withRows;
    }
    if (put) {
      await update(records, tx, actor, kind, before, put.values, { given: true });
      before = (await readRow(records, tx.q, kind, id)) ?? now;
      if (!goes) await own?.follow?.(tx, actor, { before: now, after: before });
    }
    // What comes with a record that goes to the bin lies there with it.
    if (wrote.outcome !== 'inserted') await takeAway(deps, tx, person, wrote);
    if (wrote.parts) {
      await takeMissing(tx, wrote.parts, services.now());
      const row = await readRow(records, tx.q, kind, id);
      if (row) await own?.parts?.changed(tx, actor, row, Object.keys(wrote.parts));
    }
    if (goes) {
      await remove(records, tx, actor, kind, id);
      await own?.follow?.(tx, actor, { before: now, after: null });
    } else tellAround(records, tx, kind, before);
    await audit(tx, services.now(), person, undone, `${type}:${id}`, { run });
    return undefined;
  });
  return back.catch((error: unknown) => {
    // What a field named before is not there any more, so that it cannot be put there again.
    if (!(error instanceof Refusal)) throw error;
    return stays('changed', undefined, [...new Set((error.options.errors ?? []).map(({ path }) => path.split('.')[0] as string))]);
  });
}
