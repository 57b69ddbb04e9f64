import { Type } from 'typebox';
import type { myTaskEndpoints } from '../../../contracts/tasks/endpoints.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Handlers, Schemas } from '../../../core/http/call.js';
import { Refusal } from '../../../core/http/problem.js';
import { byId, nullable } from '../../../core/records/schemas.js';
import type { Tasks } from '../run.js';
import { marksOf, markTask, planOf, planTask } from './mine.js';

const day = Type.String({ format: 'date' });

export const mySchemas: Schemas<typeof myTaskEndpoints> = {
  plan: { query: Type.Object({ from: day, to: day }, { additionalProperties: false }) },
  planTask: {
    params: byId,
    body: Type.Object(
      { day: nullable({ type: 'string', format: 'date' }, true), before: Type.Optional(nullable({ type: 'integer', minimum: 1 }, true)) },
      { additionalProperties: false },
    ),
    example: { day: '2031-05-20' },
  },
  marks: {},
  mark: {
    params: byId,
    body: Type.Object({ favourite: Type.Boolean() }, { additionalProperties: false }),
    example: { favourite: true },
  },
};

/** A token that was given for reading writes nothing. */
function demandWriter(actor: Actor): void {
  if (actor.onlyReads) throw new Refusal(403, 'token-only-reads');
}

export const myHandlers = (tasks: Tasks): Handlers<typeof myTaskEndpoints> => ({
  plan: ({ actor, query }) => planOf(tasks, actor, query),
  async planTask({ actor, params, body }) {
    demandWriter(actor);
    return { items: await tasks.db.write((tx) => planTask(tasks, tx, actor, params.id, body.day, body.before)) };
  },
  marks: ({ actor }) => marksOf(tasks.db.read, actor.personId ?? 0),
  async mark({ actor, params, body }) {
    demandWriter(actor);
    return tasks.db.write((tx) => markTask(tasks, tx, actor, params.id, body.favourite));
  },
});
