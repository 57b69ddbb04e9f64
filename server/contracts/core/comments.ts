import { type ById, endpoint, type Page } from './endpoint.js';
import type { StoredFile } from './files.js';

/** What somebody said about a record. Whoever may read the record may read it and add one. */
export interface Comment {
  id: number;
  version: number;
  recordType: string;
  recordId: number;
  /** Null where the portal itself wrote it. */
  authorId: number | null;
  /** Paragraphs, lists, quotes, code, links and `<span data-mention="7">@Name</span>`; nothing else is kept. */
  html: string;
  /** The same without marks. */
  text: string;
  createdAt: string;
  /** When the author changed it last; null: never. */
  changedAt: string | null;
  /** In the order in which they came. */
  files: StoredFile[];
}
/** Somebody who may be mentioned in a comment. */
export interface Mentionable {
  id: number;
  name: string;
  /** Whether they can see the record; one who cannot is not told. */
  maySee: boolean;
}
export interface OfRecord {
  recordType: string;
  recordId: number;
}
export const commentEndpoints = {
  /** Newest first. */
  list: endpoint<{ query: OfRecord & { limit?: number; after?: string }; reply: Page<Comment> }>()('GET', '/comments', 'signed-in'),
  /** People whose name has a word that begins with `q`: first those who can see the record. */
  people: endpoint<{ query: OfRecord & { q?: string }; reply: { items: Mentionable[] } }>()('GET', '/comments/people', 'signed-in'),
  /** `fileIds`: files that this person brought and that are nobody's yet; with one of them the text may be empty. */
  create: endpoint<{ body: OfRecord & { html: string; fileIds?: number[] }; reply: Comment }>()('POST', '/comments', 'signed-in', 201),
  /** By its author alone. `fileIds`: all that it has from then on; what is not given stays as it is. */
  change: endpoint<{ params: ById; body: { html?: string; fileIds?: number[]; version?: number }; reply: Comment }>()('PATCH', '/comments/:id', 'signed-in'),
  /** By its author, and by whoever may delete the record. */
  remove: endpoint<{ params: ById; reply: Comment }>()('DELETE', '/comments/:id', 'signed-in'),
  restore: endpoint<{ params: ById; reply: Comment }>()('POST', '/comments/:id/restore', 'signed-in'),
};
