import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { allMigrations } from './all-migrations.js';
import { readConfig } from './config.js';
import { sessionCookie } from './core/auth/authenticate.js';
import { openSession } from './core/auth/sessions.js';
import { BadBackup } from './core/backup/manifest.js';
import type { RehearsalOrder, RehearsalResult } from './core/backup/rehearse.js';
import { openRepository } from './core/backup/repository.js';
import { restoreBackup } from './core/backup/restore.js';
import { parseKey } from './core/backup/seal.js';
import type { Database } from './core/db/database.js';
import { sumDump } from './core/db/dump-file.js';
import { nowIso } from './core/db/instant.js';
import { openPostgres } from './core/db/postgres.js';
import { differentTables } from './core/db/row-sums.js';
import { openSqlite } from './core/db/sqlite.js';
import { sumSqlite } from './core/db/sqlite-copy.js';
import { explain } from './explain.js';
import { openPortal } from './portal.js';

async function ask(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A database of our own on the portal's server. @returns null where its user may not make one. */
async function throwawayDatabase(server: string): Promise<{ url: string; drop(): Promise<void> } | null> {
  const name = `sede_rehearsal_${randomBytes(6).toString('hex')}`;
  try {
    await ask(server, `create database ${name} template template0`);
  } catch (error) {
    if ((error as { code?: string }).code === '42501') return null;
    throw error;
  }
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => ask(server, `drop database if exists ${name} with (force)`) };
}

async function demandStoredFiles(db: Database, data: string): Promise<void> {
  const rows = await db.read.selectFrom('files').select(['sha256', 'name']).distinct().execute();
  const missing = rows.filter(({ sha256 }) => !existsSync(join(data, 'files', sha256.slice(0, 2), sha256)));
  if (missing.length > 0) throw new BadBackup(`${missing.length} stored files are missing, among them ${missing[0]?.name}`);
}

/** A session for an administrator that is in the copy alone. @returns the cookie. */
async function signIn(db: Database): Promise<string> {
  const person = await db.read
    .selectFrom('people')
    .innerJoin('person_roles', 'person_roles.person_id', 'people.id')
    .innerJoin('roles', 'roles.id', 'person_roles.role_id')
    .select('people.id')
    .where('roles.built_in', '=', 'administrator')
    .where('people.status', '=', 'active')
    .orderBy('people.id')
    .limit(1)
    .executeTakeFirst();
  if (!person) throw new BadBackup('Nobody could sign in: there is no administrator in the backup');
  return openSession(db, person.id, 'rehearsal', nowIso());
}

/** Starts the copy on a port of its own of this machine, without jobs, so that nothing is sent; signs in and reads. */
async function start(data: string): Promise<void> {
  const portal = await openPortal(
    { ...readConfig(['--data', data, '--port', '0', '--host', '127.0.0.1'], {}), metrics: [] },
    { log: pino({ level: 'silent' }), clock: false },
  );
  try {
    const cookie = `${sessionCookie}=${await signIn(portal.services.db)}`;
    const { port } = await portal.listen();
    const list = portal.life.on().includes('crm') ? 'crm/leads?limit=5' : 'people?limit=5';
    for (const path of ['session', 'day', list]) {
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`, { headers: { cookie } });
      await answer.arrayBuffer();
      if (answer.status !== 200) throw new BadBackup(`The restored portal answered ${answer.status} to ${path}`);
    }
  } finally {
    await portal.close();
  }
}

async function run({ set, target, keys, databaseUrl }: RehearsalOrder): Promise<RehearsalResult> {
  const repository = openRepository(dirname(dirname(set)), keys.map(parseKey), null);
  let into: RehearsalResult['into'] = 'sqlite';
  let database: Awaited<ReturnType<typeof throwawayDatabase>> = null;
  try {
    const manifest = await repository.manifest(basename(set));
    // Where it came from PostgreSQL it goes there again, as far as we may make a database.
    if (manifest.dialect === 'postgres' && databaseUrl !== null) database = await throwawayDatabase(databaseUrl);
    if (database) into = 'postgres';
    const data = join(target, 'data');
    const place = database ? { databaseUrl: database.url } : { sqlite: true };
    await restoreBackup({ source: set, folder: data, keys: repository.keys, migrations: await allMigrations(), now: nowIso(), ...place });
    const db = database ? openPostgres(database.url) : openSqlite(join(data, 'sede.sqlite'), { durable: false });
    try {
      await demandStoredFiles(db, data);
      const copy = join(target, database ? 'again.ndjson.gz' : 'again.sqlite');
      await db.snapshot(copy);
      const different = differentTables(manifest.tables, await (database ? sumDump(copy) : sumSqlite(copy)));
      if (different.length > 0) throw new BadBackup(`These tables are not what was backed up: ${different.join(', ')}`);
    } finally {
      await db.close();
    }
    await start(data);
    return { into, error: null };
  } catch (error) {
    return { into, error: explain(error) ?? `${(error as Error).stack}` };
  } finally {
    await database?.drop();
  }
}

process.once('message', async (order: RehearsalOrder) => {
  const result = await run(order);
  process.send?.(result);
  process.disconnect();
});
