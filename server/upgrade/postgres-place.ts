import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { allMigrations } from '../all-migrations.js';
import type { Config } from '../config.js';
import type { Database } from '../core/db/database.js';
import { BrokenDump, countDump } from '../core/db/dump-file.js';
import { nowIso } from '../core/db/instant.js';
import { migrateAtOnce } from '../core/db/migrate.js';
import { openPostgres } from '../core/db/postgres.js';
import { restorePostgres } from '../core/db/postgres-restore.js';
import { dropThrowaway, throwawayDatabase } from '../core/db/throwaway-postgres.js';
import { Hint } from '../explain.js';
import { tryPortal } from '../try-portal.js';
import { sourcesOf } from './pending.js';
import { dress, type Place } from './place.js';

const countOf = async (file: string): Promise<Record<string, number>> => {
  try {
    return await countDump(file);
  } catch (error) {
    if (error instanceof BrokenDump) throw new Hint(`the snapshot is damaged: ${error.message}. Nothing was changed.`);
    throw error;
  }
};

async function within<T>(db: Database, work: (db: Database) => Promise<T>): Promise<T> {
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

/**
 * A database on a server. The copy is a throwaway database beside it; what ran there without fault is then done to the database
 * itself, in one transaction.
 */
export function postgresPlace(config: Config, url: string): Place {
  const { data } = config;
  const work = join(data, '.upgrading');
  /** Holds the name of the copy as long as there is one. */
  const named = join(data, '.upgrading-database');
  let copyUrl = '';
  return {
    ending: 'ndjson.gz',
    open: () => openPostgres(url),
    async copy(snapshot) {
      const made = await throwawayDatabase(url, 'upgrade', (name) => writeFile(named, name, { flush: true }));
      if (!made)
        throw new Hint(
          `the user of this database may not make another one, in which the upgrade would be tried first. Let it, as an administrator of the server: ALTER ROLE ${decodeURIComponent(new URL(url).username)} CREATEDB. Or start the new version as it is: it takes the same snapshot and brings the tables up to date without a trial.`,
        );
      copyUrl = made.url;
      await within(openPostgres(copyUrl), async (db) => restorePostgres(db, snapshot, await allMigrations()));
      await mkdir(work);
      await dress(data, work);
      return { ...config, data: work, databaseUrl: copyUrl };
    },
    async check() {
      const again = join(work, 'upgraded.ndjson.gz');
      await within(openPostgres(copyUrl), (db) => db.snapshot(again));
      return countOf(again);
    },
    try: () => tryPortal(work, copyUrl),
    switch: () => within(openPostgres(url), async (db) => void (await migrateAtOnce(db, await sourcesOf(db), nowIso))),
    migrationsIn: async (snapshot) => (await countOf(snapshot)).migrations ?? 0,
    putAside: (target) => within(openPostgres(url), async (db) => void (await db.snapshot(target))),
    return: (snapshot) => within(openPostgres(url), async (db) => restorePostgres(db, snapshot, await allMigrations(), { replace: true })),
    async clean() {
      if (existsSync(named)) {
        await dropThrowaway(url, await readFile(named, 'utf8'));
        await rm(named);
      }
      await rm(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
