import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Dialect } from '../db/database.js';

/** One copy of the database in `backups/`, taken every night or before an upgrade. */
export interface Snapshot {
  file: string;
  at: Date;
  bytes: number;
}

const pattern = /^(nightly|before)-.*\.(sqlite|ndjson\.gz)$/;
const nightly = /^nightly-/;

export const snapshotFolder = (folder: string): string => join(folder, 'backups');

/** @param at ISO instant, UTC. */
export function nightlyName(at: string, dialect: Dialect): string {
  return `nightly-${at.slice(0, 19).replaceAll(':', '-')}Z.${dialect === 'sqlite' ? 'sqlite' : 'ndjson.gz'}`;
}

/** Snapshots inside a data folder, the newest first. */
export function listSnapshots(folder: string): Snapshot[] {
  const root = snapshotFolder(folder);
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((name) => pattern.test(name))
    .map((name) => {
      const file = join(root, name);
      const { mtime, size } = statSync(file);
      return { file, at: mtime, bytes: size };
    })
    .sort((a, b) => b.at.getTime() - a.at.getTime());
}

/** Removes all but the newest `keep` nightly snapshots, which earlier versions made; those from before an upgrade stay until somebody removes them. */
export function pruneSnapshots(folder: string, keep: number): void {
  const root = snapshotFolder(folder);
  const names = readdirSync(root).filter((name) => nightly.test(name) && pattern.test(name));
  for (const name of names.sort().slice(0, Math.max(0, names.length - keep))) rmSync(join(root, name), { force: true });
}
