import { Type } from 'typebox';
import { recordFileEndpoints } from '../../contracts/core/files.js';
import { type Api, api, type Schemas } from '../http/call.js';
import type { RecordContext } from '../records/context.js';
import { byId } from '../records/schemas.js';
import { attachFiles, listFiles, removeFile, renameFile, restoreFile } from './at-record.js';
import { mostFiles } from './bind.js';

const closed = { additionalProperties: false };
const id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const on = { recordType: Type.String({ maxLength: 80 }), recordId: id };

const file = {
  id: Type.Integer(),
  name: Type.String(),
  size: Type.Integer(),
  mediaType: Type.String(),
  createdAt: Type.String(),
  createdBy: Type.Union([Type.Integer(), Type.Null()]),
};
const inComment = Type.Object({ ...file, commentId: Type.Integer() });
const reply = Type.Object({
  ...file,
  recordType: Type.String(),
  recordId: Type.Integer(),
  isKept: Type.Boolean(),
  removedAt: Type.Union([Type.String(), Type.Null()]),
});

const schemas: Schemas<typeof recordFileEndpoints> = {
  list: {
    query: Type.Object({ ...on, removed: Type.Optional(Type.Boolean()) }, closed),
    reply: Type.Object({ items: Type.Array(reply), inComments: Type.Array(inComment), mayChange: Type.Boolean() }),
  },
  attach: {
    body: Type.Object({ ...on, fileIds: Type.Array(id, { minItems: 1, maxItems: mostFiles.atOnce }) }, closed),
    reply: Type.Object({ items: Type.Array(reply) }),
    example: { recordType: 'crm.deal', recordId: 7, fileIds: [31] },
  },
  rename: { params: byId, body: Type.Object({ name: Type.String({ minLength: 1, maxLength: 200 }) }, closed), reply },
  remove: { params: byId, reply },
  restore: { params: byId, reply },
};

/** Files at records of any kind: rights are those of the record. */
export const recordFilesApi = (records: RecordContext): Api =>
  api(recordFileEndpoints, schemas, {
    list: ({ actor, query }) => listFiles(records, actor, query),
    attach: ({ actor, body }) => attachFiles(records, actor, body),
    rename: ({ actor, params, body }) => renameFile(records, actor, params.id, body.name),
    remove: ({ actor, params }) => removeFile(records, actor, params.id),
    restore: ({ actor, params }) => restoreFile(records, actor, params.id),
  });
