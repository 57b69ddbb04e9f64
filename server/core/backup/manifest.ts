import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Dialect } from '../db/database.js';

/** What a backup says of itself, in `manifest.json`, the first file in it. */
export interface Manifest {
  format: 1;
  /** Version of Sede that made it. */
  version: string;
  dialect: Dialect;
  /** Instant at which it was made. */
  created: string;
  company: string | null;
  /** Every file in it besides the manifest, by its path with `/`. */
  files: Record<string, { sha256: string; bytes: number }>;
  /** Number of rows of each table. */
  rows: Record<string, number>;
}

/** A file that is no backup or a damaged one, or a place that it cannot be restored to. */
export class BadBackup extends Error {}

export const manifestName = 'manifest.json';
/** Where in a backup the database lies. */
export const databaseName: Record<Dialect, string> = { sqlite: 'sede.sqlite', postgres: 'database.ndjson.gz' };

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Paths of all files below `root`, with `/`, relative to it. */
export async function filesBelow(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .split(sep)
        .join('/'),
    )
    .sort();
}

export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws BadBackup when the folder holds no manifest that this version can read. */
export async function readManifest(root: string): Promise<Manifest> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(join(root, manifestName), 'utf8'));
  } catch (error) {
    throw new BadBackup(`This is not a backup of Sede: its ${manifestName} cannot be read (${(error as Error).message})`);
  }
  if (!isRecord(value) || !isRecord(value.files) || !isRecord(value.rows))
    throw new BadBackup(`This is not a backup of Sede: its ${manifestName} is of another shape`);
  if (value.format !== 1) throw new BadBackup(`This backup was made by a newer Sede (${String(value.version)}): install that version first`);
  return value as unknown as Manifest;
}

/** Compares what lies below `root` with the manifest, byte for byte. @throws BadBackup naming the first difference. */
export async function verifyFiles(root: string, manifest: Manifest): Promise<void> {
  const present = new Set(await filesBelow(root));
  present.delete(manifestName);
  for (const [path, { sha256, bytes }] of Object.entries(manifest.files)) {
    if (!present.delete(path)) throw new BadBackup(`The backup is not whole: ${path} is missing`);
    const file = join(root, path);
    if ((await stat(file)).size !== bytes || (await sha256Of(file)) !== sha256) throw new BadBackup(`The backup is damaged: ${path} is not what it was`);
  }
  const [more] = present;
  if (more !== undefined) throw new BadBackup(`The backup holds ${more}, which its manifest does not name`);
}
