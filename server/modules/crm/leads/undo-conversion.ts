import type { Lead } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import { pointersTo } from '../../../core/bin/uses.js';
import type { Tx } from '../../../core/db/database.js';
import { forbidden, Refusal } from '../../../core/http/problem.js';
import { readRow, remove, rowForAction, update } from '../../../core/records/change.js';
import { reaches } from '../../../core/records/context.js';
import { columnOf, fromRow, type Kind, type Row, titleOf } from '../../../core/records/kind.js';
import type { RecordRef } from '../../../core/records/record-ref.js';
import { noteOnTimeline } from '../../../core/records/timeline.js';
import type { Crm } from '../crm.js';
import { activity, company, contact, deal, lead, stage as stageKind } from '../kinds.js';
import { entered, valuesIn } from '../stages/enter.js';
import { firstStage, stageToEnter } from '../stages/find.js';
import { takeStepsBack } from './follow-steps.js';

type Differences = Record<string, { from: unknown; to: unknown } | undefined>;
interface Line {
  id: number;
  kind: string;
  changes: Differences;
}

/** The fields of a lead that name what it has become; in the order in which conversion locks and makes them. */
const results = [
  ['companyId', company],
  ['contactId', contact],
  ['dealId', deal],
] as const satisfies readonly (readonly [keyof Lead, Kind])[];

type Against = 'changed' | 'comments' | 'files' | 'activities' | 'used' | 'unseen';
const stands = (context: Against, title: string | null) => new Refusal(409, 'conversion-stands', { params: { context, title } });

/** What was done to a record, newest first. */
async function linesOf(tx: Tx, { type, id }: RecordRef): Promise<Line[]> {
  const rows = await tx.q
    .selectFrom('record_history')
    .select(['id', 'kind', 'changes'])
    .where('record_type', '=', type)
    .where('record_id', '=', id)
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({ ...row, changes: JSON.parse(row.changes) as Differences }));
}

/** Whether a change only joined what one lead has become, as a later call of the conversion does. */
const isJoining = ({ kind, changes }: Line, of: Lead): boolean =>
  kind === 'changed' &&
  Object.entries(changes).every(([name, change]) => (name === 'companyId' || name === 'contactId') && change?.from === null && change.to === of[name]);

interface Result {
  kind: Kind;
  row: Row;
  /** Id of the line in the lead's history by which it became a result. */
  since: number;
}

/** What has happened to a record that the conversion made, if anything. */
async function whatStandsAgainst(
  crm: Crm,
  tx: Tx,
  { kind, row, since }: Result,
  lines: readonly Line[],
  of: Lead,
  own: readonly RecordRef[],
): Promise<Against | null> {
  const id = Number(row.id);
  if (lines.some((line) => line.id > since && !isJoining(line, of))) return 'changed';
  const said = tx.q.selectFrom('comments').select('id').where('record_type', '=', kind.type).where('record_id', '=', id).where('deleted_at', 'is', null);
  if (await said.executeTakeFirst()) return 'comments';
  const attached = tx.q.selectFrom('files').select('id').where('record_type', '=', kind.type).where('record_id', '=', id).where('removed_at', 'is', null);
  if (await attached.executeTakeFirst()) return 'files';
  for (const other of await pointersTo(crm.records, tx.q, { type: kind.type, id })) {
    if (own.some((one) => one.type === other.type && one.id === other.id)) continue;
    if (other.type !== activity.type) return 'used';
    // What the rule of its first stage has planned is not anybody's work yet.
    const planned = await readRow(crm.records, tx.q, activity, other.id);
    if (planned && (planned.created_by !== null || planned.version !== 1)) return 'activities';
  }
  return null;
}

/** The records that a lead has become and that are there, locked. @throws Refusal 409 when one is not the actor's to see. */
async function resultsOf(crm: Crm, tx: Tx, actor: Actor, of: Lead, sinceOf: (field: keyof Lead) => number): Promise<Result[]> {
  const found: Result[] = [];
  for (const [field, kind] of results) {
    const id = of[field];
    if (id === null || !(await readRow(crm.records, tx.q, kind, id, { lock: true }))) continue;
    try {
      found.push({ kind, row: await rowForAction(crm.records, tx, actor, kind, id, 'read'), since: sinceOf(field) });
    } catch (error) {
      if (error instanceof Refusal && error.status === 404) throw stands('unseen', null);
      throw error;
    }
  }
  return found;
}

