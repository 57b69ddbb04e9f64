import { existsSync } from 'node:fs';
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What was upgraded, so that it can be taken back. Stands in `upgrade.json` of the data folder. */
export interface Upgraded {
  /** Instant, UTC. */
  at: string;
  version: string;
  /** Snapshot of before, by its path in the data folder. */
  snapshot: string;
  /** The migrations that were to run, as `core 0029-audit-chain`; left out by an earlier version. */
  pending?: string[];
}

const noteOf = (folder: string) => join(folder, 'upgrade.json');

/** On the disk for good, as a rename is expected to find it. */
export async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function writeNote(folder: string, note: Upgraded): Promise<void> {
  const file = noteOf(folder);
  await writeFile(`${file}.part`, `${JSON.stringify(note, null, 2)}\n`);
  await sync(`${file}.part`);
  await rename(`${file}.part`, file);
}

/** @returns null where nothing was upgraded, or all of it was taken back. */
export async function readNote(folder: string): Promise<Upgraded | null> {
  return existsSync(noteOf(folder)) ? (JSON.parse(await readFile(noteOf(folder), 'utf8')) as Upgraded) : null;
}

export const removeNote = (folder: string): Promise<void> => rm(noteOf(folder), { force: true });
