import { Type } from 'typebox';
import type { projectEndpoints } from '../../../contracts/tasks/endpoints.js';
import type { Handlers, Schemas } from '../../../core/http/call.js';
import { visible } from '../../../core/http/visible.js';
import { get, remove, restore, rowForAction } from '../../../core/records/change.js';
import { recordHandlers } from '../../../core/records/handlers.js';
import { byId, nullable, recordSchema, recordSchemas } from '../../../core/records/schemas.js';
import { project } from '../kinds.js';
import type { Tasks } from '../run.js';
import { archiveProject, changeProject, createProject } from './projects.js';
import { projectsSettled } from './reach.js';
import { mostStages, setStages, stagesOf } from './stages.js';

const stageSchema = Type.Object(
  {
    id: Type.Optional(Type.Integer({ minimum: 1 })),
    name: Type.String({ minLength: 1, maxLength: 120, pattern: visible }),
    colour: Type.Optional(nullable({ type: 'integer', minimum: 1, maximum: 8 }, true)),
    limit: Type.Optional(nullable({ type: 'integer', minimum: 1, maximum: 10_000 }, true)),
  },
  { additionalProperties: false },
);
const reply = recordSchema(project);

export const projectSchemas: Schemas<typeof projectEndpoints> = {
  ...recordSchemas(project, { name: 'Move to the new office', visibility: 'closed' }),
  stages: { params: byId },
  setStages: {
    params: byId,
    body: Type.Object(
      { stages: Type.Array(stageSchema, { minItems: 1, maxItems: mostStages }), moveTo: Type.Optional(Type.Integer({ minimum: 1 })) },
      { additionalProperties: false },
    ),
    example: { stages: [{ name: 'To do' }, { name: 'Doing', limit: 5 }, { name: 'Done' }] },
  },
  archive: { params: byId, reply },
  unarchive: { params: byId, reply },
};

export function projectHandlers(tasks: Tasks): Handlers<typeof projectEndpoints> {
  const { db, records } = tasks;
  /** The answer comes when rights follow it: whoever was let in is let in. */
  const write = async <T>(work: Parameters<typeof db.write<T>>[0]): Promise<T> => {
    const result = await db.write(work);
    await projectsSettled(tasks);
    return result;
  };
  return {
    ...recordHandlers(records, project),
    create: ({ actor, body }) => write((tx) => createProject(tasks, tx, actor, body)),
    change: ({ actor, params, body }) => write((tx) => changeProject(tasks, tx, actor, params.id, body)),
    remove: ({ actor, params }) => write((tx) => remove(records, tx, actor, project, params.id)),
    restore: ({ actor, params }) => write((tx) => restore(records, tx, actor, project, params.id)),
    async stages({ actor, params }) {
      await get(records, db.read, actor, project, params.id);
      return { items: await stagesOf(db.read, params.id) };
    },
    setStages: ({ actor, params, body }) =>
      db.write(async (tx) => {
        await rowForAction(records, tx, actor, project, params.id, 'change');
        await setStages(tasks, tx, actor, params.id, body.stages, body.moveTo);
        return { items: await stagesOf(tx.q, params.id) };
      }),
    archive: ({ actor, params }) => write((tx) => archiveProject(tasks, tx, actor, params.id, true)),
    unarchive: ({ actor, params }) => write((tx) => archiveProject(tasks, tx, actor, params.id, false)),
  };
}
