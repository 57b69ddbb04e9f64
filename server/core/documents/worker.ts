import { Worker } from 'node:worker_threads';
import { DocumentError, type PrintableDocument } from './printable.js';
import type { Answer } from './worker-thread.js';

export interface PdfWorker {
  /** @throws {DocumentError} `timeout`, `crashed`, `busy`, `closed`, `logo` or `failed`; the next document gets a fresh thread where needed. */
  render(doc: PrintableDocument): Promise<Buffer>;
  /** Stops the thread; whatever waits is refused with `closed`. */
  close(): Promise<void>;
}

export interface PdfWorkerOptions {
  /** For one document, the start of the thread included. */
  timeLimitMs?: number;
  /** How long an idle thread is kept. */
  idleMs?: number;
  /** How many documents may wait. */
  maxWaiting?: number;
  /** Another script for the thread, for tests. */
  script?: URL;
}

interface Job {
  doc: PrintableDocument;
  resolve(pdf: Buffer): void;
  reject(error: DocumentError): void;
}

/**
 * Renders documents in one thread beside the main one, one after another. The thread is started with the first document and ended when
 * there was nothing to do for a while; it never keeps the process alive.
 */
export function createPdfWorker(options: PdfWorkerOptions = {}): PdfWorker {
  const { timeLimitMs = 20_000, idleMs = 10_000, maxWaiting = 200, script = new URL('./worker-thread.js', import.meta.url) } = options;
  const waiting: Job[] = [];
  let thread: Worker | undefined;
  let running: { job: Job; limit: NodeJS.Timeout } | undefined;
  let idle: NodeJS.Timeout | undefined;
  let isClosed = false;

  function start(): Worker {
    const started = new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: 512 } });
    const failed = (message: string): void => {
      if (thread !== started) return;
      thread = undefined;
      finish((job) => job.reject(new DocumentError('crashed', `The PDF thread ended while it made the document: ${message}`)));
    };
    started.on('message', (answer: Answer) => {
      if (thread !== started) return;
      finish((job) =>
        'pdf' in answer
          ? job.resolve(Buffer.from(answer.pdf.buffer, answer.pdf.byteOffset, answer.pdf.byteLength))
          : job.reject(new DocumentError(answer.problem, answer.message)),
      );
    });
    started.on('error', (error) => failed(error.message));
    started.on('exit', (code) => failed(`exit code ${code}`));
    return started;
  }

  function stop(): Promise<unknown> {
    const stopped = thread;
    thread = undefined;
    clearTimeout(idle);
    return stopped ? stopped.terminate() : Promise.resolve();
  }

  function finish(settle: (job: Job) => void): void {
    if (!running) return;
    const { job, limit } = running;
    clearTimeout(limit);
    running = undefined;
    settle(job);
    next();
  }

  function next(): void {
    if (running) return;
    const job = waiting.shift();
    if (!job) {
      thread?.unref();
      idle = setTimeout(stop, idleMs).unref();
      return;
    }
    clearTimeout(idle);
    thread ??= start();
    thread.ref();
    const limit = setTimeout(() => {
      // Ended without waiting: a thread in an endless loop is stopped from outside, and the next document takes a new one.
      void stop();
      finish((late) => late.reject(new DocumentError('timeout', `The document was not ready within ${timeLimitMs / 1000} seconds`)));
    }, timeLimitMs);
    running = { job, limit };
    thread.postMessage(job.doc);
  }

  return {
    render: (doc) =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(new DocumentError('closed', 'No documents are made any more: the server is closing'));
        if (waiting.length >= maxWaiting) return reject(new DocumentError('busy', `${waiting.length} documents are waiting already`));
        waiting.push({ doc, resolve, reject });
        next();
      }),
    close: async () => {
      isClosed = true;
      const refused = waiting.splice(0);
      if (running) {
        clearTimeout(running.limit);
        refused.unshift(running.job);
        running = undefined;
      }
      for (const job of refused) job.reject(new DocumentError('closed', 'The server closed before the document was ready'));
      await stop();
    },
  };
}
