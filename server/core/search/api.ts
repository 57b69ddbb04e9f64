import { sql } from 'kysely';
import { Type } from 'typebox';
import { fileEndpoints } from '../../contracts/core/files.js';
import { type Reference, referenceEndpoints } from '../../contracts/core/references.js';
import type { Actor } from '../access/actor.js';
import { inIds } from '../db/fragments.js';
import type { Files } from '../files/files.js';
import { mayRead } from '../files/may-read.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { invalidField } from '../http/problem.js';
import type { RecordContext } from '../records/context.js';
import { resolveReferences } from '../records/references.js';
import { personType } from './colleagues.js';
import { search } from './search.js';

const mostReferences = 200;

const schemas: Schemas<typeof referenceEndpoints> = {
  resolve: { query: Type.Object({ refs: Type.String({ maxLength: 10_000 }) }, { additionalProperties: false }) },
  search: {
    query: Type.Object(
      {
        q: Type.Optional(Type.String({ maxLength: 200 })),
        types: Type.Optional(Type.String({ maxLength: 500 })),
        holding: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
      },
      { additionalProperties: false },
    ),
  },
};

function parseReferences(refs: string): { type: string; id: number }[] {
  const parts = refs.split(',').filter((part) => part !== '');
  if (parts.length > mostReferences) throw invalidField('refs', 'too-many-values', { max: mostReferences });
  return parts.map((part) => {
    const [, type, id] = /^([a-z][a-z0-9.-]{0,79}):(\d{1,15})$/.exec(part) ?? [];
    if (type === undefined || id === undefined) throw invalidField('refs', 'reference', { reference: part.slice(0, 100) });
    return { type, id: Number(id) };
  });
}

/** Also people, whose names everybody in the portal may know; those who left keep theirs. They have no page of their own. And files. */
async function resolve(records: RecordContext, files: Files, actor: Actor, refs: string): Promise<Reference[]> {
  const wanted = parseReferences(refs);
  const ids = wanted.filter((one) => one.type === personType).map((one) => one.id);
  const people =
    ids.length === 0
      ? []
      : await records.db.read
          .selectFrom('people')
          .select(['id', 'name'])
          .where(inIds(records.db.dialect, sql.ref('id'), ids))
          .execute();
  const names = new Map(people.map((row) => [row.id, row.name]));
  const resolved = await resolveReferences(records, actor, wanted);
  return Promise.all(
    resolved.map(async (one) => {
      if (one.type === fileType) return resolveFile(records, files, actor, one);
      const name = one.type === personType ? names.get(one.id) : undefined;
      return name === undefined ? one : { ...one, title: name };
    }),
  );
}

const fileType = 'core.file';

/** A file by its name, with the address it is fetched from; only for whoever may read it. */
async function resolveFile(records: RecordContext, files: Files, actor: Actor, one: Reference): Promise<Reference> {
  const file = await files.find(one.id);
  if (!file || !(await mayRead(records, actor, file))) return one;
  return { ...one, title: file.name, url: fileEndpoints.get.path.replace(':id', String(one.id)) };
}

export const searchApi = (records: RecordContext, files: Files): Api =>
  api(referenceEndpoints, schemas, {
    resolve: async ({ actor, query }) => ({ items: await resolve(records, files, actor, query.refs) }),
    search: ({ actor, query }) => search(records, actor, query),
  });
