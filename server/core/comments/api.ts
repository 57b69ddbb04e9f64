import { Type } from 'typebox';
import { commentEndpoints } from '../../contracts/core/comments.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { version } from '../people/fields.js';
import { byId, nullable } from '../records/schemas.js';
import { type CommentDeps, listComments, mentionable } from './read.js';
import { longestHtml } from './rich-text.js';
import { addComment, changeComment, removeComment, restoreComment } from './write.js';

const ofRecord = {
  recordType: Type.String({ minLength: 1, maxLength: 80 }),
  recordId: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
};
const html = Type.String({ maxLength: longestHtml });
const fileIds = Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }), { maxItems: 20 }));
const comment = Type.Object({
  id: Type.Integer(),
  version: Type.Integer(),
  ...ofRecord,
  authorId: nullable({ type: 'integer' }, true),
  html: Type.String(),
  text: Type.String(),
  createdAt: Type.String(),
  changedAt: nullable({ type: 'string' }, true),
  files: Type.Array(Type.Object({ id: Type.Integer(), name: Type.String(), size: Type.Integer(), mediaType: Type.String() })),
});

const schemas: Schemas<typeof commentEndpoints> = {
  list: {
    query: Type.Object(
      { ...ofRecord, limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })), after: Type.Optional(Type.String()) },
      { additionalProperties: false },
    ),
    reply: Type.Object({ items: Type.Array(comment), next: nullable({ type: 'string' }, true) }),
  },
  people: {
    query: Type.Object({ ...ofRecord, q: Type.Optional(Type.String({ maxLength: 120 })) }, { additionalProperties: false }),
    reply: Type.Object({ items: Type.Array(Type.Object({ id: Type.Integer(), name: Type.String(), maySee: Type.Boolean() })) }),
  },
  create: {
    body: Type.Object({ ...ofRecord, html, fileIds }, { additionalProperties: false }),
    reply: comment,
    example: { recordType: 'crm.deal', recordId: 1, html: '<p>They want it <strong>before Friday</strong>.</p>' },
  },
  change: { params: byId, body: Type.Object({ html: Type.Optional(html), fileIds, version }, { additionalProperties: false }), reply: comment },
  remove: { params: byId, reply: comment },
  restore: { params: byId, reply: comment },
};

/** What people say about records of every kind. */
export const commentsApi = (deps: CommentDeps): Api =>
  api(commentEndpoints, schemas, {
    list: ({ actor, query }) => listComments(deps.records, actor, query),
    people: ({ actor, query }) => mentionable(deps.records, actor, query),
    create: ({ actor, body }) => addComment(deps, actor, body),
    change: ({ actor, params, body }) => changeComment(deps, actor, params.id, body),
    remove: ({ actor, params }) => removeComment(deps, actor, params.id),
    restore: ({ actor, params }) => restoreComment(deps, actor, params.id),
  });
