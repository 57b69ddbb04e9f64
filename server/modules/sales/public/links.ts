import type { FastifyRequest } from 'fastify';
import { hashSecret, newSecret } from '../../../core/auth/secrets.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { linkFor } from '../../../core/http/links.js';
import type { DocumentType } from '../documents/document.js';
import type { SalesRun } from '../run.js';

function unseal(run: SalesRun, sealed: string): string | undefined {
  try {
    return run.secrets.decrypt(sealed);
  } catch (error) {
    run.log.warn({ err: error }, 'link of a document was made with another key and is made anew');
    return undefined;
  }
}

/**
 * The token of a document's page for its client: 256 bits, the right by itself. Found by its hash; kept sealed with the data
 * folder's key beside it, so that the same link can be shown again, but not by whoever has only the database.
 */
export async function linkToken(run: SalesRun, tx: Tx, type: DocumentType, id: number): Promise<string> {
  const find = () => tx.q.selectFrom('sales_links').select('sealed_token').where('document_type', '=', type).where('document_id', '=', id).executeTakeFirst();
  const present = await find();
  const known = present && unseal(run, present.sealed_token);
  if (known !== undefined) return known;
  const { secret, hash } = newSecret();
  const values = { token_hash: hash, sealed_token: run.secrets.encrypt(secret) };
  if (present) {
    await tx.q.updateTable('sales_links').set(values).where('document_type', '=', type).where('document_id', '=', id).execute();
    return secret;
  }
  await tx.q
    .insertInto('sales_links')
    .values({ document_type: type, document_id: id, ...values })
    .onConflict((oc) => oc.doNothing())
    .execute();
  // Somebody else may have been first: theirs is the link then.
  const stored = await find();
  return (stored && unseal(run, stored.sealed_token)) ?? secret;
}

/** Which document a token belongs to; undefined for an unknown one. */
export async function documentOfToken(q: Queries, token: string): Promise<{ type: DocumentType; id: number } | undefined> {
  const row = await q.selectFrom('sales_links').select(['document_type', 'document_id']).where('token_hash', '=', hashSecret(token)).executeTakeFirst();
  return row && { type: row.document_type as DocumentType, id: row.document_id };
}

/** Address of a client's page. */
export const linkUrl = (run: SalesRun, request: FastifyRequest, token: string): string => linkFor(run.settings, request, run.basePath, `/p/${token}`);
