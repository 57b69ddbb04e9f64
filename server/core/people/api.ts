import { Type } from 'typebox';
import { peopleEndpoints } from '../../contracts/core/people.js';
import { demandPerson } from '../access/demand.js';
import { sessionsChanged } from '../access/sessions-changed.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { linkFor } from '../http/links.js';
import { invalidField } from '../http/problem.js';
import { byId } from '../records/schemas.js';
import type { Services } from '../services.js';
import { changePerson, createPerson } from './change-person.js';
import { emailOrNull, idOrNull, lineOrNull, needed, version } from './fields.js';
import { invite } from './invites.js';
import { listPeople, readPerson } from './people.js';
import { demandPhoto, sendPhoto } from './photo.js';
import { readProfile } from './profile.js';

const fields = {
  email: Type.Optional(emailOrNull),
  position: Type.Optional(lineOrNull(120)),
  phone: Type.Optional(lineOrNull(60)),
  departmentId: Type.Optional(idOrNull),
  roleIds: Type.Optional(Type.Array(Type.Integer({ minimum: 1 }), { maxItems: 50 })),
  language: Type.Optional(Type.String({ maxLength: 20 })),
  timeZone: Type.Optional(Type.String({ maxLength: 60 })),
};
const schemas: Schemas<typeof peopleEndpoints> = {
  list: {
    query: Type.Object(
      {
        q: Type.Optional(Type.String({ maxLength: 200 })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
        after: Type.Optional(Type.String({ maxLength: 2000 })),
        departmentId: Type.Optional(Type.Integer({ minimum: 1 })),
        status: Type.Optional(Type.String({ maxLength: 100 })),
        total: Type.Optional(Type.Boolean()),
      },
      { additionalProperties: false },
    ),
  },
  create: { body: Type.Object({ name: needed(200), ...fields }, { additionalProperties: false }) },
  get: { params: byId },
  change: {
    params: byId,
    body: Type.Object(
      {
        name: Type.Optional(needed(200)),
        ...fields,
        photoId: Type.Optional(idOrNull),
        status: Type.Optional(Type.Unsafe<'active' | 'dismissed'>({ type: 'string', enum: ['active', 'dismissed'] })),
        version,
      },
      { additionalProperties: false },
    ),
  },
  profile: { params: byId },
  photo: { params: byId, query: Type.Object({ v: Type.Optional(Type.Integer({ minimum: 1 })) }, { additionalProperties: false }) },
  invite: { params: byId, secretReply: true },
};

/** Two people given the same address in the same moment: the index lets only one of them in. */
const onTakenEmail = (error: unknown): never => {
  const { code, constraint } = error as { code?: string; constraint?: string };
  if (code === '23505' && constraint === 'people_by_email') throw invalidField('email', 'email-taken');
  throw error;
};

/** @param basePath path of the portal behind a proxy, '' for none. */
export function peopleApi(services: Services, basePath: string): Api {
  const { db, access, settings } = services;
  return api(peopleEndpoints, schemas, {
    list: ({ query }) => listPeople(db, query),
    get: ({ params }) => readPerson(db, db.read, params.id),
    create: async ({ actor, body }) => {
      const person = await db.write((tx) => createPerson(services, tx, actor, body)).catch(onTakenEmail);
      await access.forget();
      return person;
    },
    change: async ({ actor, params, body }) => {
      await demandPhoto(services, actor, params.id, body.photoId);
      const person = await db.write((tx) => changePerson(services, tx, actor, params.id, body)).catch(onTakenEmail);
      await access.forget();
      sessionsChanged(services, [params.id]);
      return person;
    },
    profile: ({ params }) => readProfile(db, params.id),
    photo: ({ params, query, request, reply }) => sendPhoto(services, params.id, query.v !== undefined, request, reply),
    invite: async ({ actor, params, request }) => {
      demandPerson(actor);
      return db.write((tx) => invite(services, tx, actor, params.id, (path) => linkFor(settings, request, basePath, path)));
    },
  });
}
