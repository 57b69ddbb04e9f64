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
  /** The picture made small (WebP, its longer side `size`), upright and without what its file says of place and camera; 404 `no-preview` for anything else. */
  preview: endpoint<{ params: ById; query: { size: 256 | 1600 }; reply: unknown }>()('GET', '/files/:id/preview', 'signed-in'),
  /** A PDF as it is, or the beginning of a text as plain text, to be shown in a page; 404 `no-preview` for anything else. */
  view: endpoint<{ params: ById; reply: unknown }>()('GET', '/files/:id/view', 'signed-in'),
};

/**
 * Files in parts, by tus 1.0: `begin` with `Upload-Length` and `Upload-Metadata` (filename, filetype), parts with `Upload-Offset`, and
 * `finish`, which answers the stored file. `HEAD` of `state` says where to go on.
 */
export const uploadEndpoints = {
  begin: endpoint<{ reply: { token: string } }>()('POST', '/uploads', 'signed-in', 201),
  state: endpoint<{ params: { token: string }; reply: { offset: number; size: number } }>()('GET', '/uploads/:token', 'signed-in'),
  append: endpoint<{ params: { token: string }; reply: unknown }>()('PATCH', '/uploads/:token', 'signed-in', 204),
  finish: endpoint<{ params: { token: string }; reply: StoredFile }>()('POST', '/uploads/:token/finish', 'signed-in', 201),
  drop: endpoint<{ params: { token: string }; reply: unknown }>()('DELETE', '/uploads/:token', 'signed-in', 204),
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

/** A file that hangs on a comment of a record. */
export interface CommentFile extends StoredFile {
  commentId: number;
  createdAt: string;
  createdBy: number | null;
}

export interface RecordFiles {
  items: RecordFile[];
  /** Those on its comments, the newest first; none beside `removed`. */
  inComments: CommentFile[];
  /** Whether this person may add and remove. */
  mayChange: boolean;
}

export const recordFileEndpoints = {
  /** Files at a record, the newest first. `removed`: those taken away that can still be given back. */
  list: endpoint<{ query: { recordType: string; recordId: number; removed?: boolean }; reply: RecordFiles }>()('GET', '/record-files', 'signed-in'),
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
