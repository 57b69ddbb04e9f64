import type { TaskSteps } from '../../../contracts/tasks/endpoints.js';
import { hasPower, openSteps, type Power, powers, type RuledTask, type TaskRole } from '../../../contracts/tasks/steps.js';
import { type Actor, covers } from '../../../core/access/actor.js';
import type { Row } from '../../../core/records/kind.js';
import { roleIn } from '../projects/reach.js';
import type { Tasks } from '../run.js';

const list = (stored: Row[string] | undefined): number[] => JSON.parse(String(stored ?? '[]')) as number[];

/** All that an actor is to a task: what the rules of its steps ask. */
export function rolesAt(tasks: Tasks, actor: Actor, row: Row): Set<TaskRole> {
  const as = new Set<TaskRole>();
  const scope = tasks.access.scope(actor, 'tasks.task.change');
  if (scope.all) as.add('admin');
  const me = actor.personId;
  if (me === null) return as;
  if (row.creator_id === me) as.add('creator');
  if (row.owner_id === me) as.add('responsible');
  else if (!scope.all && covers(scope, row.owner_id as number | null)) as.add('head');
  if (list(row.helper_ids).includes(me)) as.add('helper');
  if (list(row.observer_ids).includes(me)) as.add('observer');
  const inProject = roleIn(tasks, row.project_id as number | null, me);
  if (inProject !== null) as.add('member');
  if (inProject === 'moderator') as.add('moderator');
  return as;
}

export const ruled = (row: Row): RuledTask => ({
  state: row.state as RuledTask['state'],
  needsResult: row.needs_result === 1,
  needsAcceptance: row.needs_acceptance === 1,
  mayMoveDeadline: row.may_move_deadline === 1,
});

export const may = (tasks: Tasks, actor: Actor, row: Row, power: Power): boolean => hasPower(ruled(row), rolesAt(tasks, actor, row), power);

/** What is open on a task to an actor. A right that their role does not hold at all opens nothing. */
export function stepsFor(tasks: Tasks, actor: Actor, row: Row): TaskSteps {
  const as = rolesAt(tasks, actor, row);
  const mayChange = tasks.access.may(actor, 'tasks.task.change');
  const open = (power: Power) => hasPower(ruled(row), as, power) && tasks.access.may(actor, power === 'remove' ? 'tasks.task.delete' : 'tasks.task.change');
  return {
    as: [...as],
    steps: mayChange ? openSteps(ruled(row), as) : [],
    powers: Object.fromEntries((Object.keys(powers) as Power[]).map((power) => [power, open(power)])) as TaskSteps['powers'],
  };
}
