import type { StageEntered } from '../../../contracts/crm/events.js';
import type { Stage, StageRule } from '../../../contracts/crm/records.js';
import { systemActor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { plusMilliseconds } from '../../../core/db/instant.js';
import { prepared } from '../../../core/db/prepared.js';
import { readRow } from '../../../core/records/change.js';
import { fromRow, titleOf } from '../../../core/records/kind.js';
import { planActivity } from '../activities/activities.js';
import type { Crm } from '../crm.js';
import { deal, lead, stage } from '../kinds.js';
import { usableOwner } from '../owners/usable-owner.js';
import { ruleOf } from './rule.js';
import { runTaskRule } from './run-task-rule.js';

const hour = 3_600_000;

async function enteredWithRule(crm: Crm, tx: Tx, stageId: number): Promise<{ entered: Stage; rule: StageRule } | undefined> {
  const row = await readRow(crm.records, tx.q, stage, stageId);
  const entered = row && (fromRow(stage, row) as unknown as Stage);
  const rule = entered && ruleOf(entered);
  return rule ? { entered, rule } : undefined;
}

const ruled = prepared((q, { stageId }: { stageId: number }) =>
  q.selectFrom('crm_stages').select('id').where('id', '=', stageId).where('rule', 'is not', null).compile(),
);

/** Whether there is anything to run: most stages have no rule, and each new record enters one. */
export const hasRule = async (tx: Tx, { stageId }: StageEntered): Promise<boolean> => (await ruled(tx.q, { stageId })).length > 0;

/**
 * Runs the rule of the stage that a record has entered: plans its activity or makes its task for the responsible, and tells them. Each
 * entering is one event, delivered in the transaction that takes it off the list, so the rule runs once for each.
 */
export const runRule =
  (crm: Crm) =>
  async (tx: Tx, entering: StageEntered): Promise<void> => {
    const { recordType, recordId, stageId, at, isOneOfMany } = entering;
    const found = await enteredWithRule(crm, tx, stageId);
    if (!found) return;
    const { entered, rule } = found;
    const kind = recordType === 'crm.lead' ? lead : deal;
    const row = await readRow(crm.records, tx.q, kind, recordId, { lock: true });
    if (!row) return;
    if (rule.kind === 'task') return runTaskRule(crm, tx, rule, entered, kind, row, entering);
    const ownerId = await usableOwner(tx.q, row.owner_id as number | null);
    const dueAt = plusMilliseconds(at, rule.dueInHours * hour);
    await planActivity(crm, tx, systemActor(), { kind: rule.kind, title: rule.title, recordType, recordId, dueAt, ownerId });
    if (!rule.notify || ownerId === null || isOneOfMany) return;
    await crm.notify.notify(tx, [ownerId], {
      code: 'crm.stage.rule',
      params: { title: titleOf(kind, row), stage: entered.name, activity: rule.title, due: dueAt },
      record: { type: recordType, id: recordId },
    });
  };
