import type { Field } from '../../../server/contracts/core/fields.js';
import type { FieldDef } from '../fields/field-def.js';

/** Filters as they stand in an address: `ownerId`, `amount.gte`, `stageId.in`, `closeOn.empty` → text. Money in minor units. */
export type FilterValues = Readonly<Record<string, string>>;

export interface FilterDef {
  field: string;
  label: string;
  kind: Field['kind'];
  /** Of a choice, or a short list of records. */
  options?: readonly { value: string; label: string }[];
  /** Kind of the record a reference points to; people are `core.person`. */
  type?: string;
  /** A moment that every record has behind it: never empty and never ahead. */
  isPast?: boolean;
}

export type Operator = 'is' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'in' | 'contains' | 'starts' | 'empty';

/** Stretches of time that a filter by day takes instead of a day: they mean something else tomorrow, and stay words wherever the filter is kept. */
const periods = ['overdue', 'today', 'tomorrow', 'yesterday', 'this-week', 'next-week', 'last-week', 'this-month', 'next-month', 'last-month'] as const;
const ahead: ReadonlySet<string> = new Set(['overdue', 'tomorrow', 'next-week', 'next-month']);
/** The stretches that are offered for a filter. */
export const periodsOf = ({ isPast }: FilterDef) => periods.filter((word) => !(isPast && ahead.has(word)));
/** Words for people that mean somebody else for everybody who looks. */
export const relativePeople = ['me', 'my-department'] as const;

/** Whether a filter's value is such a word. */
export const isRelative = ({ kind }: Pick<FilterDef, 'kind'>, value: string): boolean =>
  kind === 'person' || kind === 'people'
    ? relativePeople.some((word) => word === value)
    : (kind === 'day' || kind === 'instant') && periods.some((word) => word === value);

/** The operators offered for a filter, the likeliest first. */
export function operatorsOf(def: FilterDef): Operator[] {
  switch (def.kind) {
    case 'text':
    case 'longText':
      return ['contains', 'starts', 'is', 'empty'];
    case 'int':
    case 'quantity':
    case 'percent':
    case 'money':
      return ['gte', 'lte', 'gt', 'lt', 'is', 'empty'];
    case 'day':
    case 'instant':
      return def.isPast ? ['is', 'gte', 'lte'] : ['is', 'gte', 'lte', 'empty'];
    case 'yesNo':
      return ['is'];
    case 'choice':
      return ['in', 'ne', 'empty'];
    case 'ref':
    case 'people':
    case 'words':
      return ['is', 'empty'];
    case 'person':
      return def.options ? ['in', 'ne', 'empty'] : ['is', 'ne', 'empty'];
    default:
      return ['empty'];
  }
}

/** `amount.gte` → the field and what is asked of it. */
export function splitKey(key: string): { field: string; operator: Operator } {
  const at = key.lastIndexOf('.');
  return at < 0 ? { field: key, operator: 'is' } : { field: key.slice(0, at), operator: key.slice(at + 1) as Operator };
}

export const keyOf = (field: string, operator: Operator): string => (operator === 'is' ? field : `${field}.${operator}`);

/**
 * Filters for the filterable fields of a declaration, and for the day since which a record is there.
 * @param added the word for that day.
 */
export function filterDefsOf(defs: readonly FieldDef[], added: string): FilterDef[] {
  const own = defs
    .filter((def) => def.field.filterable)
    .map((def) => ({
      field: def.name,
      label: def.label,
      kind: def.field.kind,
      ...(def.field.kind === 'choice' ? { options: def.field.options.map((value) => ({ value, label: def.optionLabel?.(value) ?? value })) } : {}),
      ...(def.choices ? { options: def.choices.map((choice) => ({ value: String(choice.value), label: choice.label })) } : {}),
      ...(def.field.kind === 'ref' ? { type: def.field.type } : def.field.kind === 'person' || def.field.kind === 'people' ? { type: 'core.person' } : {}),
    }));
  return [...own, { field: 'createdAt', label: added, kind: 'instant', isPast: true }];
}
