import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord } from './manifest.js';

/** What a repository says of itself: whose backups it holds. */
export interface RepositoryMark {
  format: 1;
  /** By what the portal is told from others. */
  portal: string;
  /** Of a second folder: the data folder whose backups it takes, see `homeOf`. Missing where an earlier version marked it. */
  home?: string;
  company: string | null;
}

const markName = 'sede-backups.json';

export async function readMark(root: string): Promise<RepositoryMark | null> {
  try {
    const value: unknown = JSON.parse(await readFile(join(root, markName), 'utf8'));
    return isRecord(value) && typeof value.portal === 'string' ? (value as unknown as RepositoryMark) : null;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export const writeMark = (root: string, mark: RepositoryMark): Promise<void> =>
  writeFile(join(root, markName), `${JSON.stringify(mark, null, 2)}\n`, { flush: true });
