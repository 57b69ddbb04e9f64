import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type CompiledQuery, Kysely, type LogEvent } from 'kysely';
import type { Queries } from './database.js';
import type { AsideAnswer, AsideQuestion } from './sqlite-aside-thread.js';
import { sqliteDialectOver } from './sqlite-driver.js';
import type { Tables } from './tables.js';

interface Waiting {
  resolve(rows: unknown[]): void;
  reject(error: unknown): void;
}

/** The thread with its handle: started by the first question, started anew should it break. */
class AsideThread {
  private thread: Worker | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;
  constructor(private readonly file: string) {}

  ask(sql: string, parameters: readonly unknown[]): Promise<unknown[]> {
    this.thread ??= this.start();
    const { thread, waiting } = this;
    this.last += 1;
    const id = this.last;
    // It keeps the process alive only while somebody waits for it.
    thread.ref();
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      thread.postMessage({ id, sql, parameters } satisfies AsideQuestion);
    });
  }

  private start(): Worker {
    const thread = new Worker(new URL('./sqlite-aside-thread.js', import.meta.url), { workerData: this.file });
    thread.on('message', (answer: AsideAnswer) => {
      const one = this.waiting.get(answer.id);
      this.waiting.delete(answer.id);
      if (this.waiting.size === 0) thread.unref();
      if ('error' in answer) one?.reject(answer.error);
      else one?.resolve(answer.rows);
    });
    let reason: unknown = new Error('The thread that reads aside has ended');
    thread.on('error', (error) => {
      reason = error;
    });
    thread.on('exit', () => {
      this.thread = null;
      for (const one of this.waiting.values()) one.reject(reason);
      this.waiting.clear();
    });
    return thread;
  }

  async end(): Promise<void> {
    if (!this.thread) return;
    const gone = once(this.thread, 'exit');
    await this.thread.terminate();
    await gone.catch(() => undefined);
  }
}

/** Queries over a handle of its own in a thread of its own: however long one takes, the event loop goes on. */
export const readInThread = (file: string, log: (event: LogEvent) => void = () => undefined): Queries => {
  const thread = new AsideThread(file);
  const run = async ({ sql, parameters }: CompiledQuery) => ({ rows: await thread.ask(sql, parameters) });
  return new Kysely<Tables>({ dialect: sqliteDialectOver(run, () => thread.end()), log });
};
