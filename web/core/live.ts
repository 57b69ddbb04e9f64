import type { QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { portalEndpoints, sessionEndpoints } from '../../server/contracts/core/session.js';
import { liveUrl } from './address.js';
import { call, onReach, tellDatabase, tellSignedOut } from './api.js';

interface LiveEvent {
  type: 'event';
  seq: number;
  topic: string;
  name: string;
  data: unknown;
}
type Message =
  | LiveEvent
  | { type: 'hello'; seq: number; beatMs?: number }
  | { type: 'reset'; seq?: number }
  | { type: 'database'; reached: boolean }
  | { type: string };
export type LiveListener = (event: { topic: string; name: string; data: unknown }) => void;

const firstWait = 1_000;
const longestWait = 30_000;
const pollEvery = 30_000;
/** Until a connection has said how often it gives a sign of life. */
const usualBeatMs = 30_000;
/** So many beats without a word, and the connection is taken for lost: a network can go without the browser being told. */
const silentBeats = 2.5;
/** With which the server closes the socket of a session that is over. */
const signedOut = 4401;
/** Many changes in a moment, such as an import, cause one refetch. */
const gather = 250;

/**
 * What others change, as it happens. Comes back after a lost network with the last number seen and gets what was missed; while it
 * cannot come back, everything on the screen is fetched anew from time to time.
 */
export class Live {
  private socket: WebSocket | null = null;
  private seq: number | null = null;
  private wait = firstWait;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private poll: ReturnType<typeof setInterval> | undefined;
  private watch: ReturnType<typeof setInterval> | undefined;
  private closed = false;
  /** When the portal was heard last, by the clock on the wall: others stand still while a computer sleeps. */
  private heardAt = 0;
  private beatMs = usualBeatMs;
  private readonly topics = new Map<string, number>();
  private readonly listeners = new Set<LiveListener>();
  private readonly dirty = new Map<string, Set<number>>();
  private flushing: ReturnType<typeof setTimeout> | undefined;
  /** Whether a call since the last connection found nobody. */
  private away = false;
  private leaveReach: (() => void) | undefined;

  constructor(private readonly client: QueryClient) {}

  start(): void {
    this.closed = false;
    this.connect();
    addEventListener('online', this.hurry);
    document.addEventListener('visibilitychange', this.look);
    this.leaveReach = onReach((reached) => this.reach(reached));
  }

  stop(): void {
    this.closed = true;
    removeEventListener('online', this.hurry);
    document.removeEventListener('visibilitychange', this.look);
    this.leaveReach?.();
    clearTimeout(this.timer);
    clearTimeout(this.flushing);
    clearInterval(this.poll);
    this.letGo();
  }

  listen(listener: LiveListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Follows changes of a kind of record (`crm.deal`) until the answer is called. */
  follow(topic: string): () => void {
    const count = this.topics.get(topic) ?? 0;
    this.topics.set(topic, count + 1);
    if (count === 0) this.send({ type: 'subscribe', topics: [topic] });
    return () => {
      const left = (this.topics.get(topic) ?? 1) - 1;
      if (left > 0) this.topics.set(topic, left);
      else {
        this.topics.delete(topic);
        this.send({ type: 'unsubscribe', topics: [topic] });
      }
    };
  }

  /** Begins anew at once: over a network that has just come back, a connection from before it went may be dead without knowing. */
  private readonly hurry = (): void => {
    this.letGo();
    this.pollMeanwhile();
    clearTimeout(this.timer);
    this.wait = firstWait;
    this.connect();
  };

  /** Who comes back to the page does not wait for the next try; a hidden one may not have noticed that the connection is dead. */
  private readonly look = (): void => {
    const isHeard = this.socket?.readyState === WebSocket.OPEN && !this.isSilent();
    if (document.visibilityState === 'visible' && !isHeard) this.hurry();
  };

  /** Once the portal answers again, what others changed comes within a moment; spread out as below. */
  private reach(reached: boolean): void {
    const isBack = reached && this.away;
    this.away = !reached;
    if (!isBack || this.socket?.readyState === WebSocket.OPEN) return;
    this.letGo();
    this.connectIn(Math.random() * firstWait);
    this.wait = firstWait;
  }

  private connectIn(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), ms);
  }

  private pollMeanwhile(): void {
    this.poll ??= setInterval(() => void this.client.invalidateQueries(), pollEvery);
  }

  private letGo(): void {
    clearInterval(this.watch);
    const { socket } = this;
    this.socket = null;
    socket?.close();
  }

  /** While the computer slept or the network was gone, no end was heard; what was missed is asked for on a new connection. */
  private watchSilence(): void {
    clearInterval(this.watch);
    this.heardAt = Date.now();
    this.watch = setInterval(() => {
      if (this.isSilent()) this.hurry();
    }, this.beatMs / 2);
  }

  private isSilent(): boolean {
    return Date.now() - this.heardAt > this.beatMs * silentBeats;
  }

  private send(message: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  private connect(): void {
    const socket = new WebSocket(liveUrl('/api/v1/live'));
    this.socket = socket;
    this.beatMs = usualBeatMs;
    this.watchSilence();
    socket.onopen = () => {
      this.wait = firstWait;
      clearInterval(this.poll);
      this.poll = undefined;
      if (this.topics.size > 0) this.send({ type: 'subscribe', topics: [...this.topics.keys()] });
      if (this.seq !== null) this.send({ type: 'resume', seq: this.seq });
    };
    socket.onmessage = (message) => {
      // What one that was let go still says comes again over the next.
      if (this.socket === socket) this.receive(JSON.parse(String(message.data)) as Message);
    };
    socket.onclose = ({ code }) => {
      if (this.socket !== socket) return;
      this.letGo();
      if (this.closed) return;
      if (code === signedOut) void this.askWhetherSignedIn();
      // Whether the portal still answers is heard through onReach, and said on the screen; the answer itself says nothing new.
      else void call(portalEndpoints.portal).catch(() => undefined);
      this.pollMeanwhile();
      // Spread out, so that a restarted server is not met by everybody in the same second.
      this.connectIn(this.wait * (0.75 + Math.random() / 2));
      this.wait = Math.min(this.wait * 2, longestWait);
    };
  }

  /** What somebody may not see any more does not wait on their screen for the next refetch. */
  private async askWhetherSignedIn(): Promise<void> {
    const session = await call(sessionEndpoints.present).catch(() => undefined);
    if (session === null && !this.closed) tellSignedOut();
  }

  private receive(message: Message): void {
    this.heardAt = Date.now();
    if (message.type === 'hello' && 'seq' in message) {
      this.seq ??= message.seq as number;
      if ('beatMs' in message && typeof message.beatMs === 'number' && message.beatMs !== this.beatMs) {
        this.beatMs = message.beatMs;
        this.watchSilence();
      }
    } else if (message.type === 'reset') {
      if ('seq' in message && typeof message.seq === 'number') this.seq = message.seq;
      void this.client.invalidateQueries();
    } else if (message.type === 'database' && 'reached' in message) {
      const { reached } = message;
      // Spread out, as above.
      setTimeout(() => tellDatabase(reached), reached ? Math.random() * firstWait : 0);
    } else if (message.type === 'event') {
      const event = message as LiveEvent;
      this.seq = event.seq;
      if (event.name === 'commented') this.say(event.topic);
      else if (event.topic !== 'me') this.mark(event.topic, event.data);
      for (const listener of this.listeners) listener(event);
    }
  }

  /** What was said about a record, and the files that hang on it, change neither it nor the lists in which it stands. */
  private say(topic: string): void {
    for (const part of ['comments', 'timeline', 'files']) void this.client.invalidateQueries({ queryKey: [topic, part] });
  }

  private mark(topic: string, data: unknown): void {
    const ids = this.dirty.get(topic) ?? new Set<number>();
    const { id, version } = (data ?? {}) as { id?: number; version?: number };
    if (id !== undefined && !this.isKnown(topic, id, version)) ids.add(id);
    this.dirty.set(topic, ids);
    this.flushing ??= setTimeout(() => this.flush(), gather);
  }

  /** One's own change comes back as an event about a version that is on the screen already. */
  private isKnown(topic: string, id: number, version: number | undefined): boolean {
    const held = this.client.getQueryData<{ version?: number }>([topic, 'one', id]);
    return version !== undefined && held?.version !== undefined && held.version >= version;
  }

  private flush(): void {
    this.flushing = undefined;
    for (const [topic, ids] of this.dirty) {
      for (const part of ['list', 'board']) void this.client.invalidateQueries({ queryKey: [topic, part] });
      for (const id of ids) void this.client.invalidateQueries({ queryKey: [topic, 'one', id] });
      void this.client.invalidateQueries({ queryKey: [topic, 'timeline'] });
      void this.client.invalidateQueries({ queryKey: [topic, 'reference'] });
    }
    this.dirty.clear();
  }
}

let running: Live | null = null;
export const setLive = (live: Live | null): void => {
  running = live;
};

/** Keeps lists, boards, records and timelines of these kinds fresh while the component stands. */
export function useLive(...topics: string[]): void {
  const key = topics.join(',');
  useEffect(() => {
    const leave = key.split(',').map((topic) => running?.follow(topic));
    return () => {
      for (const each of leave) each?.();
    };
  }, [key]);
}

/** Hears every event, `me` included. `listener` must keep its identity. */
export function useLiveEvents(listener: LiveListener): void {
  useEffect(() => running?.listen(listener), [listener]);
}
