import { createHash, createHmac } from 'node:crypto';
import { constants, createReadStream, createWriteStream, existsSync } from 'node:fs';
import { copyFile, link, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Dialect } from '../db/database.js';
import { makeFolder } from './make-folder.js';
import { BadBackup, databaseName, isRecord, sha256Of } from './manifest.js';
import { type SealKey, seal, sealedEnd, unseal } from './seal.js';
import { type Content, type Contents, isSetId, type SetManifest, storedIn } from './set-manifest.js';

const setsIn = (root: string) => join(root, 'sets');
const contentsIn = (root: string) => join(root, 'contents');
/** Folders of sets that are just being written begin so; one that was left by a killed process is no set. */
const making = '.making-';
const gone = '.gone-';

/** Hashes what passes through; `content` is complete when the stream has ended. */
function measure(): { stream: Transform; content(): Content } {
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    stream: new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        bytes += chunk.length;
        done(null, chunk);
      },
    }),
    content: () => ({ sha256: hash.copy().digest('hex'), bytes }),
  };
}

/** A file that belongs into a set, where it lies now. */
export interface Source extends Content {
  file: string;
  /** It never changes, so that on the same disk a second name for it is enough. */
  fixed?: true;
}

export interface NewSet {
  /** As of another repository, or without what is said of its contents. */
  manifest: Omit<SetManifest, 'contents'>;
  contents: Contents;
  /** The database, unpacked. */
  database: string;
}

