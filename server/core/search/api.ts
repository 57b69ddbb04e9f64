import { sql } from 'kysely';
import { Type } from 'typebox';
import { type Reference, referenceEndpoints } from '../../contracts/core/endpoints.js';
import type { Actor } from '../access/actor.js';
import { inIds } from '../db/fragments.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { invalidField } from '../http/problem.js';
import type { RecordContext } from '../records/context.js';
import { resolveReferences } from '../records/references.js';
import { personType, search } from './search.js';

const mostReferences = 200;

const schemas: Schemas<typeof referenceEndpoints> = {
  resolve: { query: Type.Object({ refs: Type.String({ maxLength: 10_000 }) }, { additionalProperties: false }) },
  search: {
    query: Type.Object(
      {
        q: Type.String({ maxLength: 200 }),
        types: Type.Optional(Type.String({ maxLength: 500 })),
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

/** Also people, whose names everybody in the portal may know; those who left keep theirs. They have no page of their own. */
async function resolve(records: RecordContext, actor: Actor, refs: string): Promise<Reference[]> {
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
  return resolved.map((one) => {
    const name = one.type === personType ? names.get(one.id) : undefined;
    return name === undefined ? one : { ...one, title: name };
  });
}

export const searchApi = (records: RecordContext): Api =>
  api(referenceEndpoints, schemas, {
    resolve: async ({ actor, query }) => ({ items: await resolve(records, actor, query.refs) }),
    search: async ({ actor, query }) => ({ items: await search(records, actor, query) }),
  });
