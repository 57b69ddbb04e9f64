import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { StoredFile } from '../../contracts/core/files.js';
import type { Actor } from '../access/actor.js';
import type { Tx } from '../db/database.js';
import { plusMilliseconds } from '../db/instant.js';
import { conflict, invalidField, notFound, Refusal } from '../http/problem.js';
import type { Services } from '../services.js';
import { roomFor } from './room.js';

export const largestUpload = 250 * 1_048_576;
const DAY_MS = 86_400_000;

export interface Checksum {
  algorithm: 'sha1' | 'sha256';
  digest: Buffer;
}

type Needs = Pick<Services, 'db' | 'files' | 'folder' | 'now'>;

/** Files that arrive in parts, each owned by whoever began it. */
export interface Uploads {
  /** Announces a file. @returns the secret name by which its parts are sent. @throws Refusal 413. */
  begin(actor: Actor, file: { name: string; mediaType: string; size: number }): Promise<string>;
  /** How much has arrived. @throws Refusal 404. */
  stateOf(actor: Actor, token: string): Promise<{ offset: number; size: number }>;
  /**
   * Adds a part. One that is still being written is stopped: its sender has come back by another way.
   * @param checksum with one, a part that is not what it should be leaves nothing; without, what has arrived before a cut stays.
   * @returns how much has arrived. @throws Refusal 404, 409 for another place than where it ended, 413, 460.
   */
  append(actor: Actor, token: string, offset: number, part: Readable, checksum?: Checksum): Promise<number>;
  /** Stores a file that has arrived whole; said again it answers the same. @throws Refusal 404, 409. */
  finish(actor: Actor, token: string): Promise<StoredFile>;
  /**
   * Hands over a file that has arrived whole to something other than the store; afterwards it is gone from here, whatever became of it.
   * @param use may move the file away. @throws Refusal 404, 409.
   */
  take<T>(actor: Actor, token: string, use: (path: string, name: string) => Promise<T>): Promise<T>;
  /** Lets go of what has arrived. @throws Refusal 404. */
  drop(actor: Actor, token: string): Promise<void>;
  /** Lets go of what was begun more than a day ago and never finished. */
  cleanUp(): Promise<void>;
}

/** Writes a part behind what is there, never more than `room` bytes. */
async function writePart(handle: FileHandle, offset: number, room: number, part: Readable, hash?: ReturnType<typeof createHash>): Promise<number> {
  let at = offset;
  for await (const chunk of part as AsyncIterable<Buffer>) {
    if (at + chunk.length > offset + room) throw new Refusal(413, 'too-large');
    hash?.update(chunk);
    await handle.write(chunk, 0, chunk.length, at);
    at += chunk.length;
  }
  return at;
}

