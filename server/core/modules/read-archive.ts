import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ReadEntry } from 'tar';
import { type ArchiveManifest, archiveEnding, contentPath } from './archive-format.js';
import { asManifest } from './archive-manifest.js';
import { BadArchive } from './bad-archive.js';

const manifestPath = 'manifest.json';
/** Bytes; that of a module with 100 000 files has about eight million. */
const largestManifest = 64 * 1_048_576;

/**
 * Walks the entries of an archive, in their order.
 * @param onEntry may read the entry's data; `stop` ends the walk, with an error or because it has seen enough.
 */
async function walk(file: string, onEntry: (entry: ReadEntry, stop: (error?: Error) => void) => void): Promise<void> {
  const { Parser } = await import('tar');
  const source = createReadStream(file);
  try {
    await new Promise<void>((resolve, reject) => {
      const stop = (error?: Error) => (error ? reject(error) : resolve());
      const parser = new Parser({
        strict: true,
        onReadEntry: (entry) => {
          onEntry(entry, stop);
          entry.resume();
        },
      });
      parser.on('end', () => resolve());
      parser.on('error', reject);
      source.on('error', reject);
      source.pipe(parser as unknown as NodeJS.WritableStream);
    });
  } finally {
    source.destroy();
  }
}

/**
 * What an archive says of itself; the rest of it is not looked at.
 * @param named what the file is called in a message.
 * @throws BadArchive
 */
export async function readArchiveManifest(file: string, named = basename(file)): Promise<ArchiveManifest> {
  const chunks: Buffer[] = [];
  const unreadable = () => new BadArchive('archive-unreadable', named);
  try {
    await walk(file, (entry, stop) => {
      if (entry.path !== manifestPath || entry.size > largestManifest) return stop(unreadable());
      entry.on('data', (chunk: Buffer) => chunks.push(chunk));
      entry.on('end', () => stop());
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
    throw unreadable();
  }
  if (chunks.length === 0) throw unreadable();
  return asManifest(Buffer.concat(chunks).toString('utf8'), manifestPath);
}

/**
 * Reads an archive to its end and compares every part with its manifest: each there once, as it was, and nothing beside them.
 * @param named what the file is called in a message.
 * @throws BadArchive naming the part that is not what it was.
 */
export async function verifyArchive(file: string, named?: string): Promise<ArchiveManifest> {
  const manifest = await readArchiveManifest(file, named);
  const expected = new Map([
    ...Object.entries(manifest.parts).map(([path, part]) => [path, part] as const),
    ...Object.entries(manifest.contents).map(([sha256, bytes]) => [contentPath(sha256), { sha256, bytes }] as const),
  ]);
  let last = manifestPath;
  let isFirst = true;
  try {
    await walk(file, (entry, stop) => {
      last = entry.path;
      if (isFirst || entry.type === 'Directory') {
        isFirst = false;
        return;
      }
      const part = expected.get(entry.path);
      const damaged = new BadArchive('archive-damaged', entry.path);
      if (!part || part.bytes !== entry.size || (entry.type !== 'File' && entry.type !== 'OldFile')) return stop(damaged);
      expected.delete(entry.path);
      const hash = createHash('sha256');
      entry.on('data', (chunk: Buffer) => hash.update(chunk));
      entry.on('end', () => {
        if (hash.digest('hex') !== part.sha256) stop(damaged);
      });
    });
  } catch (error) {
    throw error instanceof BadArchive ? error : new BadArchive('archive-damaged', last);
  }
  const [missing] = expected.keys();
  if (missing !== undefined) throw new BadArchive('archive-damaged', missing);
  return manifest;
}

/** Unpacks some of an archive that was verified into a folder. */
export async function unpackParts(file: string, target: string, isWanted: (path: string) => boolean): Promise<void> {
  const { extract } = await import('tar');
  await extract({ file, cwd: target, strict: true, filter: (path, entry) => 'type' in entry && ['File', 'OldFile'].includes(entry.type) && isWanted(path) });
}

/**
 * Unpacks an archive into an empty folder when every part is what its manifest says.
 * @param isWanted left out: all of it.
 * @throws BadArchive naming the part that is not what it was.
 */
export async function unpackArchive(file: string, target: string, isWanted: (path: string) => boolean = () => true): Promise<ArchiveManifest> {
  const manifest = await verifyArchive(file);
  await unpackParts(file, target, isWanted);
  return manifest;
}

/** One file in `archives/`. */
export interface FoundArchive {
  name: string;
  bytes: number;
  /** Undefined where it cannot be read. */
  manifest?: ArchiveManifest;
}

const known = new Map<string, ArchiveManifest>();

/** Archives in the folder, the newest first. Each is read once: it does not change. */
export async function listArchives(folder: string): Promise<FoundArchive[]> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const found: FoundArchive[] = [];
  for (const name of names.filter((one) => one.endsWith(archiveEnding) && !one.startsWith('.'))) {
    const { size, mtimeMs } = await stat(join(folder, name));
    const key = `${join(folder, name)} ${size} ${mtimeMs}`;
    const manifest = known.get(key) ?? (await readArchiveManifest(join(folder, name)).catch(() => undefined));
    if (manifest) known.set(key, manifest);
    found.push({ name, bytes: size, ...(manifest ? { manifest } : {}) });
  }
  return found.sort((a, b) => ((a.manifest?.created ?? '') < (b.manifest?.created ?? '') ? 1 : -1));
}
