import type { Readable } from 'node:stream';
import type { StoredFile } from '../../contracts/core/files.js';
import type { Tx } from '../db/database.js';

/** A file with what says whose it is. */
export interface FoundFile extends StoredFile {
  sha256: string;
  createdBy: number | null;
  recordType: string | null;
  recordId: number | null;
  removedAt: string | null;
}

/** Core's file store: contents below `files/` by their SHA-256, names and owners in the database. */
export interface Files {
  /** Writes the content to disk (synced, then renamed into place) before any transaction. */
  put(content: Buffer | Readable): Promise<{ sha256: string; size: number }>;
  /** The same for a content that lies in a file of the data folder already; the file is moved or, where the content is known, removed. */
  adopt(path: string): Promise<{ sha256: string; size: number }>;
  /** Notes a file whose content was put. */
  register(
    tx: Tx,
    content: { sha256: string; size: number },
    file: { name: string; mediaType: string },
    by: number | null,
    record?: { type: string; id: number },
  ): Promise<StoredFile>;
  find(fileId: number): Promise<FoundFile | undefined>;
  read(sha256: string): Promise<Buffer>;
  stream(sha256: string): Readable;
  /**
   * Deletes a content that no file has any more, with its previews; one that was put again in the last day stays, it may be about to be registered.
   * @param registeredAt when the last file that had it was registered, where that is known: only what was put since stays.
   * @returns bytes that are free now.
   */
  discard(sha256: string, registeredAt?: string): Promise<number>;
  /** Path of a stored content, for programs that want a path. */
  pathOf(sha256: string): string;
}
