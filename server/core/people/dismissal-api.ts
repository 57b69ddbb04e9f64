import { Type } from 'typebox';
import { dismissalEndpoints, type Person } from '../../contracts/core/people.js';
import { sessionsChanged } from '../access/sessions-changed.js';
import type { Tx } from '../db/database.js';
import { type Api, api, type Schemas } from '../http/call.js';
import type { RecordContext } from '../records/context.js';
import { byId } from '../records/schemas.js';
import type { Services } from '../services.js';
import { dismissPerson, holdingsOf, takeBackPerson } from './dismissal.js';
import { idOrNull } from './fields.js';

const schemas: Schemas<typeof dismissalEndpoints> = {
  holdings: { params: byId },
  dismiss: { params: byId, body: Type.Object({ toPersonId: idOrNull }, { additionalProperties: false }) },
  takeBack: { params: byId },
};

/** How somebody leaves, and comes back. */
export function dismissalApi(services: Services, records: RecordContext): Api {
  const { db, access } = services;
  const work = async <T extends Person>(personId: number, change: (tx: Tx) => Promise<T>): Promise<T> => {
    const person = await db.write(change);
    await access.forget();
    sessionsChanged(services, [personId]);
    return person;
  };
  return api(dismissalEndpoints, schemas, {
    holdings: async ({ actor, params }) => ({ items: await holdingsOf(services, records, actor, params.id) }),
    dismiss: ({ actor, params, body }) => work(params.id, (tx) => dismissPerson(services, tx, actor, params.id, body.toPersonId)),
    takeBack: ({ actor, params }) => work(params.id, (tx) => takeBackPerson(services, records, tx, actor, params.id)),
  });
}
