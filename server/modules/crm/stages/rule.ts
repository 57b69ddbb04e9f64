import type { Stage, StageRule } from '../../../contracts/crm/records.js';
import { type FieldError, invalid } from '../../../core/http/problem.js';

const kinds = ['call', 'meeting', 'mail', 'todo'];
const longestTitle = 250;
/** One year. */
const mostHours = 8760;

/**
 * Checks the rule that a stage is given, and leaves out what does not belong to it.
 * @throws Refusal 422 naming `rule.kind`, `rule.title` …
 */
export function checkedRule(rule: unknown): StageRule | null {
  if (rule === null || rule === undefined) return null;
  if (typeof rule !== 'object' || Array.isArray(rule)) throw invalid([{ path: 'rule', message: 'type', params: { type: 'object' } }]);
  const { kind, title, dueInHours, notify, ...rest } = rule as Record<string, unknown>;
  const errors: FieldError[] = Object.keys(rest).map((name) => ({ path: `rule.${name}`, message: 'unknown-field', params: { name } }));
  if (typeof kind !== 'string' || !kinds.includes(kind)) errors.push({ path: 'rule.kind', message: 'choice', params: { options: kinds.join(', ') } });
  if (typeof title !== 'string' || title.trim() === '') errors.push({ path: 'rule.title', message: 'required' });
  else if (title.length > longestTitle) errors.push({ path: 'rule.title', message: 'too-long', params: { max: longestTitle } });
  if (!Number.isInteger(dueInHours)) errors.push({ path: 'rule.dueInHours', message: dueInHours === undefined ? 'required' : 'int' });
  else if ((dueInHours as number) < 0) errors.push({ path: 'rule.dueInHours', message: 'too-small', params: { min: 0 } });
  else if ((dueInHours as number) > mostHours) errors.push({ path: 'rule.dueInHours', message: 'too-large', params: { max: mostHours } });
  if (notify !== undefined && typeof notify !== 'boolean') errors.push({ path: 'rule.notify', message: 'type', params: { type: 'boolean' } });
  if (errors.length > 0) throw invalid(errors);
  return { kind: kind as StageRule['kind'], title: (title as string).trim(), dueInHours: dueInHours as number, notify: notify !== false };
}

export const ruleOf = (stage: Stage): StageRule | null => (stage.rule ?? null) as StageRule | null;
