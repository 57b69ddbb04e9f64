import { randomBytes } from 'node:crypto';
import pg from 'pg';

/**
 * Makes or drops a database of this name, one after the other: the server goes on making what somebody asked for who was killed
 * meanwhile, and what is not there yet cannot be dropped.
 */
async function ask(beside: string, name: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: beside });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(hashtext($1))', [name]);
    await client.query(statement);
  } finally {
    await client.end();
  }
}

export interface ThrowawayDatabase {
  url: string;
  drop(): Promise<void>;
}

/**
 * A database of our own beside another one, on the same server.
 * @param beside address of a database there. @param what it is for, in its name.
 * @param onName hears its name before it is made, so that it can be dropped after a kill.
 * @returns null where the user of the address may not make one.
 */
export async function throwawayDatabase(
  beside: string,
  what: 'rehearsal' | 'upgrade',
  onName: (name: string) => Promise<void> = async () => undefined,
): Promise<ThrowawayDatabase | null> {
  const name = `sede_${what}_${randomBytes(6).toString('hex')}`;
  await onName(name);
  try {
    await ask(beside, name, `create database ${name} template template0`);
  } catch (error) {
    if ((error as { code?: string }).code === '42501') return null;
    throw error;
  }
  const url = new URL(beside);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => dropThrowaway(beside, name) };
}

/** @throws RangeError for a name that no throwaway database has. */
export async function dropThrowaway(beside: string, name: string): Promise<void> {
  if (!/^sede_(rehearsal|upgrade)_[0-9a-f]{12}$/.test(name)) throw new RangeError(`"${name}" is no throwaway database`);
  await ask(beside, name, `drop database if exists ${name} with (force)`);
}
