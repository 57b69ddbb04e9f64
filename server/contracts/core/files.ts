import { type ById, endpoint } from './endpoint.js';

export interface StoredFile {
  id: number;
  name: string;
  size: number;
  mediaType: string;
}
export const fileEndpoints = {
  /** multipart/form-data with one part `file`. */
  upload: endpoint<{ reply: StoredFile }>()('POST', '/files', 'signed-in', 201),
  get: endpoint<{ params: ById; reply: unknown }>()('GET', '/files/:id', 'signed-in'),
};

/** A file at a record. */
export interface RecordFile extends StoredFile {
  recordType: string;
  recordId: number;
  createdAt: string;
  createdBy: number | null;
  /** A field or the portal itself keeps it at the record: it is not renamed or removed here. */
  isKept: boolean;
  removedAt: string | null;
}

export const recordFileEndpoints = {
  /** Files at a record, the newest first. `removed`: those taken away that can still be given back. `mayChange`: whether this person may add and remove. */
  list: endpoint<{ query: { recordType: string; recordId: number; removed?: boolean }; reply: { items: RecordFile[]; mayChange: boolean } }>()(
    'GET',
    '/record-files',
    'signed-in',
  ),
  /** Puts files that this person brought, and that are nobody's yet, to a record that they may change. */
  attach: endpoint<{ body: { recordType: string; recordId: number; fileIds: number[] }; reply: { items: RecordFile[] } }>()(
    'POST',
    '/record-files',
    'signed-in',
    201,
  ),
  rename: endpoint<{ params: ById; body: { name: string }; reply: RecordFile }>()('PATCH', '/record-files/:id', 'signed-in'),
  /** Takes a file away from its record; for thirty days it can be given back. */
  remove: endpoint<{ params: ById; reply: RecordFile }>()('DELETE', '/record-files/:id', 'signed-in'),
  restore: endpoint<{ params: ById; reply: RecordFile }>()('POST', '/record-files/:id/restore', 'signed-in'),
};