export interface Repository {
  root: string;
  /** With which it reads sealed sets. */
  keys: readonly SealKey[];
  /** Ids of the whole sets, the newest first. */
  ids(): Promise<string[]>;
  manifest(id: string): Promise<SetManifest>;
  contents(id: string, manifest: SetManifest): Promise<Contents>;
  /** Bytes that the folder of a set takes, without the contents it shares. */
  bytesOf(id: string): Promise<number>;
  /** Puts a content in, unless it is there. */
  put(source: Source): Promise<void>;
  /** Where a content lies that is not sealed; undefined when it does not. */
  pathOf(sha256: string): string | undefined;
  /** Puts a set in whose contents are there; it appears when it is whole. */
  publish(set: NewSet): Promise<SetManifest>;
  /** Copies the database of a set to a file. @throws BadBackup when it is not what it was. */
  writeDatabase(id: string, manifest: SetManifest, target: string): Promise<void>;
  /** Copies one content to a file. @throws BadBackup when it is missing or not what it was. */
  writeContent(content: Content, target: string): Promise<void>;
  /** Whether a set can be read without a key. */
  isOpen(id: string): boolean;
  /**
   * Seals a set that was put in open, where this repository seals; `sweep` then removes its open contents. Ended at any moment it leaves
   * the set whole and open or sealed. @throws BadBackup when its database, its list or a content is missing or not what it was.
   */
  seal(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** Removes what killed processes have left, and contents that no set names. Nobody may be publishing. @returns how many contents went. */
  sweep(): Promise<number>;
}

const packedName = (dialect: Dialect) => (dialect === 'sqlite' ? `${databaseName.sqlite}.gz` : databaseName.postgres);

/** What is packed is cut off or torn. */
const isOfZlib = (error: unknown): error is Error => /^Z_/.test((error as { code?: string }).code ?? '');

/** A name in a folder is only safe from power loss once the folder is written too; not every system lets a folder be opened. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  try {
    await handle?.sync().catch(() => undefined);
  } finally {
    await handle?.close();
  }
}

/**
 * A folder of backups: `sets/<id>/` with the database and the list of contents of each, and `contents/`, where each stored file lies
 * once however many sets name it.
 * @param keys to read sealed sets with. @param sealWith seals what is put in; null: it is not sealed.
 */
export function openRepository(root: string, keys: readonly SealKey[], sealWith: SealKey | null): Repository {
  const folderOf = (id: string): string => {
    if (!isSetId(id)) throw new BadBackup(`There is no backup ${id}`);
    return join(setsIn(root), id);
  };
  /** Where a content lies; sealed, its name is not its hash, by which somebody who has the file could tell that it is here. */
  const pathOf = (sha256: string, key: SealKey | null): string => {
    const name = key ? createHmac('sha256', key.bytes).update(sha256).digest('hex') : sha256;
    return join(contentsIn(root), name.slice(0, 2), name + (key ? sealedEnd : ''));
  };
  const found = (sha256: string): string | undefined => [null, ...keys].map((key) => pathOf(sha256, key)).find((path) => existsSync(path));
  const exists = (id: string, name: string): { path: string; sealed: boolean } | undefined => {
    const path = join(folderOf(id), name);
    if (existsSync(path)) return { path, sealed: false };
    return existsSync(path + sealedEnd) ? { path: path + sealedEnd, sealed: true } : undefined;
  };
  const reading = (path: string): (Readable | Transform)[] => [createReadStream(path), ...(path.endsWith(sealedEnd) ? [unseal(keys)] : [])];

  async function text(id: string, name: string): Promise<string> {
    const at = exists(id, name);
    if (!at) throw new BadBackup(`There is no whole backup ${id} in ${root}`);
    const chunks: Buffer[] = [];
    const into = new Writable({
      write(chunk: Buffer, _encoding, done) {
        chunks.push(chunk);
        done();
      },
    });
    try {
      await pipeline([...reading(at.path), ...(name.endsWith('.gz') ? [createGunzip()] : []), into]);
    } catch (error) {
      if (!isOfZlib(error)) throw error;
      throw new BadBackup(`The backup ${id} is damaged: its ${name} cannot be unpacked (${error.message})`);
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  /** Writes beside and gives the name at last. */
  async function write(target: string, ...through: (Readable | Transform)[]): Promise<void> {
    const aside = `${target}.part`;
    try {
      await pipeline([...through, ...(sealWith ? [seal(sealWith)] : []), createWriteStream(aside, { mode: 0o600, flush: true })]);
      await rename(aside, sealWith ? target + sealedEnd : target);
    } catch (error) {
      await rm(aside, { force: true });
      throw error;
    }
  }

  async function put({ sha256, bytes, file, fixed }: Source): Promise<void> {
    const target = pathOf(sha256, sealWith);
    if (existsSync(target)) return;
    await makeFolder(dirname(target));
    if (fixed && !sealWith) {
      const linked = await link(file, target).then(
        () => true,
        () => existsSync(target),
      );
      if (linked) return;
    }
    const measured = measure();
    const aside = join(dirname(target), `${sha256}.part`);
    const last = [measured.stream, ...(sealWith ? [seal(sealWith)] : []), createWriteStream(aside, { mode: 0o600, flush: true })];
    try {
      await pipeline([createReadStream(file), ...last]);
      const { sha256: is, bytes: has } = measured.content();
      if (is !== sha256 || has !== bytes) throw new BadBackup(`${file} is not what it was when it was stored`);
      await rename(aside, target);
    } finally {
      await rm(aside, { force: true });
    }
  }

  /** Passes the database of a set on, unpacked. @throws BadBackup when it is not what it was. */
  async function readDatabase(id: string, manifest: SetManifest, into: Writable): Promise<void> {
    const at = exists(id, packedName(manifest.dialect));
    if (!at) throw new BadBackup(`The backup ${id} is not whole: its database is missing`);
    const measured = measure();
    try {
      const unpack = manifest.dialect === 'sqlite' ? [createGunzip()] : [];
      await pipeline([...reading(at.path), ...unpack, measured.stream, into]);
    } catch (error) {
      if (!isOfZlib(error)) throw error;
      throw new BadBackup(`The backup ${id} is damaged: its database cannot be unpacked (${error.message})`);
    }
    if (measured.content().sha256 !== manifest.database.sha256) throw new BadBackup(`The backup ${id} is damaged: its database is not what it was`);
  }

  const repository: Repository = {
    root,
    keys,
    async ids() {
      if (!existsSync(setsIn(root))) return [];
      return (await readdir(setsIn(root))).filter(isSetId).sort().reverse();
    },
    async manifest(id) {
      let value: unknown;
      try {
        value = JSON.parse(await text(id, 'manifest.json'));
      } catch (error) {
        if (error instanceof SyntaxError) throw new BadBackup(`The manifest of the backup ${id} cannot be read: ${error.message}`);
        throw error;
      }
      if (!isRecord(value)) throw new BadBackup(`The manifest of the backup ${id} is of another shape`);
      if (value.format !== 2) throw new BadBackup(`The backup ${id} was made by a newer Sede (${String(value.version)}): install that version first`);
      return value as unknown as SetManifest;
    },
    async contents(id, manifest) {
      const list = await text(id, 'contents.json.gz');
      if (createHash('sha256').update(list).digest('hex') !== manifest.contents.sha256)
        throw new BadBackup(`The list of contents of the backup ${id} is not what it was`);
      return JSON.parse(list) as Contents;
    },
    async bytesOf(id) {
      const folder = folderOf(id);
      const sizes = await Promise.all((await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size));
      return sizes.reduce((sum, size) => sum + size, 0);
    },
    put,
    pathOf: (sha256) => (existsSync(pathOf(sha256, null)) ? pathOf(sha256, null) : undefined),
    async publish({ manifest: given, contents, database }) {
      const list = Buffer.from(JSON.stringify(contents));
      const each = Object.values(contents);
      const manifest: SetManifest = {
        ...given,
        contents: {
          sha256: createHash('sha256').update(list).digest('hex'),
          bytes: list.length,
          count: each.length,
          stored: storedIn(contents),
          total: each.reduce((sum, { bytes }) => sum + bytes, 0),
        },
      };
      const folder = folderOf(manifest.id);
      if (existsSync(folder)) throw new BadBackup(`${folder} is there already`);
      const aside = join(setsIn(root), `${making}${manifest.id}`);
      await rm(aside, { recursive: true, force: true });
      await makeFolder(aside);
      try {
        const pack = manifest.dialect === 'sqlite' ? [createGzip({ level: 1 })] : [];
        await write(join(aside, packedName(manifest.dialect)), createReadStream(database), ...pack);
        await write(join(aside, 'contents.json.gz'), Readable.from([list]), createGzip());
        await write(join(aside, 'manifest.json'), Readable.from([Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`)]));
        await syncFolder(aside);
        await rename(aside, folder);
        await syncFolder(setsIn(root));
        return manifest;
      } catch (error) {
        await rm(aside, { recursive: true, force: true });
        throw error;
      }
    },
    writeDatabase: (id, manifest, target) => readDatabase(id, manifest, createWriteStream(target, { mode: 0o600, flush: true })),
    async writeContent({ sha256, bytes }, target) {
      const path = found(sha256);
      if (path === undefined) throw new BadBackup(`The backup is not whole: a content is missing (${sha256})`);
      await makeFolder(dirname(target));
      // Without a seal the system may copy by sharing blocks; either way it is read back.
      if (path.endsWith(sealedEnd)) await pipeline([...reading(path), createWriteStream(target, { mode: 0o600 })]);
      else await copyFile(path, target, constants.COPYFILE_FICLONE);
      if ((await stat(target)).size !== bytes || (await sha256Of(target)) !== sha256)
        throw new BadBackup(`The backup is damaged: a content is not what it was (${sha256})`);
    },
    isOpen: (id) => exists(id, 'manifest.json')?.sealed === false,
    async seal(id) {
      const manifest = await repository.manifest(id);
      const contents = Object.values(await repository.contents(id, manifest));
      // Sealed, it would pass for whole.
      await readDatabase(id, manifest, new Writable({ write: (_chunk, _encoding, done) => done() }));
      const missing = contents.find(({ sha256 }) => found(sha256) === undefined);
      if (missing) throw new BadBackup(`The backup ${id} is not whole: a content is missing (${missing.sha256})`);
      for (const { sha256, bytes } of contents) {
        const file = pathOf(sha256, null);
        if (existsSync(file)) await put({ sha256, bytes, file });
      }
      // The manifest is the last: by it a set counts as sealed.
      for (const name of [packedName(manifest.dialect), 'contents.json.gz', 'manifest.json']) {
        const at = exists(id, name);
        if (!at || at.sealed) continue;
        await write(at.path, createReadStream(at.path));
        await syncFolder(folderOf(id));
        await rm(at.path);
      }
    },
    async remove(id) {
      const folder = folderOf(id);
      if (!existsSync(folder)) throw new BadBackup(`There is no backup ${id} in ${root}`);
      const aside = join(setsIn(root), `${gone}${id}`);
      await rm(aside, { recursive: true, force: true });
      await rename(folder, aside);
      await rm(aside, { recursive: true, force: true });
    },
    async sweep() {
      if (!existsSync(root)) return 0;
      for (const name of existsSync(setsIn(root)) ? await readdir(setsIn(root)) : [])
        if (name.startsWith(making) || name.startsWith(gone)) await rm(join(setsIn(root), name), { recursive: true, force: true });
      const named = new Set<string>();
      for (const id of await repository.ids()) {
        let contents: Contents;
        try {
          contents = await repository.contents(id, await repository.manifest(id));
        } catch {
          // A set whose list cannot be read keeps everything, for it may be all there is; it must not keep the next backup from being made.
          return 0;
        }
        const isSealed = exists(id, 'manifest.json')?.sealed === true;
        for (const { sha256 } of Object.values(contents)) {
          const [open, sealed] = [pathOf(sha256, null), keys.map((key) => pathOf(sha256, key))];
          const present = sealed.filter((path) => existsSync(path));
          // What was put in before backups were sealed does not stay open because sealed ones need it, too.
          for (const path of isSealed && present.length > 0 ? present : existsSync(open) ? [open] : present) named.add(path);
        }
      }
      let removed = 0;
      if (!existsSync(contentsIn(root))) return removed;
      for (const shelf of await readdir(contentsIn(root))) {
        for (const name of await readdir(join(contentsIn(root), shelf))) {
          const path = join(contentsIn(root), shelf, name);
          if (named.has(path)) continue;
          await rm(path, { force: true });
          removed += 1;
        }
      }
      return removed;
    },
  };
  return repository;
}
