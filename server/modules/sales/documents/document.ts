import type { Invoice, Quote } from '../../../contracts/sales/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Queries } from '../../../core/db/database.js';
import { get } from '../../../core/records/change.js';
import { fromRow, type Kind, type Row } from '../../../core/records/kind.js';
import { invoiceKind, quoteKind } from '../kinds.js';
import { readRows } from '../rows/store.js';
import type { SalesRun } from '../run.js';

/** What quotes and invoices have in common: rows, totals, a PDF, a mail, a page for the client. */
export type DocumentType = 'quote' | 'invoice';
export interface DocumentOf {
  quote: Quote;
  invoice: Invoice;
}

export const kindOf: Readonly<Record<DocumentType, Kind>> = { quote: quoteKind, invoice: invoiceKind };

/** The document of a stored row, with its rows. */
export async function documentOf<T extends DocumentType>(q: Queries, type: T, row: Row): Promise<DocumentOf[T]> {
  return { ...fromRow(kindOf[type], row), rows: await readRows(q, { type, id: row.id as number }) } as unknown as DocumentOf[T];
}

/** @throws Refusal 404 outside the actor's read scope. */
export async function readDocument<T extends DocumentType>(run: SalesRun, actor: Actor, type: T, id: number): Promise<DocumentOf[T]> {
  const record = await get(run.records, run.db.read, actor, kindOf[type], id);
  return { ...record, rows: await readRows(run.db.read, { type, id }) } as unknown as DocumentOf[T];
}
