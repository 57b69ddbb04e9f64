import type { PatchOf } from '../../../contracts/core/fields.js';
import type { DraftRow, Quote, quote } from '../../../contracts/sales/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { conflict } from '../../../core/http/problem.js';
import { remove, restore, rowForAction, update } from '../../../core/records/change.js';
import { followDocuments } from '../deals/deal-amount.js';
import { changeRows } from '../documents/change-rows.js';
import { demandOpen } from '../documents/closed.js';
import { documentOf } from '../documents/document.js';
import { demandUnused } from '../documents/in-use.js';
import { catchUpWithMail } from '../documents/mail-news.js';
import { quoteKind } from '../kinds.js';
import { readRows } from '../rows/store.js';
import type { SalesRun } from '../run.js';

type QuotePatch = PatchOf<typeof quote> & { rows?: DraftRow[] };

/** What its client sees of a quote, besides its rows. */
const shown = ['validUntil', 'terms', 'companyId', 'contactId'] as const;

/** Changes a quote that nobody has answered yet; of one that was answered only the owner. @throws Refusal 409 `document-closed`. */
export function changeQuote(run: SalesRun, actor: Actor, id: number, patch: QuotePatch): Promise<Quote> {
  return run.db.write(async (tx) => {
    let row = await rowForAction(run.records, tx, actor, quoteKind, id, 'change');
    const before = await documentOf(tx.q, 'quote', row);
    demandOpen(before, patch, before.status === 'accepted' || before.status === 'declined');
    const { rows, version: _, ...values } = patch;
    const changed = rows && (await changeRows(run, tx, actor, 'quote', row, rows));
    if (changed) row = changed.row;
    const totals = changed ? { net: changed.totals.net, tax: changed.totals.tax, total: changed.totals.total } : {};
    const isOther = changed || shown.some((name) => values[name] !== undefined && values[name] !== before[name]);
    const older = before.status === 'sent' && isOther ? { changedAfterSending: before.changedAfterSending ?? run.now() } : {};
    const after = await update(run.records, tx, actor, quoteKind, row, { ...values, ...totals, ...older });
    if (changed) await followDocuments(run, tx, actor, before.dealId);
    return { ...after, rows: await readRows(tx.q, { type: 'quote', id }) };
  });
}

/** Puts a quote into the bin. An accepted one stays, as does one that was invoiced or shipped. @throws Refusal 409. */
export async function removeQuote(run: SalesRun, tx: Tx, actor: Actor, id: number): Promise<Quote> {
  const row = await rowForAction(run.records, tx, actor, quoteKind, id, 'delete');
  const before = await documentOf(tx.q, 'quote', row);
  if (before.status === 'accepted') throw conflict('document-closed');
  await demandUnused(tx.q, 'quote', id);
  await remove(run.records, tx, actor, quoteKind, id);
  await followDocuments(run, tx, actor, before.dealId);
  return before;
}

export async function restoreQuote(run: SalesRun, tx: Tx, actor: Actor, id: number): Promise<Quote> {
  const quote = await restore(run.records, tx, actor, quoteKind, id);
  await followDocuments(run, tx, actor, quote.dealId);
  return { ...quote, ...(await catchUpWithMail(run, tx, 'quote', id)), rows: await readRows(tx.q, { type: 'quote', id }) };
}
