import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../access/actor.js';
import type { Tx } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { COMMENTS } from '../search/comment-entries.js';
import { announceMany, changeMany, rowsWhere } from './bulk.js';
import type { RecordContext } from './context.js';
import { columnOf, type Kind, type Row, type Values } from './kind.js';
import { type Pointer, pointersOf, pointsAt } from './pointers.js';
import type { RecordRef } from './record-ref.js';

/** What named one record and names another instead, by ids: enough to give it back. */
export interface HandedOn {
  pointers: { type: string; column: string; ids: number[] }[];
  comments: number[];
  files: number[];
  notices: number[];
  mails: number[];
  /** Lines that stand on the timeline of the other since. */
  lines: number[];
  /** Lines that were told of the one record. */
  told: number[];
}

/** From one record to another of the same kind. */
interface Way {
  type: string;
  from: number;
  to: number;
}

/** Tables of core in which a row hangs on one record. */
const hanging = ['comments', 'files', 'notices', 'mails'] as const;

const idsOf = (rows: readonly { id: number }[]): number[] => rows.map(({ id }) => Number(id));

/** Rows of a kind that point at a record, those in the bin too; locked. */
async function pointing(ctx: RecordContext, tx: Tx, kind: Kind, points: RawBuilder<boolean>): Promise<Row[]> {
  const live = await rowsWhere(ctx, tx, kind, points);
  // By the entries of the bin: the indexes of most fields leave out what lies there.
  const binned = sql<boolean>`id in (select record_id from bin_entries where record_type = ${kind.type}) and ${points}`;
  return [...live, ...(await rowsWhere(ctx, tx, kind, binned, { inBin: true }))];
}

/** The values by which a row points at a record. @param title of that record, for kinds that keep it. */
function pointingAt(kind: Kind, { how, column }: Pointer, id: number, title: string): Values {
  const name = [...kind.fields.keys()].find((field) => columnOf(field) === column) as string;
  const kept = how === 'about' ? kind.declaration.about?.title : undefined;
  return { [name]: id, ...(kept === undefined ? {} : { [kept]: title.slice(0, 250) }) };
}

async function repoint(ctx: RecordContext, tx: Tx, actor: Actor, kind: Kind, rows: readonly Row[], values: Values): Promise<void> {
  if (rows.length === 0) return;
  await changeMany(
    ctx,
    tx,
    actor,
    kind,
    rows.map((before) => ({ before, values })),
  );
  tx.afterCommit(() => announceMany(ctx, kind.type));
}

/** Moves what hangs on a record; of all or of these. @returns the ids of what moved. */
async function rehang(tx: Tx, table: (typeof hanging)[number], { type, from, to }: Way, only?: readonly number[]): Promise<number[]> {
  if (only?.length === 0) return [];
  const among = only ? sql` and ${inIds(tx.dialect, sql.ref('id'), only)}` : sql``;
  const { rows } = await sql<{ id: number }>`update ${sql.table(table)} set record_id = ${to}
    where record_type = ${type} and record_id = ${from}${among} returning id`.execute(tx.q);
  return idsOf(rows);
}

async function rehangAll(ctx: RecordContext, tx: Tx, way: Way, only?: HandedOn): Promise<Pick<HandedOn, (typeof hanging)[number]>> {
  const moved = { comments: [] as number[], files: [] as number[], notices: [] as number[], mails: [] as number[] };
  for (const table of hanging) moved[table] = await rehang(tx, table, way, only?.[table]);
  for (const id of moved.comments) await ctx.search.add(tx, COMMENTS, id);
  return moved;
}

async function retell(tx: Tx, { type, from, to }: Way, lines: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`update timeline_entries set record_id = ${to}
    where ${inIds(tx.dialect, sql.ref('id'), lines)} and record_type = ${type} and record_id = ${from} returning id`.execute(tx.q);
  return idsOf(rows);
}

