import { existsSync } from 'node:fs';
import { cp, mkdtemp, open, realpath, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { create } from 'tar';
import type { Database } from '../db/database.js';
import { databaseName, filesBelow, type Manifest, manifestName, sha256Of } from './manifest.js';

/** What of the data folder goes into a backup besides the database. */
const parts = ['files', 'imports', 'keys', 'config.toml'] as const;

/** `sede-ferragens-aurora-2026-11-25-0143.tar.gz`. @param at ISO instant, UTC. */
export function backupName(company: string | null, at: string): string {
  const slug = (company ?? '')
    .normalize('NFD')
    .replace(/[^\x20-\x7e]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return `sede${slug === '' ? '' : `-${slug}`}-${at.slice(0, 10)}-${at.slice(11, 16).replace(':', '')}.tar.gz`;
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export interface BackupOptions {
  /** The data folder. */
  folder: string;
  db: Database;
  /** The file to be made; it must not be there yet. */
  target: string;
  version: string;
  company: string | null;
  now: string;
}

/**
 * Puts the whole portal into one file: a copy of the database at one moment, stored files, keys and configuration, and a
 * manifest to check them by. Works while the portal runs: stored files never change, and are there before the database
 * names them. The file gets its name when it is complete and on the disk.
 */
export async function writeBackup({ folder, db, target, version, company, now }: BackupOptions): Promise<Manifest> {
  if (existsSync(target)) throw new Error(`${target} is there already`);
  const staging = await mkdtemp(join(dirname(target), '.sede-backup-'));
  try {
    const rows = await db.snapshot(join(staging, databaseName[db.dialect]));
    const paths = [databaseName[db.dialect]];
    for (const part of parts) {
      const source = join(folder, part);
      if (!existsSync(source)) continue;
      // What may change meanwhile is small and copied; stored files stay as they are and may be many.
      if (part === 'files') await symlink(source, join(staging, part));
      else await cp(source, join(staging, part), { recursive: true });
      // A name with a dot in front is a file that is just being written.
      if ((await stat(source)).isDirectory())
        paths.push(...(await filesBelow(await realpath(join(staging, part)))).filter((path) => !path.startsWith('.')).map((path) => `${part}/${path}`));
      else paths.push(part);
    }
    const files: Manifest['files'] = {};
    for (const path of paths) files[path] = { sha256: await sha256Of(join(staging, path)), bytes: (await stat(join(staging, path))).size };
    const manifest: Manifest = { format: 1, version, dialect: db.dialect, created: now, company, files, rows };
    await writeFile(join(staging, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
    const aside = join(staging, 'backup.tar.gz');
    await create({ cwd: staging, file: aside, mode: 0o600, gzip: true, portable: true, follow: true, strict: true }, [manifestName, ...paths]);
    await syncFile(aside);
    await rename(aside, target);
    return manifest;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}
