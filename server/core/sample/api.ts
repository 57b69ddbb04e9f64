import { Type } from 'typebox';
import { sampleEndpoints } from '../../contracts/core/sample.js';
import type { Actor } from '../access/actor.js';
import { demandAll } from '../access/demand.js';
import { type Api, api, type Schemas } from '../http/call.js';
import { startFilling } from './fill.js';
import { Samples } from './point.js';
import { sampleState } from './state.js';
import { type SampleDeps, wipe } from './wipe.js';

const schemas: Schemas<typeof sampleEndpoints> = {
  state: {},
  fill: { body: Type.Object({}, { additionalProperties: false }) },
  wipe: { body: Type.Object({ changed: Type.Integer({ minimum: 0, maximum: 1_000_000 }) }, { additionalProperties: false }), example: { changed: 0 } },
};

export function sampleApi(deps: SampleDeps): Api {
  const { services, records, registry } = deps;
  const right = 'core.settings.manage';
  const state = (actor: Actor) => {
    const total = registry.items(Samples).reduce((sum, { item }) => sum + item.total, 0);
    return sampleState(services, records, total, services.access.scope(actor, right).all);
  };
  return api(sampleEndpoints, schemas, {
    state: ({ actor }) => state(actor),
    async fill({ actor }) {
      demandAll(services.access, actor, right);
      await startFilling(deps, actor);
      return state(actor);
    },
    async wipe({ actor, body }) {
      demandAll(services.access, actor, right);
      const wiped = await wipe(deps, actor, body.changed);
      return { ...(await state(actor)), wiped };
    },
  });
}
