import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../db/database.js';
import { checkSqlite } from '../db/sqlite-copy.js';
import { broken, type Check, look, ok, type Soundness } from './finding.js';

const longLog = 256_000_000;

/** Contents of stored files that are noted and not there. */
async function missingFiles(db: Database, folder: string): Promise<{ files: number; missing: number }> {
  const root = join(folder, 'files');
  const there = new Set<string>();
  for (const below of await readdir(root).catch(() => [])) for (const name of await readdir(join(root, below)).catch(() => [])) there.add(name);
  const noted = await db.readAside.selectFrom('files').select('sha256').distinct().execute();
  return { files: noted.length, missing: noted.filter(({ sha256 }) => !there.has(sha256)).length };
}

/** Reads the whole database, in a thread of its own, and looks for every stored file. */
export async function lookThrough(db: Database, folder: string, now: string): Promise<Soundness> {
  const { faults, rows } = db.dialect === 'sqlite' ? await checkSqlite(join(folder, 'sede.sqlite')) : { faults: [], rows: {} };
  const files = faults.length > 0 ? { files: 0, missing: 0 } : await missingFiles(db, folder);
  return { at: now, faults, tables: Object.keys(rows).length, rows: Object.values(rows).reduce((sum, n) => sum + n, 0), ...files };
}

export const database: Check = {
  name: 'database',
  async look({ db, soundness }) {
    const { version, bytes, walBytes, connections } = await db.vitals();
    const { at, faults, tables, rows } = await soundness();
    if (faults.length > 0)
      return broken('unsound', { count: faults.length, fault: faults[0] ?? '' }, { command: 'sede help restore', page: '/settings/backups' });
    if (connections) {
      const { used, most } = connections;
      const params = { version, size: { bytes }, used, most };
      if (used > most * 0.75) return (used > most * 0.9 ? broken : look)('crowded', params, { command: 'psql -c "select * from pg_stat_activity"' });
      return ok('postgres', params);
    }
    if (walBytes !== null && walBytes > longLog) return look('log', { size: { bytes: walBytes } }, { action: 'check' });
    return ok('sqlite', { version, size: { bytes }, tables, rows, checked: { since: at } }, { action: 'check' });
  },
};

/** Where a newer version of the program waits for its first start, or an older one was put over it. */
export const tables: Check = {
  name: 'tables',
  look({ pending, newer = [] }) {
    if (newer.length > 0) return broken('newer', { names: newer.join(', ') });
    return pending.length === 0 ? ok('ok') : look('pending', { names: pending.join(', ') }, { command: 'sede upgrade' });
  },
};

export const storedFiles: Check = {
  name: 'files',
  needsTables: true,
  async look({ soundness }) {
    const { files, missing, faults } = await soundness();
    if (faults.length > 0) return look('unread');
    if (missing > 0) return broken('missing', { count: missing }, { command: 'sede help restore', page: '/settings/backups' });
    return ok('ok', { count: files });
  },
};
