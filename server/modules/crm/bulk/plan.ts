import { sql } from 'kysely';
import type { BulkPlan } from '../../../contracts/core/bulk.js';
import { type Activity, activity as declaration } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import { covers } from '../../../core/access/actor.js';
import type { BulkPlanning } from '../../../core/bulk/behaviour.js';
import type { Tx } from '../../../core/db/database.js';
import { dayIn, instantAt } from '../../../core/db/days.js';
import { inIds } from '../../../core/db/fragments.js';
import { clockIn, plusWorkingDays } from '../../../core/db/working-days.js';
import { invalidField } from '../../../core/http/problem.js';
import { announceMany, createMany, noteManyOnTimeline, removeMany, rowsWhere } from '../../../core/records/bulk.js';
import { ownerOf, scopeOf } from '../../../core/records/context.js';
import { fromRow, type Row } from '../../../core/records/kind.js';
import { refreshNextSteps } from '../activities/next-step.js';
import { planReminder } from '../activities/reminder.js';
import type { Crm } from '../crm.js';
import { activity } from '../kinds.js';
import type { StagedKind } from '../stages/enter.js';

const activityKinds = declaration.fields.kind.options;

const kindOf = ({ kind }: BulkPlan): Activity['kind'] => {
  const known = activityKinds.find((one) => one === kind);
  if (!known) throw invalidField('plan.kind', 'choice', { options: activityKinds.join(', ') });
  return known;
};

const titleOf = ({ title }: BulkPlan): string => {
  if (title.trim() === '') throw invalidField('plan.title', 'required');
  return title.trim();
};

/** The working day of the company on which the `n`th is due, at the hour of the first on the planner's clocks; without a number a day all are due at once. */
function dueOf(crm: Crm, { timeZone }: Actor, { dueAt, perDay }: BulkPlan, n: number): string | null {
  if (dueAt === null || perDay === undefined) return dueAt === null ? null : new Date(dueAt).toISOString();
  const day = plusWorkingDays(crm.settings.company().workingHours, dayIn(timeZone, dueAt), Math.floor(n / perDay));
  return instantAt(day, clockIn(timeZone, dueAt), timeZone);
}

/** {@link dueOf} for a piece of many: what is due on the same day is worked out once. */
function duesOf(crm: Crm, actor: Actor, plan: BulkPlan): (n: number) => string | null {
  const known = new Map<number, string | null>();
  return (n) => {
    const day = plan.perDay === undefined ? 0 : Math.floor(n / plan.perDay);
    if (!known.has(day)) known.set(day, dueOf(crm, actor, plan, n));
    return known.get(day) ?? null;
  };
}

/** What goes along with the activities of some records, as of one by hand. */
async function follow(crm: Crm, tx: Tx, kind: StagedKind, activities: readonly Activity[], gone = false): Promise<void> {
  for (const one of activities) await planReminder(crm, tx, gone ? null : one, one.id);
  await refreshNextSteps(
    crm,
    tx,
    kind,
    activities.map(({ recordId }) => recordId),
  );
  tx.afterCommit(() => announceMany(crm.records, activity.type));
}

const toActivity = (row: Row) => fromRow(activity, row) as unknown as Activity;

/** How one next step is planned for each of many leads or deals that are open and have none. */
export const planning = (crm: Crm, kind: StagedKind): BulkPlanning => ({
  unfit: [
    { reason: 'closed', where: sql<boolean>`closed_at is not null` },
    { reason: 'has-step', where: sql<boolean>`next_activity_kind is not null` },
  ],
  values(actor, plan) {
    crm.records.access.demand(actor, 'crm.activity.create');
    return { nextActivityKind: kindOf(plan), nextActivityTitle: titleOf(plan), nextActivityAt: dueOf(crm, actor, plan, 0) };
  },
  dueOf: (actor, plan, n) => dueOf(crm, actor, plan, n),
  async make(tx, actor, plan, rows, before) {
    const scope = scopeOf(crm.records, actor, activity, 'create');
    const due = duesOf(crm, actor, plan);
    const drafts = rows.map((row, n) => {
      const owner = ownerOf(kind, row);
      return {
        kind: kindOf(plan),
        title: titleOf(plan),
        recordType: kind.type,
        recordId: row.id as number,
        dueAt: due(before + n),
        ownerId: owner !== null && covers(scope, owner) ? owner : actor.personId,
      };
    });
    const made = (await createMany(crm.records, tx, actor, activity, drafts)).map(toActivity);
    await noteManyOnTimeline(
      crm,
      tx,
      actor,
      made.map(({ id, kind: activityKind, title, dueAt, recordId }) => ({
        on: { type: kind.type, id: recordId },
        kind: 'crm.activity.planned',
        data: { activityId: id, activityKind, title, dueAt },
      })),
    );
    await follow(crm, tx, kind, made);
    return made.map(({ id }) => id);
  },
  async takeBack(tx, actor, made) {
    const { dialect } = crm.db;
    // What somebody has changed, done or moved to another record since is theirs.
    const asMade = sql<boolean>`${inIds(dialect, sql.ref('id'), [...made.values()])} and version = 1 and done_at is null and record_type = ${kind.type}`;
    const rows = await rowsWhere(crm.records, tx, activity, asMade);
    await removeMany(crm.records, tx, actor, activity, rows);
    const gone = rows.map(toActivity);
    await follow(crm, tx, kind, gone, true);
    return gone.map(({ recordId }) => recordId);
  },
});