export function createUploads({ db, files, folder, now }: Needs): Uploads {
  const root = join(folder, 'uploads');
  const pathOf = (token: string): string => join(root, token);
  /** One thing at a time for each file. */
  const running = new Map<string, { stop(): void; done: Promise<unknown> }>();

  async function alone<T>(token: string, stop: () => void, work: () => Promise<T>): Promise<T> {
    for (let other = running.get(token); other; other = running.get(token)) {
      other.stop();
      await other.done;
    }
    const result = work();
    const done = result.then(
      () => running.delete(token),
      () => running.delete(token),
    );
    running.set(token, { stop, done });
    return result;
  }

  async function find(actor: Actor, token: string) {
    const row = await db.read.selectFrom('uploads').selectAll().where('token', '=', token).executeTakeFirst();
    if (!row || actor.personId === null || row.person_id !== actor.personId) throw notFound();
    return row;
  }

  /** Bytes that have arrived; what a restored database names but is not there begins anew. */
  const arrived = async (token: string): Promise<number> =>
    (
      await stat(pathOf(token)).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOENT' ? notFound() : error;
      })
    ).size;

  const forget = (tx: Tx, id: number) => tx.q.deleteFrom('uploads').where('id', '=', id).execute();

  async function letGo(token: string, id: number): Promise<void> {
    await rm(pathOf(token), { force: true });
    await db.write((tx) => forget(tx, id));
  }

  async function append(token: string, size: number, offset: number, part: Readable, checksum: Checksum | undefined): Promise<number> {
    if ((await arrived(token)) !== offset) throw conflict('upload-offset');
    const handle = await open(pathOf(token), 'r+');
    const hash = checksum && createHash(checksum.algorithm);
    try {
      const end = await writePart(handle, offset, size - offset, part, hash);
      const digest = hash?.digest();
      if (checksum && digest && !(digest.length === checksum.digest.length && timingSafeEqual(digest, checksum.digest)))
        throw new Refusal(460, 'upload-checksum');
      await handle.datasync();
      return end;
    } catch (error) {
      if (checksum || error instanceof Refusal) await handle.truncate(offset);
      if (error instanceof Refusal) throw error;
      // The sender has gone, or sends this part once more by another connection.
      if (part.errored || part.destroyed) throw new Refusal(400, 'upload-cut');
      throw error;
    } finally {
      await handle.close();
    }
  }

  return {
    async begin(actor, { name, mediaType, size }) {
      if (size > largestUpload) throw new Refusal(413, 'too-large');
      const personId = actor.personId as number;
      await roomFor(db.read, personId, size);
      const token = randomBytes(32).toString('base64url');
      await mkdir(root, { recursive: true });
      await (await open(pathOf(token), 'wx', 0o600)).close();
      await db.write((tx) =>
        tx.q.insertInto('uploads').values({ token, person_id: personId, name, size, media_type: mediaType, created_at: now(), file_id: null }).execute(),
      );
      return token;
    },
    async stateOf(actor, token) {
      const { size, file_id } = await find(actor, token);
      return { offset: file_id === null ? await arrived(token) : size, size };
    },
    async append(actor, token, offset, part, checksum) {
      const { size, file_id } = await find(actor, token);
      if (file_id !== null) throw conflict('upload-offset');
      return alone(
        token,
        () => part.destroy(),
        () => append(token, size, offset, part, checksum),
      );
    },
    async finish(actor, token) {
      await find(actor, token);
      return alone(
        token,
        () => undefined,
        async () => {
          const row = await find(actor, token);
          const known = row.file_id === null ? undefined : await files.find(row.file_id);
          if (known) return { id: known.id, name: known.name, size: known.size, mediaType: known.mediaType };
          if ((await arrived(token)) !== row.size) throw conflict('upload-incomplete');
          const content = await files.adopt(pathOf(token));
          if (content.size !== row.size) throw conflict('upload-incomplete');
          return db.write(async (tx) => {
            const stored = await files.register(tx, content, { name: row.name, mediaType: row.media_type }, row.person_id);
            await tx.q.updateTable('uploads').set({ file_id: stored.id }).where('id', '=', row.id).execute();
            return stored;
          });
        },
      );
    },
    async take(actor, token, use) {
      await find(actor, token);
      return alone(
        token,
        () => undefined,
        async () => {
          const row = await find(actor, token);
          if (row.file_id !== null || (await arrived(token)) !== row.size) throw conflict('upload-incomplete');
          try {
            return await use(pathOf(token), row.name);
          } finally {
            await letGo(token, row.id);
          }
        },
      );
    },
    async drop(actor, token) {
      const row = await find(actor, token);
      await alone(
        token,
        () => undefined,
        () => letGo(token, row.id),
      );
    },
    async cleanUp() {
      const old = plusMilliseconds(now(), -DAY_MS);
      for (const { id, token } of await db.read.selectFrom('uploads').select(['id', 'token']).where('created_at', '<', old).execute()) await letGo(token, id);
      const known = new Set((await db.read.selectFrom('uploads').select('token').execute()).map(({ token }) => token));
      const names = await readdir(root).catch((error: NodeJS.ErrnoException) => {
        // Nobody has sent anything yet.
        if (error.code === 'ENOENT') return [];
        throw error;
      });
      for (const name of names.filter((one) => !known.has(one))) {
        const { mtimeMs } = await stat(join(root, name));
        if (Date.parse(now()) - mtimeMs > DAY_MS) await rm(join(root, name), { force: true });
      }
    },
  };
}

/** `Upload-Metadata` of tus: names with values in base64, separated by commas. @throws Refusal 422. */
export function parseMetadata(header: string | undefined): Map<string, string> {
  const values = new Map<string, string>();
  for (const pair of (header ?? '').split(',').filter((one) => one.trim() !== '')) {
    const [, key, value = ''] = /^\s*([\x21-\x2b\x2d-\x7e]{1,100})(?: ([A-Za-z0-9+/]*={0,2}))?\s*$/.exec(pair) ?? [];
    if (key === undefined) throw invalidField('Upload-Metadata', 'pattern');
    values.set(key, Buffer.from(value, 'base64').toString('utf8'));
  }
  return values;
}
