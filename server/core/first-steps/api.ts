import { type FirstSteps as Answer, firstStepsEndpoints } from '../../contracts/core/first-steps.js';
import type { Actor } from '../access/actor.js';
import { type Api, api } from '../http/call.js';
import type { Registry } from '../kernel/registry.js';
import type { Services } from '../services.js';
import { type FirstStep, FirstSteps } from './point.js';

const coreSteps = ({ settings }: Services): FirstStep[] => [
  {
    id: 'core.company',
    right: 'core.settings.manage',
    forAll: true,
    isDone: async () => {
      const { taxId, address } = settings.company();
      return taxId !== null && address !== null;
    },
  },
  {
    id: 'core.team',
    right: 'core.people.manage',
    forAll: true,
    isDone: async (q) => (await q.selectFrom('people').select('id').where('status', '<>', 'dismissed').limit(2).execute()).length > 1,
  },
  { id: 'core.mail', right: 'core.settings.manage', forAll: true, isDone: async () => settings.get('mail') !== undefined },
];

/** What a new portal is waiting for, ticked by what is really there. */
export function firstStepsApi(services: Services, registry: Registry): Api {
  const { db, access, now } = services;
  const steps = [...coreSteps(services), ...registry.items(FirstSteps).map(({ item }) => item)];
  const list = async (actor: Actor): Promise<Answer> => {
    const away = await db.read
      .selectFrom('first_steps_dismissed')
      .select('at')
      .where('person_id', '=', actor.personId ?? 0)
      .executeTakeFirst();
    if (away || actor.personId === null) return { items: [] };
    const items: Answer['items'] = [];
    for (const { id, right, forAll = false, isDone } of steps)
      if (access.may(actor, right)) items.push({ id, forAll, done: await isDone(db.read, actor.personId) });
    return { items };
  };
  return api(
    firstStepsEndpoints,
    { list: {}, dismiss: { personal: true } },
    {
      list: ({ actor }) => list(actor),
      async dismiss({ actor }) {
        const { personId } = actor;
        if (personId !== null)
          await db.write(({ q }) =>
            q
              .insertInto('first_steps_dismissed')
              .values({ person_id: personId, at: now() })
              .onConflict((oc) => oc.doNothing())
              .execute(),
          );
        return { items: [] };
      },
    },
  );
}
