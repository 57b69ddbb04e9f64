import { taskDone } from '../../../contracts/tasks/events.js';
import type { Task } from '../../../contracts/tasks/records.js';
import { type OpenStep, openSteps, rules, type Step } from '../../../contracts/tasks/steps.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { attachTo } from '../../../core/files/at-record.js';
import { conflict, invalidField, Refusal } from '../../../core/http/problem.js';
import { isVisible } from '../../../core/http/visible.js';
import { rowForAction, update } from '../../../core/records/change.js';
import type { Row } from '../../../core/records/kind.js';
import { task } from '../kinds.js';
import type { Tasks } from '../run.js';
import { followTasks } from './follow.js';
import { rolesAt, ruled } from './roles.js';
import { toTask } from './save.js';
import { handed, note, tell, tellArrivals } from './tell.js';

/** What a step may be given. */
export interface StepBody {
  version?: number;
  result?: string;
  fileIds?: number[];
  reason?: string;
  until?: string | null;
  ownerId?: number;
}

/**
 * The step as it is open to the actor.
 * @throws Refusal 409 where the task is in no state for it, 403 where it is for others to take.
 */
function demandStep(tasks: Tasks, actor: Actor, row: Row, step: Step): OpenStep {
  const as = rolesAt(tasks, actor, row);
  const found = openSteps(ruled(row), as).find((one) => one.step === step);
  if (found) return found;
  const rule = rules.find((one) => one.step === step);
  if (!rule?.from.includes(ruled(row).state)) throw conflict('step-not-open', { state: row.state, step });
  throw new Refusal(403, 'step-not-yours', { extra: { step, by: rule.by } });
}

/** @throws Refusal 422 naming what the step demands and was not given. */
function demandGiven({ demands }: OpenStep, before: Task, { result = '', fileIds = [], reason = '', ownerId }: StepBody): void {
  const hasResult = isVisible(result) || fileIds.length > 0 || Boolean(before.result) || ((before.resultFileIds ?? []) as number[]).length > 0;
  if (demands === 'result' && !hasResult) throw invalidField('result', 'required');
  if (demands === 'reason' && !isVisible(reason)) throw invalidField('reason', 'required');
  if (demands === 'ownerId' && ownerId === undefined) throw invalidField('ownerId', 'required');
}

/** The fields that a step changes, its state among them. */
function valuesOf(tasks: Tasks, step: OpenStep, before: Task, body: StepBody): Partial<Task> {
  const { to } = step;
  const now = tasks.now();
  const reason = body.reason?.trim() || null;
  const closed = { state: to, closedAt: to === 'done' || to === 'declined' ? now : null };
  switch (step.step) {
    case 'start':
      return { state: to, startedAt: before.startedAt ?? now };
    case 'pause':
      return { state: to };
    case 'resume':
      return { state: to, deferredUntil: null, startedAt: before.startedAt ?? now };
    case 'complete': {
      const files = body.fileIds?.length ? [...((before.resultFileIds ?? []) as number[]), ...body.fileIds] : undefined;
      const result = body.result?.trim();
      return { ...closed, deferredUntil: null, ...(result ? { result } : {}), ...(files ? { resultFileIds: files } : {}) };
    }
    case 'accept':
      return closed;
    case 'send-back':
      return { ...closed, reason };
    case 'defer': {
      const until = body.until ? new Date(body.until).toISOString() : null;
      if (until !== null && until <= now) throw invalidField('until', 'in-the-past');
      return { state: to, deferredUntil: until, reason };
    }
    case 'decline':
      return { ...closed, reason };
    case 'delegate': {
      const ownerId = body.ownerId as number;
      if (ownerId === before.ownerId) throw invalidField('ownerId', 'same-person');
      // Whoever hands it on goes on seeing what becomes of it.
      const watching = [before.ownerId, ...before.observerIds].filter((id): id is number => id !== null && id !== ownerId);
      return {
        ...closed,
        ownerId,
        observerIds: [...new Set(watching)],
        helperIds: before.helperIds.filter((id) => id !== ownerId),
        deferredUntil: null,
        reason,
      };
    }
    case 'reopen':
      return { ...closed, deferredUntil: null };
  }
}

/** Whom each step is told, besides whoever took it. */
async function tellOfStep(tasks: Tasks, tx: Tx, actor: Actor, step: OpenStep, before: Task, after: Task): Promise<void> {
  const doers = [after.ownerId, ...after.helperIds];
  const because = after.reason === null ? {} : { reason: after.reason };
  if (step.step === 'delegate') await tellArrivals(tasks, tx, actor, before, after);
  else if (step.step === 'send-back') await tell(tasks, tx, actor, after, doers, 'sent-back', because);
  else if (step.step === 'accept') await tell(tasks, tx, actor, after, doers, 'accepted');
  else if (step.step === 'decline') await tell(tasks, tx, actor, after, [after.creatorId], 'declined', because);
  else if (step.step === 'defer') await tell(tasks, tx, actor, after, [after.creatorId], 'deferred', because);
  else if (step.to === 'waiting') await tell(tasks, tx, actor, after, [after.creatorId], 'waiting');
  else if (step.step === 'complete') await tell(tasks, tx, actor, after, [after.creatorId, ...doers, ...after.observerIds], 'done');
}

/** Takes a step with a task, by the one table of rules. @throws Refusal 404, 403, 409, 422. */
export async function takeStep(tasks: Tasks, tx: Tx, actor: Actor, id: number, name: Step, body: StepBody): Promise<Task> {
  const row = await rowForAction(tasks.records, tx, actor, task, id, 'read', body.version);
  const step = demandStep(tasks, actor, row, name);
  const before = toTask(row);
  demandGiven(step, before, body);
  if (body.fileIds?.length) await attachTo(tasks.records, tx, actor, task, row, body.fileIds);
  const values = valuesOf(tasks, step, before, body);
  const after = await update(tasks.records, tx, actor, task, row, values, { given: true });
  await followTasks(tasks, tx, [{ before: row, after: { ...row, state: after.state, owner_id: after.ownerId } as Row }]);
  await note(tasks, tx, actor, after, noteOf(step), {
    ...(values.reason ? { reason: values.reason } : {}),
    ...(body.result?.trim() ? { result: body.result.trim() } : {}),
    ...(name === 'delegate' ? await handed(tx, before.ownerId, after.ownerId) : {}),
    ...(values.deferredUntil ? { until: values.deferredUntil } : {}),
  });
  await tellOfStep(tasks, tx, actor, step, before, after);
  if (after.state === 'done') {
    const about = after.aboutType !== null && after.aboutId !== null ? { type: after.aboutType, id: after.aboutId } : null;
    await tasks.events.emit(tx, taskDone, { taskId: id, about, actorId: actor.personId });
  }
  return after;
}

const notes: Readonly<Record<Step, string>> = {
  start: 'started',
  pause: 'paused',
  resume: 'resumed',
  complete: 'done',
  accept: 'accepted',
  'send-back': 'sent-back',
  defer: 'deferred',
  decline: 'declined',
  delegate: 'delegated',
  reopen: 'reopened',
};
const noteOf = (step: OpenStep): string => (step.to === 'waiting' ? 'waiting' : notes[step.step]);
