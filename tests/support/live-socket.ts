import { once } from 'node:events';
import { WebSocket } from 'ws';

export interface LiveEvent {
  type: 'hello' | 'event' | 'reset' | 'beat' | 'database';
  seq: number;
  /** Of the database. */
  reached?: boolean;
  topic?: string;
  name?: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into events of every shape
  data?: any;
}

export interface LiveSocket {
  /** All that was received so far, in order. */
  events: LiveEvent[];
  send(message: unknown): void;
  /** The first event, received already or to come, that fits. @throws after five seconds without one. */
  wait(what: string, fits: (event: LiveEvent) => boolean): Promise<LiveEvent>;
  /** Code with which the other side closed. @throws after five seconds without it. */
  closed(): Promise<number>;
  close(): void;
}

const longest = 5000;

const within = <T>(promise: Promise<T>, what: string): Promise<T> => {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Nothing came within ${longest} ms: ${what}`)), longest);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

const liveUrl = (url: string) => `${url.replace(/^http/, 'ws')}/api/v1/live`;

/**
 * Opens a live socket as a browser does and waits for its greeting. It is closed when the test ends.
 * @param autoPong false: it is open and gives no sign of life, as after a lost network.
 */
export async function openLive(
  t: { teardown(work: () => void): void },
  url: string,
  cookie: string,
  { autoPong = true } = {},
): Promise<LiveSocket & { seq: number }> {
  const socket = new WebSocket(liveUrl(url), { autoPong, headers: { cookie, origin: url } });
  const events: LiveEvent[] = [];
  const watchers = new Set<(event: LiveEvent) => void>();
  socket.on('message', (raw) => {
    const event = JSON.parse(String(raw)) as LiveEvent;
    events.push(event);
    for (const watcher of watchers) watcher(event);
  });
  const closed = new Promise<number>((resolve) => socket.once('close', (code) => resolve(code)));
  t.teardown(() => socket.terminate());
  const wait = (what: string, fits: (event: LiveEvent) => boolean): Promise<LiveEvent> => {
    const present = events.find(fits);
    if (present) return Promise.resolve(present);
    const coming = new Promise<LiveEvent>((resolve) => {
      const watcher = (event: LiveEvent) => {
        if (!fits(event)) return;
        watchers.delete(watcher);
        resolve(event);
      };
      watchers.add(watcher);
    });
    return within(coming, what);
  };
  await within(once(socket, 'open'), 'open socket');
  const { seq } = await wait('hello', ({ type }) => type === 'hello');
  return { events, seq, wait, send: (message) => socket.send(JSON.stringify(message)), closed: () => within(closed, 'close'), close: () => socket.close() };
}

/** The HTTP status with which a socket is refused; 101 when it is not. */
export function statusOfUpgrade(url: string, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(liveUrl(url), { headers });
  const status = new Promise<number>((resolve, reject) => {
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.once('open', () => resolve(101));
    socket.once('error', reject);
  });
  return within(status, 'answer to the upgrade').finally(() => {
    socket.on('error', () => undefined);
    socket.terminate();
  });
}
