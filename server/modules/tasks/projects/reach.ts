import { type Actor, covers } from '../../../core/access/actor.js';
import type { Database } from '../../../core/db/database.js';
import type { Action, ContainerRights } from '../../../core/records/context.js';
import type { Tasks } from '../run.js';

/** What the rights of a project rest on. */
interface Rules {
  id: number;
  visibility: string;
  moderators: ReadonlySet<number>;
  members: ReadonlySet<number>;
  departments: readonly number[];
  isArchived: boolean;
}

/** The rules of all projects, kept in memory for each database: rights are asked for every row and every listener. */
interface Kept {
  rules: ReadonlyMap<number, Rules>;
  loading: Promise<void>;
  /** Whether what other processes say is heard. */
  hears: boolean;
}
const keptFor = new WeakMap<Database, Kept>();

async function load(db: Database): Promise<Map<number, Rules>> {
  const rows = await db.read
    .selectFrom('tasks_projects')
    .select(['id', 'visibility', 'owner_id', 'moderator_ids', 'member_ids', 'department_ids', 'archived_at'])
    .execute();
  return new Map(
    rows.map((row): [number, Rules] => {
      const moderators = new Set<number>([...(JSON.parse(row.moderator_ids) as number[]), ...(row.owner_id === null ? [] : [row.owner_id])]);
      return [
        row.id,
        {
          id: row.id,
          visibility: row.visibility ?? 'open',
          moderators,
          members: new Set([...(JSON.parse(row.member_ids) as number[]), ...moderators]),
          departments: JSON.parse(row.department_ids ?? '[]') as number[],
          isArchived: row.archived_at !== null,
        },
      ];
    }),
  );
}

function kept(db: Database): Kept {
  let found = keptFor.get(db);
  if (!found) {
    found = { rules: new Map(), loading: Promise.resolve(), hears: false };
    keptFor.set(db, found);
  }
  return found;
}

/** Reads the rules of the projects again; one after the other, so that an older picture never replaces a newer one. */
function reloadProjects({ db }: Pick<Tasks, 'db'>): Promise<void> {
  const state = kept(db);
  state.loading = state.loading
    .catch(() => undefined)
    .then(async () => {
      state.rules = await load(db);
    });
  return state.loading;
}

/** What processes over one database tell each other when the rules of a project are others. */
const projectsChanged = 'tasks.projects';

/** Reads the rules of the projects, now and whenever another process has changed them. */
export async function followProjects(tasks: Pick<Tasks, 'db' | 'log'>): Promise<void> {
  const state = kept(tasks.db);
  if (!state.hears) {
    state.hears = true;
    tasks.db.hearOthers((what) => {
      if (what === projectsChanged || what === 'missed') reloadLater(tasks);
    });
  }
  await reloadProjects(tasks);
}

function reloadLater(tasks: Pick<Tasks, 'db' | 'log'>): void {
  reloadProjects(tasks).catch((error) => tasks.log.error({ err: error }, 'projects could not be read again'));
}

/** Resolves when the rules are those of the last commit. */
export const projectsSettled = ({ db }: Pick<Tasks, 'db'>): Promise<void> => kept(db).loading;

export const isArchived = ({ db }: Pick<Tasks, 'db'>, projectId: number): boolean => kept(db).rules.get(projectId)?.isArchived ?? false;

const isMember = (tasks: Pick<Tasks, 'access'>, rules: Rules, personId: number): boolean =>
  rules.members.has(personId) || (rules.departments.length > 0 && tasks.access.departmentsOf(personId).some((id) => rules.departments.includes(id)));

/** What somebody is in a project. */
export function roleIn(tasks: Pick<Tasks, 'db' | 'access'>, projectId: number | null, personId: number): 'moderator' | 'member' | null {
  const rules = projectId === null ? undefined : kept(tasks.db).rules.get(projectId);
  if (!rules) return null;
  return rules.moderators.has(personId) ? 'moderator' : isMember(tasks, rules, personId) ? 'member' : null;
}

/** Whether an actor may put tasks into a project: one of its people, or somebody who may change it anyway. */
export function mayFill(tasks: Tasks, actor: Actor, projectId: number, ownerId: number | null): boolean {
  const scope = tasks.access.scope(actor, 'tasks.project.change');
  return covers(scope, ownerId) || (actor.personId !== null && roleIn(tasks, projectId, actor.personId) !== null);
}

const opensTask = (rules: Rules, member: boolean, moderator: boolean, action: Action): boolean => {
  if (action === 'read' || action === 'export') return member || rules.visibility === 'open';
  return action === 'delete' ? moderator : action === 'change' && member;
};

const opensProject = (rules: Rules, member: boolean, moderator: boolean, action: Action): boolean =>
  action === 'read' ? member || rules.visibility !== 'secret' : action === 'change' && moderator;

function rightsBy(tasks: Tasks, type: string, opens: typeof opensTask): ContainerRights {
  // Asked many times for the same person between two changes.
  let answers = new WeakMap<Actor, Map<Action, readonly number[]>>();
  let of: ReadonlyMap<number, Rules> | undefined;
  return {
    type,
    holder: 'tasks.project',
    open(actor, action) {
      const { rules } = kept(tasks.db);
      if (of !== rules) [answers, of] = [new WeakMap(), rules];
      const known = answers.get(actor) ?? new Map<Action, readonly number[]>();
      answers.set(actor, known);
      let ids = known.get(action);
      if (!ids) {
        const personId = actor.personId ?? 0;
        ids = [...rules.values()].filter((one) => opens(one, isMember(tasks, one, personId), one.moderators.has(personId), action)).map(({ id }) => id);
        known.set(action, ids);
      }
      return ids;
    },
    reload: () => {
      reloadLater(tasks);
      // One word is enough for both kinds.
      if (type !== 'tasks.project') return;
      tasks.db.tellOthers(projectsChanged).catch((error) => tasks.log.error({ err: error }, 'other processes could not be told of projects'));
    },
  };
}

/** Whom projects let in: to their tasks, and to themselves. */
export const projectRights = (tasks: Tasks): ContainerRights[] => [rightsBy(tasks, 'tasks.task', opensTask), rightsBy(tasks, 'tasks.project', opensProject)];
