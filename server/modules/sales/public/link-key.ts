import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const bytes = 32;

function read(file: string): Buffer | undefined {
  try {
    const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url');
    if (key.length === bytes) return key;
    throw new Error(`${file} is not a key of ${bytes} bytes`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * The key from which the links of clients are made, in the data folder beside the database: made at the first use, read ever
 * after. Whoever has only the database cannot make a link with it.
 */
export function linkKey(folder: string): Buffer {
  const keys = join(folder, 'keys');
  const file = join(keys, 'sales-links.key');
  const present = read(file);
  if (present) return present;
  mkdirSync(keys, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(bytes).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // Fails when another process was first, so that there is only ever one key.
    linkSync(draft, file);
    chmodSync(file, 0o400);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return read(file) as Buffer;
}
