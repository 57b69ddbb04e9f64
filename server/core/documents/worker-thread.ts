/** What runs in the thread of {@link file://./worker.ts}: one document at a time, asked and answered by message. */
import { parentPort } from 'node:worker_threads';
import type { ThreadAnswer } from '../threads/lazy-thread.js';
import { DocumentError, type DocumentProblem, type PrintableDocument } from './printable.js';
import { renderDocument } from './render.js';

parentPort?.on('message', async (doc: PrintableDocument) => {
  const answer = await answerTo(doc);
  parentPort?.postMessage(answer, 'bytes' in answer ? [answer.bytes.buffer as ArrayBuffer] : []);
});

async function answerTo(doc: PrintableDocument): Promise<ThreadAnswer<DocumentProblem>> {
  try {
    // A copy of its own, because the buffer given back may be a piece of a shared one, which cannot be handed over.
    return { bytes: Uint8Array.from(await renderDocument(doc)) };
  } catch (error) {
    const problem = error instanceof DocumentError ? error.problem : 'failed';
    return { problem, message: error instanceof Error ? error.message : String(error) };
  }
}
