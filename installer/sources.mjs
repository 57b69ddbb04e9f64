import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './root.mjs';

/**
 * The files under these folders of the repository, as sorted paths from its root.
 * @param {readonly string[]} folders
 * @returns {string[]}
 */
export function filesUnder(folders) {
  return folders
    .map((folder) => join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => [entry, join(entry.parentPath ?? entry.path, entry.name)]),
    )
    .filter(([entry]) => entry.isFile())
    .map(([, file]) => relative(root, file))
    .sort();
}

export const testFiles = () => filesUnder(['tests']).filter((file) => file.endsWith('.test.ts'));

/** One hash over names and contents: the same sources give the same hash on every machine and at every time. */
export function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const path = join(root, file);
    // A file that somebody removed since the list was made counts as not there; the next look sees the new list.
    if (existsSync(path)) hash.update(`${file}\0`).update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}
