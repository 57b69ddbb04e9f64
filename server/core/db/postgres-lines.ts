import { Socket } from 'node:net';
import type pg from 'pg';

/** How long PostgreSQL may take to answer whoever connects, in milliseconds. */
const connectMs = 10_000;

/** The connections of this process to its PostgreSQL. */
export interface Lines {
  /** What each of them is opened with. */
  config: pg.ClientConfig;
  /** Whether it was broken off and has not answered since: whoever asks meanwhile is told so at once. */
  isSilent(): boolean;
  /** Breaks all off: a server that hangs never refuses, and whoever waits for it would wait for ever. */
  breakOff(): void;
  /** It answers again. */
  isBack(): void;
}

export function openLines(url: string): Lines {
  const open = new Set<Socket>();
  let silent = false;
  const stream = () => {
    const socket = new Socket();
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    return socket;
  };
  return {
    config: { connectionString: url, connectionTimeoutMillis: connectMs, stream },
    isSilent: () => silent,
    breakOff() {
      silent = true;
      for (const socket of open) socket.destroy();
    },
    isBack() {
      silent = false;
    },
  };
}
