import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { BroughtBack, Outcome } from '../../contracts/core/time-machine.js';
import type { Actor } from '../access/actor.js';
import { audit } from '../audit/audit.js';
import type { Database, Stored, Tx } from '../db/database.js';
import { rowLock } from '../db/lock.js';
import { raiseLastId, storedTable } from '../db/stored-table.js';
import { Refusal } from '../http/problem.js';
import type { PartTable } from '../kernel/manifest.js';
import type { Registry } from '../kernel/registry.js';
import { readRow, restore, returnRow, update } from '../records/change.js';
import type { RecordContext } from '../records/context.js';
import { columnOf, fromRow, type Kind, type Row, titleOf } from '../records/kind.js';
import type { Services } from '../services.js';
import { aroundOf, columnsHere, type Put, putAround, rowsOf } from './around.js';
import type { Coming } from './closure.js';
import { comingColumns, comingFields, differs, stateOf } from './compare.js';
import { contentFolder, type Opening } from './openings.js';
import { type Return, Returns } from './returns.js';

export interface BringBackDeps {
  services: Pick<Services, 'db' | 'files' | 'search' | 'now' | 'log'>;
  records: RecordContext;
  registry: Registry;
  parts: readonly PartTable[];
}

export const returnOf = (registry: Registry, type: string): Return | undefined => registry.items(Returns).find(({ item }) => item.type === type)?.item;

/** Acts in the name of the person, with the rights of the portal: whoever may bring back may bring back everything. */
export const onBehalf = (actor: Actor): Actor => ({ ...actor, system: true });

export const broughtBack = 'time-machine.brought-back';

/** What bringing one record back wrote, as its audit entry keeps it for the undo. */
export interface Wrote extends Put {
  /** Of the record, after it. */
  version: number;
  /** Entry of its history that says which fields were put back; null where none were. */
  history: number | null;
  /** The same of the rows that were put back; left out where none were. */
  rows?: number;
}

/** The entry that this transaction, which holds the lock of the record, has just written. */
const newestHistory = async (tx: Tx, { type }: Kind, id: number): Promise<number> =>
  (
    await tx.q
      .selectFrom('record_history')
      .select('id')
      .where('record_type', '=', type)
      .where('record_id', '=', id)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
  ).id;

