import { Type } from 'typebox';
import { roleEndpoints } from '../../contracts/core/rights.js';
import { type Scope, scopes } from '../../contracts/core/scopes.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { visible } from '../http/visible.js';
import { byId } from '../records/schemas.js';
import type { Services } from '../services.js';
import type { Actor } from './actor.js';
import { demandAll } from './demand.js';
import { changeRole, createRole, listRoles, readRole, removeRole } from './roles.js';
import { sessionsChanged } from './sessions-changed.js';

const name = Type.String({ minLength: 1, maxLength: 120, pattern: visible });
const grants = Type.Record(Type.String({ maxLength: 120 }), Type.Unsafe<Scope>({ type: 'string', enum: [...scopes] }));

const schemas: Schemas<typeof roleEndpoints> = {
  list: {},
  create: { body: Type.Object({ name, grants }, { additionalProperties: false }) },
  get: { params: byId },
  change: {
    params: byId,
    body: Type.Object(
      { name: Type.Optional(name), grants: Type.Optional(grants), version: Type.Optional(Type.Integer({ minimum: 1 })) },
      { additionalProperties: false },
    ),
  },
  remove: { params: byId },
};

/**
 * @param permissions every permission there is: core's and those of the modules that are on.
 * @param isOwned whether records of a kind, such as `crm.deal`, belong to somebody.
 */
export function rolesApi(services: Services, permissions: () => readonly string[], isOwned: (type: string) => boolean): Api {
  const { db, access } = services;
  const demand = (actor: Actor) => demandAll(access, actor, 'core.roles.manage');
  // What belongs to nobody has no department either; of core's rights only the one over people can be narrowed.
  const isWhole = (permission: string) =>
    permission.startsWith('core.') ? permission !== 'core.people.manage' : !isOwned(permission.slice(0, permission.lastIndexOf('.')));
  return api(roleEndpoints, schemas, {
    list: async ({ actor }) => ({
      items: await listRoles(db.read, permissions(), actor.language),
      next: null,
      permissions: [...permissions()],
      whole: permissions().filter(isWhole),
    }),
    get: ({ actor, params }) => readRole(db.read, permissions(), params.id, actor.language),
    create: async ({ actor, body }) => {
      demand(actor);
      return db.write((tx) => createRole(services, tx, permissions(), actor, body));
    },
    change: async ({ actor, params, body }) => {
      demand(actor);
      const role = await db.write((tx) => changeRole(services, tx, permissions(), actor, params.id, body));
      await access.forget();
      sessionsChanged(services, await peopleWith(services, params.id));
      return role;
    },
    remove: async ({ actor, params }) => {
      demand(actor);
      const role = await db.write((tx) => removeRole(services, tx, permissions(), actor, params.id));
      await access.forget();
      return role;
    },
  });
}

const peopleWith = async ({ db }: Services, roleId: number): Promise<number[]> =>
  (await db.read.selectFrom('person_roles').select('person_id').where('role_id', '=', roleId).execute()).map((row) => row.person_id);
