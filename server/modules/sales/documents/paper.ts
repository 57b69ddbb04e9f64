import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { staleVersion } from '../../../core/http/problem.js';
import { rowForAction } from '../../../core/records/change.js';
import type { Row } from '../../../core/records/kind.js';
import type { SalesRun } from '../run.js';
import { type DocumentOf, type DocumentType, kindOf, readDocument } from './document.js';
import { type PdfKind, pdfName, renderPdf } from './pdf.js';

/** The PDF of a document in the file store, which nothing names yet. */
export type Paper = Awaited<ReturnType<SalesRun['files']['put']>>;

/** @throws Refusal 503 when it could not be made now. */
export const makePaper = async <T extends DocumentType>(run: SalesRun, type: T, document: DocumentOf[T]): Promise<Paper> =>
  run.files.put(await renderPdf(run, type, document));

/** Puts a paper among the files of its document. */
export const keepPaper = (
  run: SalesRun,
  tx: Tx,
  actor: Actor,
  type: DocumentType,
  document: { id: number; number: string | null },
  paper: Paper,
  named: PdfKind = type,
) =>
  run.files.register(tx, paper, { name: pdfName(run, named, document), mediaType: 'application/pdf' }, actor.personId, {
    type: kindOf[type].type,
    id: document.id,
  });

/** How often something is made again because the document was changed meanwhile. */
const mostAttempts = 3;

/**
 * Changes a document with something that takes its time to make, such as its paper: it is made before the transaction, and of exactly
 * the version that is changed.
 * @throws Refusal 404, 403, or 409 where others do not stop changing it.
 */
export async function changeWith<T extends DocumentType, M, R>(
  run: SalesRun,
  actor: Actor,
  type: T,
  id: number,
  make: (document: DocumentOf[T]) => Promise<M>,
  change: (tx: Tx, row: Row, document: DocumentOf[T], made: M) => Promise<R>,
): Promise<R> {
  for (let attempt = 1; ; attempt += 1) {
    const document = await readDocument(run, actor, type, id);
    const made = await make(document);
    const done = await run.db.write(async (tx) => {
      const row = await rowForAction(run.records, tx, actor, kindOf[type], id, 'change');
      return row.version === document.version ? { result: await change(tx, row, document, made) } : null;
    });
    if (done) return done.result;
    if (attempt === mostAttempts) throw staleVersion(await readDocument(run, actor, type, id), document);
  }
}
