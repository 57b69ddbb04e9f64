/** What may become of a task, by whom and from where: one table that the server, its answers and the browser read. */

export const states = ['new', 'in-progress', 'paused', 'waiting', 'done', 'deferred', 'declined'] as const;
export type TaskState = (typeof states)[number];

/** States in which there is something left to do. */
export const openStates: readonly TaskState[] = ['new', 'in-progress', 'paused', 'waiting', 'deferred'];

/**
 * What somebody is to a task; one may be several. `head`: of the responsible, or of a role that reaches as far; `admin`: may change
 * every task; `moderator`: owner or moderator of its project; `member` of its project.
 */
export const roles = ['creator', 'responsible', 'helper', 'observer', 'member', 'moderator', 'head', 'admin'] as const;
export type TaskRole = (typeof roles)[number];

export const steps = ['start', 'pause', 'resume', 'complete', 'accept', 'send-back', 'defer', 'decline', 'delegate', 'reopen'] as const;
export type Step = (typeof steps)[number];

/** What a step has to be given: a text or files of the result, a reason, another responsible. */
export type Demand = 'result' | 'reason' | 'ownerId';

export interface Rule {
  step: Step;
  from: readonly TaskState[];
  /** Where it leads; `done` of `complete` becomes `waiting` where the creator wants to accept the result. */
  to: TaskState;
  by: readonly TaskRole[];
  /** `result` only where the task needs one. */
  demands?: Demand;
}

const doers: readonly TaskRole[] = ['responsible', 'helper', 'moderator', 'head', 'admin'];
const setters: readonly TaskRole[] = ['creator', 'moderator', 'head', 'admin'];
const either: readonly TaskRole[] = ['responsible', ...setters];

export const rules: readonly Rule[] = [
  { step: 'start', from: ['new'], to: 'in-progress', by: doers },
  { step: 'pause', from: ['in-progress'], to: 'paused', by: doers },
  { step: 'resume', from: ['paused', 'deferred'], to: 'in-progress', by: doers },
  { step: 'complete', from: ['new', 'in-progress', 'paused', 'deferred'], to: 'done', by: ['creator', ...doers], demands: 'result' },
  { step: 'accept', from: ['waiting'], to: 'done', by: setters },
  { step: 'send-back', from: ['waiting', 'done'], to: 'in-progress', by: setters, demands: 'reason' },
  { step: 'defer', from: ['new', 'in-progress', 'paused'], to: 'deferred', by: either },
  { step: 'decline', from: ['new', 'in-progress', 'paused', 'deferred'], to: 'declined', by: ['responsible', 'moderator', 'head', 'admin'], demands: 'reason' },
  { step: 'delegate', from: ['new', 'in-progress', 'paused', 'deferred', 'declined'], to: 'new', by: either, demands: 'ownerId' },
  { step: 'reopen', from: ['done', 'declined', 'waiting'], to: 'new', by: either },
];

/** What else may be done to a task, in any state. */
export const powers = {
  change: ['creator', 'responsible', 'member', 'moderator', 'head', 'admin'],
  /** The responsible too, where the task says so. */
  moveDeadline: ['creator', 'moderator', 'head', 'admin'],
  /** Whether a result and an acceptance are wanted, and whether the responsible may move the deadline. */
  setTerms: ['creator', 'moderator', 'head', 'admin'],
  remove: ['creator', 'moderator', 'head', 'admin'],
  /** Moves it on its project's board. */
  move: ['creator', 'responsible', 'helper', 'member', 'moderator', 'head', 'admin'],
  /** Ticks points of its checklists. */
  tick: ['creator', 'responsible', 'helper', 'member', 'moderator', 'head', 'admin'],
  /** Notes time that they worked on it. */
  track: ['creator', 'responsible', 'helper', 'member', 'moderator', 'head', 'admin'],
} as const satisfies Record<string, readonly TaskRole[]>;
export type Power = keyof typeof powers;

/** What the rules look at. */
export interface RuledTask {
  state: TaskState;
  needsResult: boolean;
  needsAcceptance: boolean;
  mayMoveDeadline: boolean;
}

/** A step that is open to somebody: where it leads, and what it has to be given. */
export interface OpenStep {
  step: Step;
  to: TaskState;
  demands: Demand | null;
}

/** Who may accept a result needs nobody's acceptance. */
const ends = (rule: Rule, task: RuledTask, as: ReadonlySet<TaskRole>): TaskState =>
  rule.step === 'complete' && task.needsAcceptance && !setters.some((role) => as.has(role)) ? 'waiting' : rule.to;

/** The steps that a task in its state leaves to somebody who is all of `as` to it. */
export function openSteps(task: RuledTask, as: ReadonlySet<TaskRole>): OpenStep[] {
  return rules
    .filter((rule) => rule.from.includes(task.state) && rule.by.some((role) => as.has(role)))
    .map((rule) => {
      const demands = rule.demands === 'result' && !task.needsResult ? null : (rule.demands ?? null);
      return { step: rule.step, to: ends(rule, task, as), demands };
    });
}

/** Whether somebody who is all of `as` to a task has a power over it. */
export const hasPower = (task: Pick<RuledTask, 'mayMoveDeadline'>, as: ReadonlySet<TaskRole>, power: Power): boolean =>
  powers[power].some((role) => as.has(role)) || (power === 'moveDeadline' && task.mayMoveDeadline && as.has('responsible'));
