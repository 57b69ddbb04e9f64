import type { StageEntered } from '../../../contracts/crm/events.js';
import { filled, type Placeholder } from '../../../contracts/crm/placeholders.js';
import type { Stage, TaskRule } from '../../../contracts/crm/records.js';
import type { TaskDone } from '../../../contracts/tasks/events.js';
import { TaskMaker } from '../../../contracts/tasks/ports.js';
import { systemActor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { Refusal } from '../../../core/http/problem.js';
import { formats } from '../../../core/i18n/format.js';
import { readRow } from '../../../core/records/change.js';
import { fromRow, type Kind, type Row, titleOf } from '../../../core/records/kind.js';
import { noteOnTimeline } from '../../../core/records/timeline.js';
import type { Crm } from '../crm.js';
import { company, contact, deal, lead } from '../kinds.js';
import { usableOwner } from '../owners/usable-owner.js';
import { move } from './move.js';

/** What a rule did or left undone is read on the record's timeline. */
const log = (crm: Crm, tx: Tx, { type, id }: { type: string; id: number }, what: string, data: Record<string, unknown>) =>
  noteOnTimeline(crm, tx, systemActor(), { type, id }, { kind: `crm.rule.${what}`, data });

async function valuesFor(crm: Crm, tx: Tx, kind: Kind, row: Row): Promise<Record<Placeholder, string | null>> {
  const values = fromRow(kind, row) as Record<string, unknown>;
  const named = async (of: Kind, id: unknown) => {
    const found = typeof id === 'number' ? await readRow(crm.records, tx.q, of, id) : undefined;
    return found ? titleOf(of, found) : null;
  };
  const fullName = [values.firstName, values.lastName].filter(Boolean).join(' ') || null;
  const { ownerId, amount } = values as { ownerId: number | null; amount: Parameters<ReturnType<typeof formats>['money']>[0] | null };
  const { language, timeZone, country } = crm.settings.company();
  const owner = ownerId === null ? undefined : await tx.q.selectFrom('people').select('name').where('id', '=', ownerId).executeTakeFirst();
  return {
    title: titleOf(kind, row),
    company: (await named(company, values.companyId)) ?? (values.companyName as string | null | undefined) ?? null,
    contact: (await named(contact, values.contactId)) ?? fullName,
    amount: amount ? formats(language, timeZone, country).money(amount) : null,
    owner: owner?.name ?? null,
  };
}

/**
 * Makes the task of a rule. Where tasks is off, or the task would be refused, it is not made, and the timeline says why: what is
 * refused today would be tomorrow.
 */
export async function runTaskRule(crm: Crm, tx: Tx, rule: TaskRule, stage: Stage, kind: Kind, row: Row, { isOneOfMany }: StageEntered): Promise<void> {
  const record = { type: kind.type, id: Number(row.id) };
  const title = filled(rule.title, await valuesFor(crm, tx, kind, row)).slice(0, 250) || stage.name;
  const maker = crm.find(TaskMaker);
  if (!maker) return void (await log(crm, tx, record, 'off', { title, stage: stage.name }));
  const ownerId = await usableOwner(tx.q, rule.ownerId ?? (row.owner_id as number | null));
  let made: { id: number };
  try {
    const wanted = { title, ownerId, dueInWorkingDays: rule.dueInDays, priority: rule.priority, about: record };
    made = await maker.make(tx, systemActor(), { ...wanted, quietly: !rule.notify || isOneOfMany === true });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return void (await log(crm, tx, record, 'refused', { title, stage: stage.name }));
  }
  if (rule.thenStageId === null) return;
  const place = { record_type: record.type, record_id: record.id, from_stage_id: stage.id, to_stage_id: rule.thenStageId };
  await tx.insertMany('crm_rule_tasks', [{ task_id: made.id, ...place }]);
}

/** Whether a rule waits for the task. */
export const isAwaited = async (tx: Tx, { taskId }: TaskDone): Promise<boolean> =>
  (await tx.q.selectFrom('crm_rule_tasks').select('task_id').where('task_id', '=', taskId).executeTakeFirst()) !== undefined;

/**
 * Moves a record on when the task of its rule is done, once: only while it stands where the rule ran, for who moved it by hand had a
 * reason.
 */
export const goOn =
  (crm: Crm) =>
  async (tx: Tx, { taskId }: Pick<TaskDone, 'taskId'>): Promise<void> => {
    const waiting = await tx.q.deleteFrom('crm_rule_tasks').where('task_id', '=', taskId).returningAll().executeTakeFirst();
    if (!waiting) return;
    const kind = waiting.record_type === lead.type ? lead : deal;
    const row = await readRow(crm.records, tx.q, kind, waiting.record_id, { lock: true });
    if (!row) return;
    const record = { type: kind.type, id: waiting.record_id };
    const names = await tx.q.selectFrom('crm_stages').select(['id', 'name']).where('id', 'in', [waiting.from_stage_id, waiting.to_stage_id]).execute();
    const nameOf = (id: number) => names.find((one) => one.id === id)?.name ?? '';
    const words = { from: nameOf(waiting.from_stage_id), to: nameOf(waiting.to_stage_id) };
    if (row.stage_id !== waiting.from_stage_id) return void (await log(crm, tx, record, 'moved-on', words));
    try {
      await move(crm, tx, systemActor(), kind as typeof deal, record.id, { stageId: waiting.to_stage_id });
      await log(crm, tx, record, 'went-on', words);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // A stage that counts as lost by now wants a reason, which nobody can be asked for.
      const isLost = error.options.errors?.some(({ path }) => path === 'lostReasonId');
      await log(crm, tx, record, isLost ? 'needs-reason' : 'stage-gone', words);
    }
  };

export const catchUpTask = 'rules';

/** Has the rules look at what was done while the CRM was away: its handlers heard nothing of it. */
export async function catchUpLater(crm: Crm): Promise<void> {
  const some = await crm.db.read.selectFrom('crm_rule_tasks').select('task_id').limit(1).executeTakeFirst();
  if (some) await crm.db.write((tx) => crm.jobs.schedule(tx, `crm.${catchUpTask}`, 'all', crm.now(), {}));
}

const manyAtOnce = 500;

export const catchUp = (crm: Crm) => async (): Promise<undefined> => {
  const maker = crm.find(TaskMaker);
  if (!maker) return undefined;
  for (let after = 0; ; ) {
    const rows = await crm.db.read.selectFrom('crm_rule_tasks').select('task_id').where('task_id', '>', after).orderBy('task_id').limit(manyAtOnce).execute();
    const ids = rows.map((row) => row.task_id);
    if (ids.length === 0) return undefined;
    for (const taskId of await maker.doneAmong(crm.db.read, ids)) await crm.db.write((tx) => goOn(crm)(tx, { taskId }));
    after = ids.at(-1) as number;
  }
};
