import { createHmac } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { hashSecret } from '../../../core/auth/secrets.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import type { DocumentType } from '../documents/document.js';
import type { SalesRun } from '../run.js';
import { linkKey } from './link-key.js';

const keys = new Map<string, Buffer>();

/**
 * The token of a document's page for its client: 256 bits that cannot be guessed and need not be stored, because the key file
 * gives the same ones again. The database holds only their hash.
 */
function tokenOf(folder: string, type: DocumentType, id: number): string {
  let key = keys.get(folder);
  if (!key) {
    key = linkKey(folder);
    keys.set(folder, key);
  }
  return createHmac('sha256', key).update(`${type}/${id}`).digest('base64url');
}

/** Makes the link of a document valid. Done with the document; done again where the key file is another than it was. */
export async function openLink(run: SalesRun, tx: Tx, type: DocumentType, id: number): Promise<string> {
  const token = tokenOf(run.folder, type, id);
  await tx.q
    .insertInto('sales_links')
    .values({ token_hash: hashSecret(token), document_type: type, document_id: id })
    .onConflict((oc) => oc.doNothing())
    .execute();
  return token;
}

/** Which document a token belongs to; undefined for an unknown one. */
export async function documentOfToken(q: Queries, token: string): Promise<{ type: DocumentType; id: number } | undefined> {
  const row = await q.selectFrom('sales_links').select(['document_type', 'document_id']).where('token_hash', '=', hashSecret(token)).executeTakeFirst();
  return row && { type: row.document_type as DocumentType, id: row.document_id };
}

/** Address of a client's page: below the portal's public address, or the one it was just reached by while none is set. */
export function linkUrl(run: SalesRun, request: FastifyRequest, token: string): string {
  const base = run.settings.company().publicUrl ?? `${request.protocol}://${request.host}`;
  return `${base.replace(/\/+$/, '')}/p/${token}`;
}
