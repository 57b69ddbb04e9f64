import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Database } from '../db/database.js';
import type { Files } from './files.js';
import { removePreviews } from './preview-paths.js';

/** A rename is only safe from power loss once its folder is written too; not every system lets a folder be opened. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  if (!handle) return;
  try {
    await handle.sync();
  } catch (error) {
    if (!['EPERM', 'EINVAL', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    await handle.close();
  }
}

/** Marks a content as wanted just now, so that it is not discarded. @returns whether it is there. */
const touch = (path: string, now: string): Promise<boolean> =>
  utimes(path, new Date(now), new Date(now)).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );

const DAY_MS = 86_400_000;

/**
 * Contents lie below `<folder>/files/<first two digits>/<SHA-256>`, each once however many files have it.
 * @param folder the data folder.
 */
export function createFiles(db: Database, folder: string, now: () => string): Files {
  const root = join(folder, 'files');
  const pathOf = (sha256: string): string => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('This is not a SHA-256');
    return join(root, sha256.slice(0, 2), sha256);
  };

  async function writeAside(content: Buffer | Readable, aside: string): Promise<{ sha256: string; size: number }> {
    const hash = createHash('sha256');
    let size = 0;
    const handle = await open(aside, 'wx');
    try {
      for await (const chunk of Buffer.isBuffer(content) ? [content] : (content as AsyncIterable<Buffer>)) {
        hash.update(chunk);
        size += chunk.length;
        await handle.writeFile(chunk);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    return { sha256: hash.digest('hex'), size };
  }

  /** Puts a file that is on the disk for good into its place, unless its content is there. */
  async function moveIn(path: string, sha256: string): Promise<void> {
    const target = pathOf(sha256);
    if (!(await touch(target, now()))) {
      await mkdir(dirname(target), { recursive: true });
      // By the portal's clock, from which its age is counted.
      await touch(path, now());
      await rename(path, target);
      await syncFolder(dirname(target));
    }
    await rm(path, { force: true });
  }

  return {
    async put(content) {
      await mkdir(root, { recursive: true });
      const aside = join(root, `.${randomBytes(12).toString('hex')}.part`);
      try {
        const written = await writeAside(content, aside);
        await moveIn(aside, written.sha256);
        return written;
      } finally {
        await rm(aside, { force: true });
      }
    },
    async adopt(path) {
      const hash = createHash('sha256');
      let size = 0;
      for await (const chunk of createReadStream(path)) {
        hash.update(chunk);
        size += chunk.length;
      }
      const sha256 = hash.digest('hex');
      await moveIn(path, sha256);
      return { sha256, size };
    },
    async register(tx, { sha256, size }, { name, mediaType }, by, record) {
      const { id } = await tx.q
        .insertInto('files')
        .values({
          sha256,
          size,
          name,
          media_type: mediaType,
          created_by: by,
          created_at: now(),
          record_type: record?.type ?? null,
          record_id: record?.id ?? null,
          attached_at: null,
          removed_at: null,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return { id, name, size, mediaType };
    },
    async find(fileId) {
      const row = await db.read.selectFrom('files').selectAll().where('id', '=', fileId).executeTakeFirst();
      return (
        row && {
          id: row.id,
          name: row.name,
          size: row.size,
          mediaType: row.media_type,
          sha256: row.sha256,
          createdBy: row.created_by,
          recordType: row.record_type,
          recordId: row.record_id,
          removedAt: row.removed_at,
        }
      );
    },
    async discard(sha256, registeredAt) {
      const path = pathOf(sha256);
      const aside = `${path}.gone`;
      try {
        await rename(path, aside);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
        // Killed in the middle, the time before may have left it aside.
        if (
          !(await access(aside).then(
            () => true,
            () => false,
          ))
        )
          return 0;
      }
      // Looked at only now: what is put from here on is written anew.
      const wanted = await db.read.selectFrom('files').select('id').where('sha256', '=', sha256).limit(1).executeTakeFirst();
      const { mtimeMs, size } = await stat(aside);
      const putSince = registeredAt === undefined ? Date.parse(now()) - DAY_MS : Date.parse(registeredAt);
      if (wanted || mtimeMs > putSince) {
        await rename(aside, path);
        return 0;
      }
      await rm(aside);
      await removePreviews(folder, sha256);
      return size;
    },
    read: (sha256) => readFile(pathOf(sha256)),
    stream: (sha256) => createReadStream(pathOf(sha256)),
    pathOf,
  };
}