/** Puts the lines of one timeline onto the other, and has them told of that record; the one that goes keeps its own. */
async function shareLines(tx: Tx, way: Way): Promise<Pick<HandedOn, 'lines' | 'told'>> {
  const on = (id: number) => sql`select entry_id from timeline_links where record_type = ${way.type} and record_id = ${id}`;
  const { rows } = await sql<{ entry_id: number }>`${on(way.from)} order by entry_id`.execute(tx.q);
  const there = new Set((await sql<{ entry_id: number }>`${on(way.to)}`.execute(tx.q)).rows.map((row) => Number(row.entry_id)));
  const all = rows.map((row) => Number(row.entry_id));
  const lines = all.filter((id) => !there.has(id));
  await tx.insertMany(
    'timeline_links',
    lines.map((entry_id) => ({ record_type: way.type, record_id: way.to, entry_id })),
  );
  return { lines, told: await retell(tx, way, all) };
}

/** How many records point at one, those in the bin too. */
export async function countPointing(ctx: RecordContext, tx: Tx, { type, id }: RecordRef): Promise<number> {
  let n = 0;
  for (const kind of ctx.kinds.values())
    for (const pointer of pointersOf(kind)) {
      const points = pointsAt(pointer, type, (column) => sql<boolean>`${sql.ref(column)} = ${id}`);
      if (!points) continue;
      const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(kind.table)} where ${points} and deleted_at is null`.execute(tx.q);
      n += Number(rows[0]?.n ?? 0);
    }
  return n;
}

/**
 * Has everything that names one record name another of its kind instead, whichever module that is of: its declaration says how (see
 * {@link pointersOf}), so no module writes into another's tables. What was said, attached and told about it goes along. Rights were
 * asked of the two records: what names them is not anybody's to keep.
 * @param title of the record that is named from then on.
 */
export async function handOn(ctx: RecordContext, tx: Tx, actor: Actor, way: Way, title: string): Promise<HandedOn> {
  const pointers: HandedOn['pointers'] = [];
  for (const kind of ctx.kinds.values())
    for (const pointer of pointersOf(kind)) {
      const points = pointsAt(pointer, way.type, (column) => sql<boolean>`${sql.ref(column)} = ${way.from}`);
      const rows = points ? await pointing(ctx, tx, kind, points) : [];
      if (rows.length === 0) continue;
      await repoint(ctx, tx, actor, kind, rows, pointingAt(kind, pointer, way.to, title));
      pointers.push({ type: kind.type, column: pointer.column, ids: rows.map(({ id }) => Number(id)) });
    }
  return { pointers, ...(await rehangAll(ctx, tx, way)), ...(await shareLines(tx, way)) };
}

/**
 * Gives back what was handed on and still names the record that got it.
 * @param way from that record to the one that had it. @param title of the latter.
 * @returns how many records name something else by now, or are gone, and stay as they are.
 */
export async function handBack(ctx: RecordContext, tx: Tx, actor: Actor, handed: HandedOn, way: Way, title: string): Promise<number> {
  let left = 0;
  for (const { type, column, ids } of handed.pointers) {
    const kind = ctx.kinds.get(type);
    const pointer = kind && pointersOf(kind).find((one) => one.column === column);
    const still = pointer && pointsAt(pointer, way.type, (name) => sql<boolean>`${sql.ref(name)} = ${way.from}`);
    const rows = kind && still ? await rowsWhere(ctx, tx, kind, sql<boolean>`${inIds(tx.dialect, sql.ref('id'), ids)} and ${still}`, { inBin: true }) : [];
    if (kind && pointer) await repoint(ctx, tx, actor, kind, rows, pointingAt(kind, pointer, way.to, title));
    left += ids.length - rows.length;
  }
  await rehangAll(ctx, tx, way, handed);
  await retell(tx, way, handed.told);
  await sql`delete from timeline_links where record_type = ${way.type} and record_id = ${way.from}
    and ${inIds(tx.dialect, sql.ref('entry_id'), handed.lines)}`.execute(tx.q);
  return left;
}