/** Contents of files that no file of the portal has: copied out of the backup before the transaction. */
async function bringContents({ services: { db, files } }: BringBackDeps, opening: Opening, wanted: ReadonlyMap<string, number>): Promise<void> {
  for (const [sha256, bytes] of wanted) {
    const there = await db.read.selectFrom('files').select('id').where('sha256', '=', sha256).limit(1).executeTakeFirst();
    if (there) continue;
    const folder = await contentFolder(opening);
    try {
      const path = join(folder, 'content');
      await opening.repository.writeContent({ sha256, bytes }, path);
      await files.adopt(path);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

const lockedRow = async (tx: Tx, kind: Kind, id: number): Promise<Row | undefined> =>
  (await sql<Row>`select * from ${sql.table(kind.table)} where id = ${id}${rowLock(tx.dialect)}`.execute(tx.q)).rows[0];

/** Puts fields back as they were; what points at something that is not there, or at somebody who has left, stays as it is. */
async function putFields(deps: BringBackDeps, tx: Tx, actor: Actor, kind: Kind, own: Return | undefined, then: Row, now: Row) {
  const was = fromRow(kind, then);
  const names = comingFields(kind, own).filter((name) => columnOf(name) in now);
  const values = Object.fromEntries(names.map((name) => [name, was[name]]));
  const left: string[] = [];
  for (;;) {
    try {
      return { record: await update(deps.records, tx, actor, kind, now, values, { given: true }), left };
    } catch (error) {
      const refused =
        error instanceof Refusal ? (error.options.errors ?? []).map(({ path }) => path.split('.')[0] as string).filter((name) => name in values) : [];
      if (refused.length === 0) throw error;
      for (const name of refused) delete values[name];
      left.push(...refused);
    }
  }
}

/**
 * Brings one record back with what hangs on it, in one transaction: inserted under its own number where it is gone, taken out of the
 * bin, or its fields put back. Asked again it finds nothing left to do.
 */
export async function bringBack(deps: BringBackDeps, then: Database, opening: Opening, person: Actor, coming: Coming): Promise<BroughtBack> {
  const { services, records, registry } = deps;
  const kind = records.kinds.get(coming.type) as Kind;
  const own = returnOf(registry, kind.type);
  const actor = onBehalf(person);
  const { row: was, id } = coming;
  const title = titleOf(kind, was);
  const said = (outcome: Outcome, run: string | null, left: string[] = []): BroughtBack => ({ type: kind.type, id, title, outcome, run, left });
  const around = await aroundOf(then, deps.parts, coming);
  await bringContents(deps, opening, new Map(rowsOf(around, 'files').map((file) => [file.sha256 as string, file.size as number])));
  const columns = await columnsHere(services.db, around);
  // A column that an administrator took away since stays away.
  const here = new Set((await storedTable(services.db, kind.table))?.columns.map(({ name }) => name));
  return services.db.write(async (tx) => {
    const now = await lockedRow(tx, kind, id);
    const state = stateOf(was, now, false);
    const note = async (outcome: Outcome, wrote: Wrote, left: string[] = []) => {
      const run = randomBytes(8).toString('hex');
      await audit(tx, services.now(), person, broughtBack, `${kind.type}:${id}`, { backup: opening.id, outcome, run, ...wrote });
      return said(outcome, run, left);
    };
    if (state === 'other') return said('refused', null);
    if (!now) {
      const row = Object.fromEntries(Object.entries(was).filter(([column]) => here.has(column))) as Row;
      await returnRow(records, tx, actor, kind, row);
      await raiseLastId(tx, kind.table, id);
      const put = await putAround(tx, services.search, around, columns, { isNew: true });
      await own?.follow?.(tx, actor, { before: null, after: row });
      return note('inserted', { version: row.version as number, history: null, ...put });
    }
    let before = now;
    const mayCome = (table: string, row: Stored) => own?.parts?.mayCome(tx, table, row) ?? Promise.resolve(true);
    const put = await putAround(tx, services.search, around, columns, { isNew: false, mayCome });
    if (state === 'bin') {
      const back = await restore(records, tx, actor, kind, id);
      before = { ...now, deleted_at: null, version: back.version };
      await own?.follow?.(tx, actor, { before: null, after: before });
    }
    let version = before.version as number;
    let history: number | null = null;
    let left: string[] = [];
    let outcome: Outcome = state === 'bin' ? 'restored' : 'same';
    if (differs(comingColumns(kind, own), was, before)) {
      const changed = await putFields(deps, tx, actor, kind, own, was, before);
      left = changed.left;
      if (changed.record.version !== version) {
        version = changed.record.version;
        history = await newestHistory(tx, kind, id);
        const after = await readRow(records, tx.q, kind, id);
        if (after) await own?.follow?.(tx, actor, { before, after });
        if (outcome === 'same') outcome = 'changed';
      }
    }
    const rows = await own?.rows?.put(tx, actor, (await readRow(records, tx.q, kind, id)) ?? before, rowsOf(around, own.rows.table));
    if (rows) {
      version = rows.row.version as number;
      if (outcome === 'same') outcome = 'changed';
    }
    if (put.parts) {
      const row = await readRow(records, tx.q, kind, id);
      if (row) await own?.parts?.changed(tx, actor, row, Object.keys(put.parts));
      version = ((await readRow(records, tx.q, kind, id))?.version as number | undefined) ?? version;
    }
    const came = put.parts !== undefined || put.comments.length + put.files.length > 0;
    if (came) tellAround(records, tx, kind, before);
    if (outcome === 'same' && came) outcome = 'changed';
    return outcome === 'same' ? said(outcome, null, left) : note(outcome, { version, history, ...(rows ? { rows: rows.history } : {}), ...put }, left);
  });
}

/** Word to the browsers that show the record: what hangs on it is more. */
export function tellAround(records: RecordContext, tx: Tx, kind: Kind, row: Row): void {
  tx.afterCommit(() =>
    records.live.publish({
      topic: kind.type,
      name: 'changed',
      data: { id: row.id, version: row.version },
      mayHear: (listener) => records.access.may(listener, `${kind.type}.read`),
    }),
  );
}
