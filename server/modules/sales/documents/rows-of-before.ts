import type { DocumentRow, DraftRow } from '../../../contracts/sales/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { Refusal } from '../../../core/http/problem.js';
import { readRow, update } from '../../../core/records/change.js';
import type { Row } from '../../../core/records/kind.js';
import type { Return } from '../../../core/time-machine/returns.js';
import { followDocuments } from '../deals/deal-amount.js';
import { planReminder } from '../invoices/reminders.js';
import { stateOf } from '../invoices/state.js';
import { type StoredRow, shownRows, storedRows } from '../rows/store.js';
import { onBehalfOf, type SalesRun } from '../run.js';
import { changeRows } from './change-rows.js';
import { type DocumentType, documentOf, kindOf } from './document.js';
import { demandUnused } from './in-use.js';

const closed: readonly unknown[] = ['accepted', 'declined', 'paid', 'cancelled'];

/** Neither closed nor shipped, invoiced or paid on. */
async function mayChange(q: Queries, type: DocumentType, row: Row): Promise<boolean> {
  if (closed.includes(row.status)) return false;
  try {
    await demandUnused(q, type, row.id as number);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** As they are typed; a product that is not there any more leaves its row without one. */
async function draftsOf(q: Queries, rows: readonly Omit<DocumentRow, 'id'>[]): Promise<DraftRow[]> {
  const named = rows.flatMap(({ productId }) => productId ?? []);
  const found = named.length === 0 ? [] : await q.selectFrom('sales_products').select('id').where('id', 'in', named).execute();
  const there = new Set(found.map(({ id }) => id));
  return rows.map(({ productId, name, unit, quantity, price, discountPercent, taxRate }) => ({
    productId: productId !== null && there.has(productId) ? productId : null,
    name,
    unit,
    quantity,
    price,
    discountPercent,
    taxRate,
  }));
}

/** Puts rows in the place of those that are there, with the sums in the document and what follows them. @returns null where nothing was to do. */
async function put(run: SalesRun, tx: Tx, person: Actor, type: DocumentType, row: Row, rows: readonly Omit<DocumentRow, 'id'>[]) {
  if (rows.length === 0 || !(await mayChange(tx.q, type, row))) return null;
  const before = await documentOf(tx.q, type, row);
  const changed = await changeRows(run, tx, person, type, row, await draftsOf(tx.q, rows));
  if (!changed) return null;
  const { net, tax, total } = changed.totals;
  const kind = kindOf[type];
  const follows =
    'paid' in before
      ? stateOf(total, before.paid?.amount ?? 0)
      : before.status === 'sent'
        ? { changedAfterSending: before.changedAfterSending ?? run.now() }
        : {};
  await update(run.records, tx, onBehalfOf(person), kind, changed.row, { net, tax, total, ...follows }, { quiet: true });
  if (type === 'quote') await followDocuments(run, tx, person, before.dealId ?? null);
  const after = await readRow(run.records, tx.q, kind, row.id as number);
  if (!after) throw new Error(`${kind.type} ${row.id} went while its rows were put back`);
  if (type === 'invoice') await planReminder(run, tx, await documentOf(tx.q, 'invoice', after));
  return { row: after, history: changed.history };
}

/** How the rows of a document that is there come back out of a backup, and how that is taken back. */
export const rowsOfBefore = (run: SalesRun, type: DocumentType): NonNullable<Return['rows']> => ({
  table: 'sales_rows',
  sums: ['net', 'tax', 'total'],
  mayPut: (q, row) => mayChange(q, type, row),
  put: (tx, actor, row, rows) =>
    put(run, tx, actor, type, row, shownRows(([...rows] as unknown as (StoredRow & { position: number })[]).sort((a, b) => a.position - b.position))),
  async takeBack(tx, actor, row, history) {
    const { changes } = await tx.q.selectFrom('record_history').select('changes').where('id', '=', history).executeTakeFirstOrThrow();
    const { from, to } = (JSON.parse(changes ?? '{}') as { rows: Record<'from' | 'to', Omit<DocumentRow, 'id'>[]> }).rows;
    const now = shownRows(await storedRows(tx.q, { type, id: row.id as number }));
    if (JSON.stringify(now) !== JSON.stringify(to)) return null;
    return (await put(run, tx, actor, type, row, from))?.row ?? null;
  },
});
