import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/** Stands between a portal and its PostgreSQL, which others use too. */
export interface CutOff {
  /** The address of the same database through it. */
  url: string;
  /** Down: what is open breaks, and nobody is there any more. Silent: whoever is or gets connected hears nothing. */
  turn(way: 'down' | 'up' | 'silent'): Promise<void>;
}

export async function cutOff(t: { teardown(work: () => Promise<void>): void }, databaseUrl: string): Promise<CutOff> {
  const behind = new URL(databaseUrl);
  const open = new Set<Socket>();
  let silent = false;
  const server = createServer((near) => {
    if (silent) {
      open.add(near);
      near.on('error', () => undefined);
      near.on('close', () => open.delete(near));
      return;
    }
    const far = connect(Number(behind.port), behind.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const turn = async (way: 'down' | 'up' | 'silent') => {
    if (way === 'silent') {
      silent = true;
      for (const socket of open) socket.unpipe().pause();
      return;
    }
    if (silent) {
      silent = false;
      for (const socket of open) socket.destroy();
    }
    if (server.listening === (way === 'up')) return;
    if (way === 'up') {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    } else {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    }
  };
  t.teardown(() => turn('down'));
  const url = new URL(databaseUrl);
  url.port = String(port);
  return { url: url.href, turn };
}
