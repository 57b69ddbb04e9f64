import { createWriteStream, existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, realpath, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { create } from 'tar';
import type { Database } from '../db/database.js';
import { isBackupKey } from './keys.js';
import { databaseName, filesBelow, type Manifest, manifestName, sha256Of } from './manifest.js';
import { backedUpParts, isFixed, linkOrCopy } from './parts.js';
import { type SealKey, seal } from './seal.js';

const isPart = (path: string): boolean => !path.startsWith('.') && !isBackupKey(basename(path));

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

export interface BackupOptions {
  /** The data folder. */
  folder: string;
  db: Database;
  /** The file to be made; it must not be there yet. */
  target: string;
  version: string;
  company: string | null;
  now: string;
  /** Seals the file with this key; its name should then end with `.sealed`. */
  sealWith?: SealKey;
  /** Hears what is begun. */
  tell?(step: 'database' | 'files' | 'pack'): void;
}

/** Packs files of a folder into one, the manifest first. */
export async function packBackup(staging: string, paths: readonly string[], target: string, sealWith?: SealKey): Promise<void> {
  const packed = create({ cwd: staging, gzip: true, portable: true, follow: true, strict: true }, [manifestName, ...paths]);
  const through = sealWith ? [seal(sealWith)] : [];
  await pipeline([Readable.from(packed), ...through, createWriteStream(target, { mode: 0o600, flush: true })]);
}

/**
 * Puts the whole portal into one file: a copy of the database at one moment, stored files, keys and configuration, and a
 * manifest to check them by. Works while the portal runs: stored files never change, and are there before the database
 * names them. The file gets its name when it is complete and on the disk.
 */
export async function writeBackup({ folder, db, target, version, company, now, sealWith, tell = () => undefined }: BackupOptions): Promise<Manifest> {
  if (existsSync(target)) throw new Error(`${target} is there already`);
  const staging = await mkdtemp(join(dirname(target), '.sede-backup-'));
  try {
    tell('database');
    const rows = await db.snapshot(join(staging, databaseName[db.dialect]));
    const paths = [databaseName[db.dialect]];
    for (const part of backedUpParts) {
      const source = join(folder, part);
      if (!existsSync(source)) continue;
      // What may change meanwhile is small and copied; what stays as it is may be much.
      if (part === 'archives') {
        // Another may take the place of one while they are read, when somebody is erased out of it.
        await mkdir(join(staging, part));
        for (const name of await readdir(source)) if (!name.startsWith('.')) await linkOrCopy(join(source, name), join(staging, part, name));
      } else if (isFixed(part)) await symlink(source, join(staging, part));
      else await cp(source, join(staging, part), { recursive: true });
      // A name with a dot in front is a file that is just being written.
      if ((await stat(source)).isDirectory())
        paths.push(...(await filesBelow(await realpath(join(staging, part)))).filter(isPart).map((path) => `${part}/${path}`));
      else paths.push(part);
    }
    const files: Manifest['files'] = {};
    tell('files');
    for (const path of paths) files[path] = { sha256: await sha256Of(join(staging, path)), bytes: (await stat(join(staging, path))).size };
    const manifest: Manifest = { format: 1, version, dialect: db.dialect, created: now, company, files, rows };
    await writeFile(join(staging, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
    const aside = join(staging, 'backup.tar.gz');
    tell('pack');
    await packBackup(staging, paths, aside, sealWith);
    await rename(aside, target);
    return manifest;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}
