import { Type } from 'typebox';
import { departmentEndpoints } from '../../contracts/core/people.js';
import type { Actor } from '../access/actor.js';
import { demandAll } from '../access/demand.js';
import type { Tx } from '../db/database.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { byId } from '../records/schemas.js';
import type { Services } from '../services.js';
import { changeDepartment, createDepartment, listDepartments, readDepartment, removeDepartment } from './departments.js';
import { idOrNull, needed, version } from './fields.js';

const fields = { parentId: Type.Optional(idOrNull), headId: Type.Optional(idOrNull), deputyId: Type.Optional(idOrNull) };
const schemas: Schemas<typeof departmentEndpoints> = {
  list: {},
  create: { body: Type.Object({ name: needed(200), ...fields }, { additionalProperties: false }) },
  get: { params: byId },
  change: { params: byId, body: Type.Object({ name: Type.Optional(needed(200)), ...fields, version }, { additionalProperties: false }) },
  remove: { params: byId },
};

export function departmentsApi(services: Services): Api {
  const { db, access } = services;
  // The tree decides what heads see: whoever changes it changes rights of everybody.
  const write = async <T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> => {
    demandAll(access, actor, 'core.people.manage');
    const result = await db.write(work);
    await access.forget();
    return result;
  };
  return api(departmentEndpoints, schemas, {
    list: async () => ({ items: await listDepartments(db.read), next: null }),
    get: ({ params }) => readDepartment(db.read, params.id),
    create: ({ actor, body }) => write(actor, (tx) => createDepartment(services, tx, actor, body)),
    change: ({ actor, params, body }) => write(actor, (tx) => changeDepartment(services, tx, actor, params.id, body)),
    remove: ({ actor, params }) => write(actor, (tx) => removeDepartment(services, tx, actor, params.id)),
  });
}
