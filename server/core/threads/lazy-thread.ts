import { Worker } from 'node:worker_threads';

/** Why a thread gave nothing: the time limit, its death, too much waiting, or closing. */
export type ThreadProblem = 'timeout' | 'crashed' | 'busy' | 'closed';
/** What the script of a thread posts for each message it gets. */
export type ThreadAnswer<P extends string> = { bytes: Uint8Array } | { problem: P; message: string };

export interface LazyThread<Job> {
  /** @throws what `refuse` makes of the problem; the next job gets a fresh thread where needed. */
  run(job: Job): Promise<Buffer>;
  /** Stops the thread; whatever waits is refused with `closed`. */
  close(): Promise<void>;
}

export interface LazyThreadOptions {
  /** For one job, the start of the thread included. */
  timeLimitMs?: number;
  /** How long an idle thread is kept. */
  idleMs?: number;
  /** How many jobs may wait. */
  maxWaiting?: number;
  /** The script of the thread. */
  script?: URL;
}

interface Waiting<Job> {
  job: Job;
  resolve(bytes: Buffer): void;
  reject(error: Error): void;
}

/**
 * Does jobs that take CPU time in one thread beside the main one, one after another. The thread is started with the first job and ended
 * when there was nothing to do for a while; it never keeps the process alive.
 * @param refuse makes the error of a problem, the thread's own or one that its script has named.
 */
export function createLazyThread<Job, P extends string>(
  { timeLimitMs = 20_000, idleMs = 10_000, maxWaiting = 200, script }: LazyThreadOptions & { script: URL },
  refuse: (problem: P | ThreadProblem, message: string) => Error,
): LazyThread<Job> {
  const waiting: Waiting<Job>[] = [];
  let thread: Worker | undefined;
  let running: { job: Waiting<Job>; limit: NodeJS.Timeout } | undefined;
  let idle: NodeJS.Timeout | undefined;
  let isClosed = false;

  function start(): Worker {
    const started = new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: 512 } });
    const failed = (message: string): void => {
      if (thread !== started) return;
      thread = undefined;
      finish((job) => job.reject(refuse('crashed', `The thread ended while it was at work: ${message}`)));
    };
    started.on('message', (answer: ThreadAnswer<P>) => {
      if (thread !== started) return;
      finish((job) =>
        'bytes' in answer
          ? job.resolve(Buffer.from(answer.bytes.buffer, answer.bytes.byteOffset, answer.bytes.byteLength))
          : job.reject(refuse(answer.problem, answer.message)),
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

  function finish(settle: (job: Waiting<Job>) => void): void {
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
      // Ended without waiting: a thread in an endless loop is stopped from outside, and the next job takes a new one.
      void stop();
      finish((late) => late.reject(refuse('timeout', `It was not ready within ${timeLimitMs / 1000} seconds`)));
    }, timeLimitMs);
    running = { job, limit };
    thread.postMessage(job.job);
  }

  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(refuse('closed', 'Nothing is begun any more: the server is closing'));
        if (waiting.length >= maxWaiting) return reject(refuse('busy', `${waiting.length} are waiting already`));
        waiting.push({ job, resolve, reject });
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
      for (const job of refused) job.reject(refuse('closed', 'The server closed before it was ready'));
      await stop();
    },
  };
}
