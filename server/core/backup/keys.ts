import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { parseKey, printKey, type SealKey } from './seal.js';

const pattern = /^backup-[0-9a-f]{16}\.key$/;

/** Whether a file in `keys/` opens sealed backups: such a key never goes into a backup that is not sealed itself. */
export const isBackupKey = (name: string): boolean => pattern.test(name);

/** Every key of this data folder with which backups were ever sealed. */
export async function readKeys(folder: string): Promise<SealKey[]> {
  const root = join(folder, 'keys');
  if (!existsSync(root)) return [];
  const names = (await readdir(root)).filter(isBackupKey);
  return Promise.all(names.map(async (name) => parseKey(await readFile(join(root, name), 'utf8'))));
}

/** Puts a key where the nightly backup finds it, readable for the portal's user alone. */
export async function storeKey(folder: string, key: SealKey): Promise<void> {
  const root = join(folder, 'keys');
  await mkdir(root, { recursive: true, mode: 0o700 });
  const file = join(root, `backup-${key.id}.key`);
  const handle = await open(`${file}.part`, 'w', 0o600);
  try {
    await handle.writeFile(`${printKey(key)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.part`, file);
}
