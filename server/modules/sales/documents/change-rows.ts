import type { DraftRow } from '../../../contracts/sales/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { reaches } from '../../../core/records/context.js';
import type { Row } from '../../../core/records/kind.js';
import { type PreparedRows, prepareRows } from '../rows/prepare.js';
import { replaceRows, sameRows, shownRows, storedRows } from '../rows/store.js';
import type { SalesRun } from '../run.js';
import { type DocumentType, kindOf } from './document.js';
import { demandUnused } from './in-use.js';

/**
 * Replaces the rows of a document that was locked in this transaction. Rows are no field of the record, so the new version, the
 * history and the word to open browsers are given here.
 * @returns the row with its new version, the new totals, and the entry of the history; null when the rows were the same already.
 * @throws Refusal 409 when something was shipped or invoiced on the present rows.
 */
export async function changeRows(
  run: SalesRun,
  tx: Tx,
  actor: Actor,
  type: DocumentType,
  row: Row,
  drafts: readonly DraftRow[],
): Promise<{ row: Row; totals: PreparedRows; history: number } | null> {
  const id = row.id as number;
  const kind = kindOf[type];
  const totals = await prepareRows(tx.q, drafts);
  const before = await storedRows(tx.q, { type, id });
  if (sameRows(before, totals.rows)) return null;
  await demandUnused(tx.q, type, id);
  await replaceRows(tx, { type, id }, totals.rows);
  const after: Row = { ...row, version: (row.version as number) + 1, updated_at: run.now() };
  const table = type === 'quote' ? 'sales_quotes' : 'sales_invoices';
  await tx.q
    .updateTable(table)
    .set({ version: after.version as number, updated_at: after.updated_at as string })
    .where('id', '=', id)
    .execute();
  const changes = { rows: { from: shownRows(before), to: shownRows(totals.rows.map((one) => ({ ...one, id: 0 }))) } };
  const history = await tx.insert('record_history', {
    record_type: kind.type,
    record_id: id,
    at: run.now(),
    actor_id: actor.personId,
    kind: 'changed',
    changes: JSON.stringify(changes),
  });
  tx.afterCommit(() =>
    run.live.publish({
      topic: kind.type,
      name: 'changed',
      data: { id, version: after.version },
      mayHear: (listener) => reaches(run.records, listener, kind, row, 'read'),
    }),
  );
  return { row: after, totals, history };
}
