import { createLazyThread, type LazyThreadOptions } from '../threads/lazy-thread.js';
import { DocumentError, type DocumentProblem, type PrintableDocument } from './printable.js';

export interface PdfWorker {
  /** @throws {DocumentError} `timeout`, `crashed`, `busy`, `closed`, `logo` or `failed`. */
  render(doc: PrintableDocument): Promise<Buffer>;
  /** Stops the thread; whatever waits is refused with `closed`. */
  close(): Promise<void>;
}

/** Renders documents in a thread of its own, one after another. @param options.script another one for the thread, for tests. */
export function createPdfWorker({ script = new URL('./worker-thread.js', import.meta.url), ...options }: LazyThreadOptions = {}): PdfWorker {
  const thread = createLazyThread<PrintableDocument, DocumentProblem>({ ...options, script }, (problem, message) => new DocumentError(problem, message));
  return { render: thread.run, close: thread.close };
}
