import type { BackupSet, Proof } from '../../contracts/core/backups.js';
import type { Repository } from './repository.js';
import { storedIn } from './set-manifest.js';
import { readState } from './state.js';
import { type BackupSource, localRepository, secondRepository } from './take.js';

async function describe(repository: Repository, id: string, second: boolean, proof: Proof | null): Promise<BackupSet> {
  const { created, version, dialect, database, contents, tables } = await repository.manifest(id);
  return {
    id,
    created,
    version,
    database: dialect,
    bytes: database.bytes + contents.total,
    ownBytes: await repository.bytesOf(id),
    rows: Object.values(tables).reduce((sum, { rows }) => sum + rows, 0),
    files: contents.stored ?? storedIn(await repository.contents(id, await repository.manifest(id))),
    second,
    proof,
  };
}

/** Backups in either folder, the newest first. One whose manifest cannot be read is left out: a trial says what is wrong with it. */
export async function listSets(source: BackupSource): Promise<BackupSet[]> {
  const local = await localRepository(source.folder);
  const second = await secondRepository(source).catch(() => null);
  const [here, there, { proofs }] = await Promise.all([local.ids(), second ? second.ids() : Promise.resolve<string[]>([]), readState(source.folder)]);
  const ids = [...new Set([...here, ...there])].sort().reverse();
  const described = ids.map((id) => {
    const repository = here.includes(id) || !second ? local : second;
    return describe(repository, id, there.includes(id), proofs[id] ?? null).catch(() => null);
  });
  return (await Promise.all(described)).filter((set) => set !== null);
}

/** Removes a set from both folders, with the contents that only it named; the backups must be locked. @returns whether it was there. */
export async function removeSet(source: BackupSource, id: string): Promise<boolean> {
  let found = false;
  for (const repository of [await localRepository(source.folder), await secondRepository(source).catch(() => null)]) {
    if (!repository || !(await repository.ids()).includes(id)) continue;
    found = true;
    await repository.remove(id);
    await repository.sweep();
  }
  return found;
}