/** The stage from which the conversion took the lead; null when it did not, or somebody has moved the lead since. */
async function formerStage(crm: Crm, tx: Tx, of: Lead, conversions: readonly Line[]): Promise<{ stageId: number; lostReasonId: number | null } | null> {
  const closing = conversions.find(({ changes }) => changes.stageId?.to === of.stageId)?.changes;
  if (!closing?.stageId) return null;
  const row = await readRow(crm.records, tx.q, stageKind, Number(closing.stageId.from));
  // A stage that is gone, or being emptied, takes nothing back.
  const stageId = row && row.moves_to === null ? Number(row.id) : await firstStage(tx.q, null, 'open');
  return { stageId, lostReasonId: (closing.lostReasonId?.from as number | null | undefined) ?? null };
}

/**
 * Takes the conversion of a lead back, all calls of it: what it made goes into the bin, what it only linked stays, and the lead stands where
 * it stood before. Needs the rights of the conversion: to change the lead, and to make what is taken away.
 * @throws Refusal 403; 409 `not-converted`; `conversion-stands` saying what has happened since to something that was made.
 */
export async function undoConversion(crm: Crm, tx: Tx, actor: Actor, leadId: number): Promise<Lead> {
  const before = await rowForAction(crm.records, tx, actor, lead, leadId, 'change');
  const of = fromRow(lead, before) as unknown as Lead;
  if (results.every(([field]) => of[field] === null)) throw new Refusal(409, 'not-converted');
  const ref = { type: lead.type, id: leadId };
  const lines = await linesOf(tx, ref);
  const lineOf = (field: keyof Lead) => lines.find(({ changes }) => changes[field] !== undefined);
  const found = await resultsOf(crm, tx, actor, of, (field) => lineOf(field)?.id ?? 0);
  const became = found.map(({ kind, row }) => ({ type: kind.type, id: Number(row.id) }));
  const own = [ref, ...became];
  // First: what is open as it came does not stand against it; what was done of it since does.
  await takeStepsBack(crm, tx, actor, leadId, became);
  const made: Result[] = [];
  const linked: RecordRef[] = [];
  for (const result of found) {
    const { kind, row, since } = result;
    const id = Number(row.id);
    const done = await linesOf(tx, { type: kind.type, id });
    // What came back out of the bin before it was linked is somebody's own.
    if (Number(row[columnOf('leadId')]) !== leadId || done.some((line) => line.kind === 'restored' && line.id < since)) {
      linked.push({ type: kind.type, id });
      continue;
    }
    const against = await whatStandsAgainst(crm, tx, result, done, of, own);
    if (against) throw stands(against, titleOf(kind, row));
    if (!reaches(crm.records, actor, kind, row, 'create')) throw forbidden(`${kind.type}.create`);
    made.push(result);
  }
  const conversions = lines.filter((line) => results.some(([field]) => lineOf(field) === line));
  const former = await formerStage(crm, tx, of, conversions);
  const stage = former && (await stageToEnter(crm, tx, former.stageId));
  const values = { dealId: null, contactId: null, companyId: null, ...(former && stage ? valuesIn(crm, lead, stage, former.lostReasonId) : {}) };
  const row = (await readRow(crm.records, tx.q, lead, leadId)) as Row;
  const after = await update(crm.records, tx, actor, lead, row, values);
  // Quietly: the rule of the stage has run when the lead came there first.
  if (stage) await entered(crm, tx, actor, lead, leadId, stage, { quietly: true });
  // Last made, first gone: nothing points into the bin.
  for (const { kind, row } of made.reverse()) await remove(crm.records, tx, actor, kind, Number(row.id), { as: 'create' });
  await noteOnTimeline(crm, tx, actor, ref, { kind: 'crm.lead.unconverted', data: { title: of.title } }, linked);
  return after as unknown as Lead;
}
