import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { isAbsolute, join, resolve, sep } from 'node:path';
import type { SecondState } from '../../contracts/core/backups.js';
import { type RepositoryMark, readMark, writeMark } from './repository-mark.js';

/** A share whose server is gone can hold up whoever looks at it for minutes. */
const patienceMs = 15_000;

function inTime<T>(work: Promise<T>): Promise<T | 'away'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'away'>((done) => {
    timer = setTimeout(done, patienceMs, 'away').unref();
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/**
 * What tells a data folder from a copy of it or from one that was restored, which both name the same portal and the same plan: where it
 * lies, and what the file system calls it. A restart, an upgrade and a rollback leave both as they are.
 */
async function homeOf(folder: string): Promise<string> {
  const [path, own, keys] = await Promise.all([realpath(folder), stat(folder), stat(join(folder, 'keys')).catch(() => null)]);
  return createHash('sha256')
    .update(JSON.stringify([path, own.ino, keys?.ino ?? null]))
    .digest('hex')
    .slice(0, 32);
}

async function stateOf(path: string, portal: string, folder: string): Promise<SecondState> {
  const [mark, home] = await Promise.all([readMark(path), homeOf(folder)]);
  if (mark === null) return 'away';
  if (mark.portal !== portal) return 'foreign';
  return mark.home === undefined || mark.home === home ? 'ok' : 'elsewhere';
}

/**
 * How the second folder does. One that does not bear our mark is away: where a share is not mounted lies an empty folder.
 * @param folder the data folder: a copy of it must neither write into nor clear what belongs to the one that people work in.
 */
export const secondState = (path: string, portal: string, folder: string): Promise<SecondState> =>
  inTime(stateOf(path, portal, folder).catch((): SecondState => 'away'));

/** Why a folder cannot be the second one: a text key below `core:error.field`. */
export type SecondFault = 'backup-absolute' | 'backup-inside' | 'backup-away' | 'backup-read-only' | 'backup-foreign';

const isInside = (path: string, folder: string): boolean => path === folder || path.startsWith(folder + sep);

/**
 * Tries a folder by writing into it, reading it back and removing it, and marks it as this portal's.
 * @param folder the data folder. @returns what is wrong with it; null when it is taken.
 */
export async function takeSecond(path: string, folder: string, mark: RepositoryMark): Promise<SecondFault | null> {
  if (!isAbsolute(path)) return 'backup-absolute';
  const fault = await inTime(tryFolder(resolve(path), folder, mark));
  return fault === 'away' ? 'backup-away' : fault;
}

async function tryFolder(path: string, folder: string, mark: RepositoryMark): Promise<SecondFault | null> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) return 'backup-away';
  const [real, data] = await Promise.all([realpath(path), realpath(folder)]);
  if (isInside(real, data) || isInside(data, real)) return 'backup-inside';
  const probe = join(path, `.sede-${randomBytes(6).toString('hex')}`);
  try {
    const content = randomBytes(4096);
    await writeFile(probe, content, { flush: true });
    if (!(await readFile(probe)).equals(content)) return 'backup-read-only';
    const present = await readMark(path);
    if (present && present.portal !== mark.portal) return 'backup-foreign';
    await mkdir(join(path, 'sets'), { recursive: true });
    await writeMark(path, { ...mark, home: await homeOf(folder) });
    return null;
  } catch {
    return 'backup-read-only';
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}
