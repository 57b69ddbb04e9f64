import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/**
 * Starts one PostgreSQL for a whole run.
 * @returns the address of its maintenance database, what stops it, and what has the server go and come again over its data
 */
export async function startPostgres(): Promise<{ url: string; stop: () => Promise<void>; turn: (way: 'down' | 'up') => Promise<void> }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./postgres-server.js', import.meta.url))], { stdio: ['pipe', 'pipe', 'pipe'] });
  let out = '';
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8');
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => reject(new Error(errors || 'PostgreSQL ended before it was ready')));
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString('utf8');
      const end = out.indexOf('\n');
      if (end >= 0) resolve(out.slice(0, end));
    });
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, 'close');
    child.stdin.end();
    await closed;
  };
  const turn = async (way: 'down' | 'up'): Promise<void> => {
    const done = once(child.stdout, 'data');
    child.stdin.write(`${way}\n`);
    await done;
  };
  return { url, stop, turn };
}

let own: { users: number; server: ReturnType<typeof startPostgres> } | undefined;

/** The PostgreSQL of this run; call `leave` when done. */
export async function serverAddress(): Promise<{ url: string; leave: () => Promise<void> }> {
  const shared = process.env.SEDE_TEST_POSTGRES;
  if (shared) return { url: shared, leave: async () => {} };
  // A test file that was started by hand has nobody who started a server for it.
  own ??= { users: 0, server: startPostgres() };
  const mine = own;
  mine.users += 1;
  const leave = async (): Promise<void> => {
    mine.users -= 1;
    if (mine.users > 0) return;
    own = undefined;
    await (await mine.server).stop();
  };
  return { url: (await mine.server).url, leave };
}

/** Runs one statement on a connection of its own. */
export async function ask(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export interface FreshPostgres {
  url: string;
  drop: () => Promise<void>;
}

/** @param template the name of the database that it begins as a copy of; nobody may be connected to that. */
export async function createDatabase(server: string, template = 'template0'): Promise<{ name: string; url: string }> {
  const name = `sede_${randomBytes(6).toString('hex')}`;
  await ask(server, `create database ${name} template ${template} strategy file_copy`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { name, url: url.href };
}

/**
 * A database of one's own on the PostgreSQL of this run, empty or a copy. Call `drop` when done, in a teardown: connections
 * still open to it are cut.
 */
export async function freshPostgres(template?: string): Promise<FreshPostgres> {
  const { url: server, leave } = await serverAddress();
  const { name, url } = await createDatabase(server, template);
  const drop = async (): Promise<void> => {
    await ask(server, `drop database if exists ${name} with (force)`);
    await leave();
  };
  return { url, drop };
}
