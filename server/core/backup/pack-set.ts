import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { conflict, notFound } from '../http/problem.js';
import { backupName, packBackup } from './archive.js';
import { readKeys } from './keys.js';
import { databaseName, type Manifest, manifestName } from './manifest.js';
import { unpackSet } from './restore.js';
import { sealedEnd } from './seal.js';
import { type BackupSource, localRepository, secondRepository, temporaryFolder } from './take.js';

/** Everything of one set as one file, as `sede backup` makes it. @returns its path, in a folder that is to be removed afterwards. */
export async function packSet(source: BackupSource, id: string): Promise<{ file: string; name: string; folder: string }> {
  const local = await localRepository(source.folder);
  const repository = (await local.ids()).includes(id) ? local : await secondRepository(source);
  if (!repository || !(await repository.ids()).includes(id)) throw notFound();
  const key = source.plan.sealed ? (await readKeys(source.folder)).find((one) => one.id === source.keyId) : undefined;
  if (source.plan.sealed && !key) throw conflict('backup-key-missing');
  const folder = await temporaryFolder(source.folder, 'sending');
  try {
    const staging = join(folder, 'set');
    await mkdir(staging);
    const { format: _, tables, contents: __, database, dialect, ...said } = await unpackSet(repository, id, staging);
    const contents = await repository.contents(id, await repository.manifest(id));
    const rows = Object.fromEntries(Object.entries(tables).map(([table, { rows: n }]) => [table, n]));
    const files = { [databaseName[dialect]]: database, ...contents };
    const manifest: Manifest = { format: 1, version: said.version, dialect, created: said.created, company: said.company, files, rows };
    await writeFile(join(staging, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
    const name = backupName(said.company, said.created) + (key ? sealedEnd : '');
    await packBackup(staging, Object.keys(files), join(folder, name), key);
    await rm(staging, { recursive: true });
    return { file: join(folder, name), name, folder };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
