import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Lines } from './postgres-lines.js';

const channel = 'sede';
/** Before a broken connection is made anew, in milliseconds. */
const pauseMs = 1000;
/** The database is asked for a sign of life so often, in milliseconds, and taken for gone when the answer does not come for so many beats. */
const beatMs = 2000;
const mostWaited = 4;

/** Word from one process to the others on the same database. */
export interface Word {
  /** To be called when what it is about is committed. */
  tell(pool: pg.Pool, what: string): Promise<void>;
  hear(listener: (what: string) => void): void;
  /** Told when the database cannot be reached any more, and when it can again; see {@link Word.hear} for what opens the connection. */
  watch(listener: (reached: boolean) => void): void;
  close(): Promise<void>;
}

/**
 * Over LISTEN and NOTIFY, on a connection of its own that is opened with the first listener. What was said while it was broken is lost:
 * listeners then hear `missed`, and look for themselves. A database that hangs breaks nothing: whoever listens asks it for signs of life, and
 * where none come all that is open to it is broken off.
 */
export function openWord({ config, breakOff, isBack }: Lines): Word {
  const me = randomUUID();
  const listeners: ((what: string) => void)[] = [];
  const watchers: ((reached: boolean) => void)[] = [];
  let reached = true;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const say = (what: string) => {
    for (const listener of listeners) listener(what);
  };
  const note = (now: boolean) => {
    if (now === reached || closed) return;
    reached = now;
    for (const watcher of watchers) watcher(now);
  };
  /** Counts beats, not time: after a pause of this process itself the answer is read before the next one. */
  const beat = (asked: pg.Client) => {
    let waited = 0;
    let isWaiting = false;
    const beats = setInterval(() => {
      if (client !== asked) return clearInterval(beats);
      if (!isWaiting) {
        [isWaiting, waited] = [true, 0];
        const answered = () => {
          isWaiting = false;
        };
        // What broke is told by the connection itself.
        asked.query('select 1').then(answered, answered);
        return;
      }
      waited += 1;
      if (waited < mostWaited) return;
      clearInterval(beats);
      note(false);
      breakOff();
    }, beatMs).unref();
  };
  async function connect(again: boolean): Promise<void> {
    const fresh = new pg.Client(config);
    client = fresh;
    const retry = () => {
      if (closed || client !== fresh) return;
      client = undefined;
      fresh.end().catch(() => undefined);
      timer = setTimeout(() => void connect(true), pauseMs).unref();
    };
    fresh.on('error', retry);
    fresh.on('end', retry);
    fresh.on('notification', ({ payload = '' }) => {
      const [from, what = ''] = payload.split(' ');
      if (from !== me) say(what);
    });
    try {
      await fresh.connect();
      await fresh.query(`listen ${channel}`);
      isBack();
      note(true);
      beat(fresh);
      if (again) say('missed');
    } catch {
      // Not when it broke: a single connection may be cut while the database is there.
      note(false);
      retry();
    }
  }
  return {
    async tell(pool, what) {
      await pool.query('select pg_notify($1, $2)', [channel, `${me} ${what}`]);
    },
    hear(listener) {
      listeners.push(listener);
      if (listeners.length === 1) void connect(false);
    },
    watch(watcher) {
      watchers.push(watcher);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
