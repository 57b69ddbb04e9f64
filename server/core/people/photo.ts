import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor.js';
import type { Queries, Tx } from '../db/database.js';
import { holdFile } from '../files/bind.js';
import type { Files } from '../files/files.js';
import { pictureType } from '../files/picture-type.js';
import { invalidField, notFound, Refusal } from '../http/problem.js';
import type { Services } from '../services.js';

/** The browser makes pictures small before they are sent; this is for those that come from elsewhere. */
const largestPhoto = 5 * 1_048_576;

/** What files of photos belong to. */
const personType = 'core.person';

const shown: readonly (string | undefined)[] = ['image/png', 'image/jpeg', 'image/webp'];

/** A picture that the actor has brought themselves, or one that the person had before. @throws Refusal 422 on `photoId`. */
export async function demandPhoto({ files }: { files: Files }, actor: Actor, personId: number, photoId: number | null | undefined): Promise<void> {
  if (photoId === null || photoId === undefined) return;
  const file = await files.find(photoId);
  const wasTheirs = file?.recordType === personType && file.recordId === personId;
  if (!file || (file.createdBy !== actor.personId && !wasTheirs)) throw invalidField('photoId', 'unknown-file');
  if (file.size > largestPhoto) throw new Refusal(413, 'too-large');
  if (!shown.includes(await pictureType(files.pathOf(file.sha256)))) throw invalidField('photoId', 'not-a-picture');
}

/** Makes a picture the person's; the one from before may be named again for as long as removed files are kept. @throws Refusal 422. */
export async function holdPhoto(tx: Tx, now: string, personId: number, photoId: number | null): Promise<void> {
  const theirs = tx.q.updateTable('files').set({ removed_at: now }).where('record_type', '=', personType).where('record_id', '=', personId);
  await theirs.where('removed_at', 'is', null).execute();
  if (photoId !== null) await holdFile(tx, photoId, { type: personType, id: personId }, 'photoId');
}

/** The picture itself, to be shown in a page. @param fixed whether the address names this very picture and can be kept. @throws Refusal 404. */
export async function sendPhoto(
  { db, files }: Pick<Services, 'db' | 'files'>,
  personId: number,
  fixed: boolean,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const file = await photoOf(db.read, files, personId);
  const type = file && (await pictureType(files.pathOf(file.sha256)));
  if (!file || !type) throw notFound();
  const tag = `"${file.sha256}"`;
  reply
    .header('content-type', type)
    .header('content-disposition', 'inline')
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', fixed ? 'private, max-age=31536000, immutable' : 'private, no-cache')
    .header('etag', tag);
  if (request.headers['if-none-match'] === tag) return reply.code(304).send();
  return reply.header('content-length', file.size).send(files.stream(file.sha256));
}

async function photoOf(q: Queries, files: Files, personId: number) {
  const row = await q.selectFrom('people').select('photo_id').where('id', '=', personId).executeTakeFirst();
  return row?.photo_id ? files.find(row.photo_id) : undefined;
}
