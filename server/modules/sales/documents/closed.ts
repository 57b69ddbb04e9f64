import { conflict, staleVersion } from '../../../core/http/problem.js';
import type { DocumentType } from './document.js';

/**
 * The checks of a PATCH of a document that was locked.
 * @param document as it is stored. @param patch what came, with the version it was made on.
 * @param isClosed only the owner may still change then.
 * @throws Refusal 409 when the version is stale or the document closed.
 */
export function demandOpen(document: { version: number }, patch: object & { version?: number }, isClosed: boolean): void {
  const { version, ...values } = patch;
  if (version !== undefined && version !== document.version) throw staleVersion(document, { ...document, ...values, version });
  const given = Object.keys(values).filter((name) => name !== 'ownerId');
  if (isClosed && given.length > 0) throw conflict('document-closed');
}

/** Quotes that were answered stay as they were answered; an invoice may be sent again at any time. */
export const isSendable = (type: DocumentType, status: string | null): boolean =>
  type === 'quote' ? status === 'draft' || status === 'sent' : status !== 'cancelled';

/** @throws Refusal 409 `document-closed`. */
export function demandSendable(type: DocumentType, status: string | null): void {
  if (!isSendable(type, status)) throw conflict('document-closed');
}
