import { Type } from 'typebox';
import type { recurrenceEndpoints } from '../../../contracts/tasks/recurrence.js';
import type { Handlers, Schemas } from '../../../core/http/call.js';
import { get } from '../../../core/records/change.js';
import { byId, nullable } from '../../../core/records/schemas.js';
import { task } from '../kinds.js';
import type { Tasks } from '../run.js';
import { completeRepeat, daysAfterFirst } from './repeat.js';
import { endRepeat, repeatOfTask, setRepeat } from './series.js';

const previewed = 10;

const day = Type.String({ format: 'date' });
const draft = {
  rrule: Type.Optional(Type.String({ minLength: 1, maxLength: 400 })),
  afterDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })),
  workingDaysOnly: Type.Optional(Type.Boolean()),
  skipWhileOpen: Type.Optional(Type.Boolean()),
  catchUp: Type.Optional(Type.Enum(['one', 'all'])),
  aheadDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 90 })),
  until: Type.Optional(nullable({ type: 'string', format: 'date' }, true)),
  count: Type.Optional(nullable({ type: 'integer', minimum: 1, maximum: 9999 }, true)),
};

export const recurrenceSchemas: Schemas<typeof recurrenceEndpoints> = {
  get: { params: byId },
  set: {
    params: byId,
    body: Type.Object({ ...draft, startOn: Type.Optional(day) }, { additionalProperties: false }),
    example: { rrule: 'FREQ=WEEKLY;BYDAY=MO', skipWhileOpen: true },
  },
  end: { params: byId, query: Type.Object({ only: Type.Optional(Type.Enum(['this'])) }, { additionalProperties: false }) },
  preview: {
    body: Type.Object({ ...draft, startOn: day }, { additionalProperties: false }),
    example: { rrule: 'FREQ=MONTHLY;BYDAY=-1FR', startOn: '2026-05-01' },
  },
};

export function recurrenceHandlers(tasks: Tasks): Handlers<typeof recurrenceEndpoints> {
  const { db, records } = tasks;
  return {
    async get({ actor, params }) {
      await get(records, db.read, actor, task, params.id);
      return { repeat: await repeatOfTask(db.read, params.id, actor.language) };
    },
    set: ({ actor, params, body }) => db.write(async (tx) => ({ repeat: await setRepeat(tasks, tx, actor, params.id, body) })),
    end: ({ actor, params, query }) => db.write(async (tx) => ({ repeat: await endRepeat(tasks, tx, actor, params.id, query.only) })),
    async preview({ body }) {
      const { workingHours } = tasks.settings.company();
      const days: string[] = [];
      for (const one of daysAfterFirst(workingHours, completeRepeat(workingHours, body, body.startOn))) {
        days.push(one);
        if (days.length === previewed) break;
      }
      return { days };
    },
  };
}
