import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { filesBelow, sha256Of } from '../backup/manifest.js';
import { type ArchiveManifest, archiveEnding, contentPath } from './archive-format.js';
import { BadArchive } from './bad-archive.js';

function asManifest(text: string, part: string): ArchiveManifest {
  let value: Partial<ArchiveManifest>;
  try {
    value = JSON.parse(text) as Partial<ArchiveManifest>;
  } catch {
    throw new BadArchive('archive-damaged', part);
  }
  if (value?.what !== 'sede-module' || typeof value.module !== 'string' || !value.parts || !value.contents || !value.marks)
    throw new BadArchive('archive-unreadable', part);
  if (value.format !== 1) throw new BadArchive('archive-newer', String(value.version));
  return value as ArchiveManifest;
}

/**
 * What an archive says of itself; the rest of it is not looked at.
 * @throws BadArchive
 */
export async function readArchiveManifest(file: string): Promise<ArchiveManifest> {
  const { list } = await import('tar');
  const chunks: Buffer[] = [];
  let found = false;
  try {
    await list({
      file,
      strict: true,
      filter: (path) => path === 'manifest.json',
      onReadEntry: (entry) => {
        found = true;
        entry.on('data', (chunk: Buffer) => chunks.push(chunk));
      },
    });
  } catch {
    if (!found) throw new BadArchive('archive-unreadable', file.split(/[\\/]/).at(-1) as string);
  }
  return asManifest(Buffer.concat(chunks).toString('utf8'), 'manifest.json');
}

/** Unpacks an archive into an empty folder and compares every part with its manifest. @throws BadArchive naming the part that is not what it was. */
export async function unpackArchive(file: string, target: string): Promise<ArchiveManifest> {
  const name = file.split(/[\\/]/).at(-1) as string;
  const { extract, list } = await import('tar');
  let last: string | undefined;
  try {
    // Read to its end first: an unpacking that fails half-way still writes when it has failed.
    await list({
      file,
      strict: true,
      onReadEntry: (entry) => {
        last = entry.path;
      },
    });
  } catch {
    throw last === undefined ? new BadArchive('archive-unreadable', name) : new BadArchive('archive-damaged', last);
  }
  await extract({
    file,
    cwd: target,
    strict: true,
    filter: (_path, entry) => !('type' in entry) || ['File', 'OldFile', 'Directory'].includes(entry.type),
  });
  if (!existsSync(join(target, 'manifest.json'))) throw new BadArchive('archive-unreadable', name);
  const manifest = asManifest(await readFile(join(target, 'manifest.json'), 'utf8'), 'manifest.json');
  const expected = new Map([
    ...Object.entries(manifest.parts).map(([path, part]) => [path, part] as const),
    ...Object.entries(manifest.contents).map(([sha256, bytes]) => [contentPath(sha256), { sha256, bytes }] as const),
  ]);
  for (const [path, { sha256, bytes }] of expected) {
    const one = join(target, path);
    if (!existsSync(one) || (await stat(one)).size !== bytes || (await sha256Of(one)) !== sha256) throw new BadArchive('archive-damaged', path);
  }
  const more = (await filesBelow(target)).find((path) => path !== 'manifest.json' && !expected.has(path));
  if (more !== undefined) throw new BadArchive('archive-damaged', more);
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
