import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CompanyLogo } from '../../contracts/core/company.js';
import type { Actor } from '../access/actor.js';
import { readLogo } from '../documents/logo.js';
import { DocumentError } from '../documents/printable.js';
import { invalidField, notFound } from '../http/problem.js';
import type { Services } from '../services.js';

/** The browser makes logos small before they are sent; this is for those that come from elsewhere. */
const largestLogo = 1_048_576;
/** Points of a side: sharp on paper and on a dense screen, and unpacked in a moment. */
const longestSide = 2000;

/** What the files of logos belong to, so that nobody takes them for left over. */
export const companyRecord = { type: 'core.company', id: 1 } as const;

/**
 * A picture that was uploaded, to be the logo: a sound PNG or JPEG, since that is what can be printed. One that was the logo before may be
 * named again.
 * @throws Refusal 422 on `logoId`.
 */
export async function readUploadedLogo({ files, settings }: Pick<Services, 'files' | 'settings'>, actor: Actor, id: number): Promise<CompanyLogo> {
  const present = settings.company().logo;
  if (present?.id === id) return present;
  const file = await files.find(id);
  const wasLogo = file?.recordType === companyRecord.type;
  const isOwn = file?.recordType === null && file.createdBy === actor.personId;
  if (!file || !(isOwn || wasLogo)) throw invalidField('logoId', 'unknown-file');
  if (file.size > largestLogo) throw invalidField('logoId', 'logo-size');
  try {
    const { width, height } = readLogo(await files.read(file.sha256), longestSide);
    return { id, hash: file.sha256.slice(0, 32), width, height };
  } catch (error) {
    if (error instanceof DocumentError) throw invalidField('logoId', 'logo');
    throw error;
  }
}

/** The bytes of the logo; null without one, or where the file is lost. */
export async function logoBytes({ files }: Pick<Services, 'files'>, logo: CompanyLogo | null): Promise<Buffer | null> {
  const file = logo && (await files.find(logo.id));
  return file ? await files.read(file.sha256).catch(() => null) : null;
}

/** Sends the present logo. @throws Refusal 404 for any other. */
export async function sendLogo({ files, settings }: Services, hash: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const logo = settings.company().logo;
  const file = logo?.hash === hash ? await files.find(logo.id) : undefined;
  if (!file) throw notFound();
  const tag = `"${file.sha256}"`;
  const bytes = await files.read(file.sha256);
  reply
    .header('content-type', bytes[0] === 0x89 ? 'image/png' : 'image/jpeg')
    .header('content-disposition', 'inline')
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'public, max-age=31536000, immutable')
    .header('etag', tag);
  if (request.headers['if-none-match'] === tag) return reply.code(304).send();
  return reply.send(bytes);
}
