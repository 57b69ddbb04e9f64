import { unknownPlaceholders } from '../../../contracts/crm/placeholders.js';
import type { Stage, StageRule } from '../../../contracts/crm/records.js';
import { TaskMaker } from '../../../contracts/tasks/ports.js';
import type { Tx } from '../../../core/db/database.js';
import { type FieldError, invalid, invalidField } from '../../../core/http/problem.js';
import { isVisible } from '../../../core/http/visible.js';
import type { Crm } from '../crm.js';
import { usableOwner } from '../owners/usable-owner.js';
import { stagesOf } from './find.js';

const activityKinds = ['call', 'meeting', 'mail', 'todo'];
const kinds = [...activityKinds, 'task'];
const priorities = ['low', 'normal', 'high', 'urgent'];
const longestTitle = 250;
/** One year each. */
const [mostHours, mostDays] = [8760, 260];

type Given = Record<string, unknown>;
const partsOf = { activity: ['kind', 'title', 'notify', 'dueInHours'], task: ['kind', 'title', 'notify', 'dueInDays', 'ownerId', 'priority', 'thenStageId'] };

function wrongWhole(path: string, value: unknown, max: number): FieldError[] {
  if (!Number.isInteger(value)) return [{ path, message: value === undefined ? 'required' : 'int' }];
  if ((value as number) < 0) return [{ path, message: 'too-small', params: { min: 0 } }];
  return (value as number) > max ? [{ path, message: 'too-large', params: { max } }] : [];
}

function wrongTitle(title: unknown, isOfTask: boolean): FieldError[] {
  const path = 'rule.title';
  if (typeof title !== 'string' || !isVisible(title)) return [{ path, message: 'required' }];
  if (title.length > longestTitle) return [{ path, message: 'too-long', params: { max: longestTitle } }];
  const [unknown] = isOfTask ? unknownPlaceholders(title) : [];
  return unknown === undefined ? [] : [{ path, message: 'unknown-placeholder', params: { name: unknown.slice(0, 40) } }];
}

const isId = (value: unknown) => value === undefined || value === null || (Number.isSafeInteger(value) && (value as number) > 0);

function wrongOfTask({ priority, ownerId, thenStageId, dueInDays }: Given): FieldError[] {
  const errors = wrongWhole('rule.dueInDays', dueInDays, mostDays);
  if (priority !== undefined && !priorities.includes(priority as string))
    errors.push({ path: 'rule.priority', message: 'choice', params: { options: priorities.join(', ') } });
  for (const [name, value] of Object.entries({ ownerId, thenStageId })) if (!isId(value)) errors.push({ path: `rule.${name}`, message: 'int' });
  return errors;
}

/** @throws Refusal 422 naming `rule.kind`, `rule.title` … */
function shaped(rule: unknown): StageRule {
  if (typeof rule !== 'object' || Array.isArray(rule)) throw invalid([{ path: 'rule', message: 'type', params: { type: 'object' } }]);
  const given = rule as Given;
  const isOfTask = given.kind === 'task';
  const parts = partsOf[isOfTask ? 'task' : 'activity'];
  const errors: FieldError[] = Object.keys(given)
    .filter((name) => !parts.includes(name))
    .map((name) => ({ path: `rule.${name}`, message: 'unknown-field', params: { name } }));
  if (typeof given.kind !== 'string' || !kinds.includes(given.kind))
    errors.push({ path: 'rule.kind', message: 'choice', params: { options: kinds.join(', ') } });
  errors.push(...wrongTitle(given.title, isOfTask), ...(isOfTask ? wrongOfTask(given) : wrongWhole('rule.dueInHours', given.dueInHours, mostHours)));
  if (given.notify !== undefined && typeof given.notify !== 'boolean') errors.push({ path: 'rule.notify', message: 'type', params: { type: 'boolean' } });
  if (errors.length > 0) throw invalid(errors);
  const common = { title: (given.title as string).trim(), notify: given.notify !== false };
  if (!isOfTask) return { kind: given.kind, dueInHours: given.dueInHours, ...common } as StageRule;
  const { priority = 'normal', ownerId = null, thenStageId = null, dueInDays } = given;
  return { kind: 'task', ownerId, dueInDays, priority, thenStageId, ...common } as StageRule;
}

/**
 * Checks the rule that a stage is given, and adds what was left out. A rule that stays as it was is not asked again whether its
 * people, stages and module are there.
 * @param stage which has it: its pipeline, its id and the rule before; id null for a new one.
 * @throws Refusal 422 naming `rule.kind`, `rule.title` …
 */
export async function checkedRule(
  crm: Crm,
  tx: Tx,
  rule: unknown,
  stage: { id: number | null; pipelineId: number | null; rule?: StageRule | null },
): Promise<StageRule | null> {
  if (rule === null || rule === undefined) return null;
  const checked = shaped(rule);
  if (checked.kind !== 'task' || JSON.stringify(checked) === JSON.stringify(stage.rule ?? null)) return checked;
  if (!crm.find(TaskMaker)) throw invalidField('rule.kind', 'module-off');
  if (checked.ownerId !== null && (await usableOwner(tx.q, checked.ownerId)) === null) throw invalidField('rule.ownerId', 'unknown-person');
  if (checked.thenStageId !== null) {
    const places = (await stagesOf(tx.q, stage.pipelineId)).filter(({ id, moves_to }) => id !== stage.id && moves_to === null);
    const place = places.find(({ id }) => id === checked.thenStageId);
    if (!place) throw invalidField('rule.thenStageId', checked.thenStageId === stage.id ? 'same-stage' : 'other-pipeline');
    // Nobody can be asked why it is lost.
    if (place.semantic === 'lost') throw invalidField('rule.thenStageId', 'lost-by-rule');
  }
  return checked;
}

export const ruleOf = (stage: Stage): StageRule | null => (stage.rule ?? null) as StageRule | null;
