import { constants } from 'node:fs';
import { access, chmod, lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { broken, type Check, type HealthContext, look, ok, quoted } from './finding.js';

interface Entry {
  name: string;
  path: string;
  uid: number;
  mode: number;
}

/** What lies directly in the data folder and among its keys; the contents of stored files lie deeper and are made by the same process. */
async function entriesOf(folder: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const below of ['', 'keys']) {
    for (const name of await readdir(join(folder, below)).catch(() => [])) {
      const path = join(folder, below, name);
      // Gone meanwhile, as the log of the database may be.
      const found = await lstat(path).catch(() => undefined);
      if (found) entries.push({ name: join(below, name), path, uid: found.uid, mode: found.mode });
    }
  }
  return entries;
}

const readableByOthers = ({ mode }: Entry) => (mode & 0o077) !== 0;

/** The database, where everybody on this machine may come to it; a group may be meant to, such as that of who copies the folder. */
async function openDatabase(folder: string, entries: readonly Entry[]): Promise<Entry[]> {
  const { mode } = await lstat(folder);
  return (mode & 0o001) === 0 ? [] : entries.filter((entry) => entry.name.startsWith('sede.sqlite') && (entry.mode & 0o004) !== 0);
}

/** Files with secrets that others on this machine may read. */
async function openSecrets(folder: string, entries: readonly Entry[]): Promise<Entry[]> {
  const holdsPassword = await readFile(join(folder, 'config.toml'), 'utf8').then(
    (text) => /^\s*url\s*=\s*["']postgres(ql)?:\/\/[^:@/]+:[^@]+@/m.test(text),
    () => false,
  );
  const isSecret = ({ name, mode }: Entry) =>
    (mode & constants.S_IFMT) === constants.S_IFREG && (name.startsWith('keys/') || name === 'control.json' || (holdsPassword && name === 'config.toml'));
  return [...entries.filter((entry) => isSecret(entry) && readableByOthers(entry)), ...(await openDatabase(folder, entries))];
}

const writable = (path: string): Promise<boolean> =>
  access(path, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );

/** Leaves files with secrets to the owner of the data folder alone. @returns how many were open. */
export async function closeSecrets(folder: string): Promise<number> {
  const open = await openSecrets(folder, await entriesOf(folder));
  for (const { path } of open) await chmod(path, 0o600);
  return open.length;
}

/** Whether the portal can write what is its own, and whether its secrets are its own. */
export const folderRights = {
  name: 'folder',
  async look({ folder }: Pick<HealthContext, 'folder'>) {
    const own = { command: `sudo chown -R --reference=${quoted(folder)} ${quoted(folder)}` };
    if (!(await writable(folder))) return broken('closed', { folder }, { command: `sudo chown -R "$(id -un)" ${quoted(folder)}` });
    const { uid } = await lstat(folder);
    const entries = await entriesOf(folder);
    const foreign = entries.filter((entry) => entry.uid !== uid);
    if (foreign.length > 0) return broken('foreign', { count: foreign.length, file: foreign[0]?.name ?? '' }, own);
    for (const { path, name } of entries) if (!(await writable(path))) return broken('locked', { file: name }, { command: `chmod u+rw ${quoted(path)}` });
    const open = await openSecrets(folder, entries);
    if (open.length > 0)
      return look(
        'open',
        { count: open.length, file: open[0]?.name ?? '' },
        { command: `chmod 600 ${open.map(({ path }) => quoted(path)).join(' ')}`, action: 'close-files' },
      );
    return ok('ok', { folder });
  },
} satisfies Check;
