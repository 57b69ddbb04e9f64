import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Access } from '../access/access.js';
import { sessionChanged, sessionsChanged } from '../access/sessions-changed.js';
import type { SignedIn } from '../auth/authenticate.js';
import type { Live, LiveMessage } from './live.js';

const remembered = 2000;
const mostTopics = 100;
/** A browser that does not read any more is cut off; it comes back and asks for what it missed. */
const mostUnsentBytes = 1_000_000;
/** How often each socket is asked for a sign of life and given one, and its session asked for its age. Below the minute after which proxies give up. */
const usualHeartbeatMs = 30_000;

interface Listener {
  socket: WebSocket;
  who: SignedIn;
  topics: Set<string>;
  /** Whether it answered the last ping. */
  alive: boolean;
}

/** The open sockets of the process and what was said last; outlives the generations of the app. */
export interface Hub extends Live {
  /** Answers an HTTP upgrade of somebody who is signed in. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, who: SignedIn): void;
  /** Tells all browsers that the portal itself changed (a module came or went). */
  announce(name: string): void;
  /** Tells all browsers whether the database can be reached. */
  tellReach(reached: boolean): void;
  listeners(): number;
  close(): Promise<void>;
}

/** @param heartbeatMs shorter in tests. */
export function createHub(access: Access, heartbeatMs = usualHeartbeatMs): Hub {
  const server = new WebSocketServer({ noServer: true, maxPayload: 16_384 });
  const listeners = new Set<Listener>();
  const past: (LiveMessage & { seq: number })[] = [];
  let seq = Date.now();

  const send = (socket: WebSocket, message: unknown) => {
    if (socket.bufferedAmount > mostUnsentBytes) socket.terminate();
    else socket.send(JSON.stringify(message));
  };
  async function tell(listener: Listener, message: LiveMessage & { seq: number }): Promise<void> {
    if (message.topic !== 'me' && message.topic !== 'portal' && !listener.topics.has(message.topic)) return;
    const actor = await access.actorOf(listener.who.personId);
    const hears = actor !== undefined && message.mayHear(actor);
    // A session that was ended takes its sockets along; the same news tells the person's other browsers to look.
    if (!actor || (hears && message.name === sessionChanged && !(await listener.who.isOpen()))) {
      listener.socket.close(4401, 'signed out');
      return;
    }
    if (hears) send(listener.socket, { type: 'event', seq: message.seq, topic: message.topic, name: message.name, data: message.data });
  }
  function onMessage(listener: Listener, raw: string): void {
    let message: { type?: unknown; topics?: unknown; seq?: unknown };
    try {
      // Also `null`, which is JSON and has no fields.
      message = JSON.parse(raw) ?? {};
    } catch {
      listener.socket.close(4400, 'not JSON');
      return;
    }
    const named = Array.isArray(message.topics) ? message.topics.filter((topic) => typeof topic === 'string') : [];
    if (message.type === 'subscribe') {
      for (const topic of named) if (listener.topics.size < mostTopics) listener.topics.add(topic);
    } else if (message.type === 'unsubscribe') {
      for (const topic of named) listener.topics.delete(topic);
    } else if (message.type === 'resume' && typeof message.seq === 'number') {
      const from = message.seq;
      const oldest = past[0]?.seq ?? seq + 1;
      if (from > seq || from < oldest - 1) send(listener.socket, { type: 'reset', seq });
      else for (const one of past) if (one.seq > from) void tell(listener, one);
    }
  }
  const publish = (message: LiveMessage) => {
    seq += 1;
    const numbered = { ...message, seq };
    past.push(numbered);
    if (past.length > remembered) past.shift();
    for (const listener of listeners) void tell(listener, numbered);
  };
  /** Ends a socket whose other side is gone without a word, and one whose session ran out by its age. */
  async function lookAfter(listener: Listener): Promise<void> {
    if (!listener.alive) return listener.socket.terminate();
    listener.alive = false;
    listener.socket.ping();
    // Pings are not heard by the scripts of a page.
    send(listener.socket, { type: 'beat' });
    if (!(await listener.who.isOpen())) listener.socket.close(4401, 'signed out');
  }
  const heartbeat = setInterval(() => {
    // A database that does not answer is no reason to send people away.
    for (const listener of listeners) lookAfter(listener).catch(() => undefined);
  }, heartbeatMs);
  heartbeat.unref();
  // Whoever looks at them asks anew, and is told what they may see.
  access.onReread((regrouped) => {
    // It says whose records the rights of a department reach.
    if (regrouped.length > 0) sessionsChanged({ live: { publish } }, regrouped);
    for (const topic of ['core.person', 'core.department', 'core.role']) publish({ topic, name: 'changed', data: {}, mayHear: () => true });
  });
  return {
    publish,
    announce: (name) => publish({ topic: 'portal', name, data: {}, mayHear: () => true }),
    // Not as an event: who may hear one is asked of the database.
    tellReach: (reached) => {
      for (const { socket } of listeners) send(socket, { type: 'database', reached });
    },
    listeners: () => listeners.size,
    accept(request, socket, head, who) {
      server.handleUpgrade(request, socket, head, (ws) => {
        const listener: Listener = { socket: ws, who, topics: new Set(), alive: true };
        listeners.add(listener);
        ws.on('message', (data) => onMessage(listener, String(data)));
        ws.on('pong', () => {
          listener.alive = true;
        });
        ws.on('close', () => listeners.delete(listener));
        ws.on('error', () => ws.terminate());
        send(ws, { type: 'hello', seq, beatMs: heartbeatMs });
      });
    },
    async close() {
      clearInterval(heartbeat);
      for (const listener of listeners) listener.socket.close(1001, 'stopping');
      server.close();
    },
  };
}
