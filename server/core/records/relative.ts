import { plusDays } from '../../contracts/core/calendar-day.js';
import type { Field } from '../../contracts/core/fields.js';
import type { Actor } from '../access/actor.js';
import { dayIn, instantAt } from '../db/days.js';
import type { RecordContext } from './context.js';
import type { Filter } from './filter.js';

/** From where relative values of filters are seen: who "me" is, and when "today". */
export interface Viewpoint {
  me: number | null;
  /** The people of the departments they belong to or head, themselves among them. */
  colleagues: readonly number[];
  now: string;
  timeZone: string;
  /** Day on which weeks begin; 0 is Sunday. */
  weekStart: number;
  /** Of the company, ISO 3166 alpha-2. */
  country: string | null;
}

export const viewpointOf = (ctx: Pick<RecordContext, 'access' | 'now' | 'weekStart'>, actor: Actor): Viewpoint => ({
  me: actor.personId,
  country: actor.country ?? null,
  colleagues: actor.personId === null ? [] : ctx.access.colleaguesOf(actor.personId),
  now: ctx.now(),
  timeZone: actor.timeZone,
  weekStart: ctx.weekStart(),
});

/** The first day of a stretch of time, and the first after it; `YYYY-MM-DD`. */
type Stretch = readonly [from: string, to: string];

function month(today: string, by: number): Stretch {
  const [year, at] = today.split('-').map(Number) as [number, number];
  const first = (offset: number) => new Date(Date.UTC(year, at - 1 + offset, 1)).toISOString().slice(0, 10);
  return [first(by), first(by + 1)];
}

function week(today: string, by: number, weekStart: number): Stretch {
  const into = (new Date(`${today}T00:00:00Z`).getUTCDay() - weekStart + 7) % 7;
  const first = plusDays(today, 7 * by - into);
  return [first, plusDays(first, 7)];
}

const day = (today: string, by: number): Stretch => [plusDays(today, by), plusDays(today, by + 1)];

const stretches: ReadonlyMap<string, (today: string, weekStart: number) => Stretch> = new Map([
  ['today', (today) => day(today, 0)],
  ['tomorrow', (today) => day(today, 1)],
  ['yesterday', (today) => day(today, -1)],
  ['this-week', (today, start) => week(today, 0, start)],
  ['next-week', (today, start) => week(today, 1, start)],
  ['last-week', (today, start) => week(today, -1, start)],
  ['this-month', (today) => month(today, 0)],
  ['next-month', (today) => month(today, 1)],
  ['last-month', (today) => month(today, -1)],
]);

/** The words that a filter of this kind of field takes instead of a value. */
export const relativeWords = (kind: Field['kind']): readonly string[] =>
  kind === 'person' || kind === 'people' ? ['me', 'my-department'] : kind === 'day' || kind === 'instant' ? [...stretches.keys(), 'overdue'] : [];

/** What a comparison with a stretch of time means: from its beginning, until its end. */
const compared: Partial<Record<Filter['operator'], readonly ['gte' | 'lt', 0 | 1]>> = { gte: ['gte', 0], lt: ['lt', 0], gt: ['gte', 1], lte: ['lt', 1] };

/**
 * The filters that a word comes to for whoever asks, now; undefined where the word is none, or the operator cannot take it.
 * A word stays a word wherever the filter is kept: in addresses, saved views and webhooks it means something else tomorrow.
 */
export function relativeFilters(field: Field, name: string, operator: Filter['operator'], word: string, seen: Viewpoint): Filter[] | undefined {
  if (field.kind === 'person' || field.kind === 'people') {
    const ids = word === 'me' && seen.me !== null ? [seen.me] : word === 'my-department' ? [...seen.colleagues] : undefined;
    if (!ids) return undefined;
    if (operator === 'eq' || operator === 'in') return [{ field: name, operator: 'in', value: ids }];
    return operator === 'ne' ? ids.map((id) => ({ field: name, operator: 'ne', value: id })) : undefined;
  }
  if (field.kind !== 'day' && field.kind !== 'instant') return undefined;
  const today = dayIn(seen.timeZone, seen.now);
  const at = (first: string) => (field.kind === 'day' ? first : instantAt(first, 0, seen.timeZone));
  if (word === 'overdue') return operator === 'eq' ? [{ field: name, operator: 'lt', value: field.kind === 'day' ? today : seen.now }] : undefined;
  const stretch = stretches.get(word)?.(today, seen.weekStart);
  if (!stretch) return undefined;
  if (operator === 'eq') return (['gte', 'lt'] as const).map((one, n) => ({ field: name, operator: one, value: at(stretch[n as 0 | 1]) }));
  const [sign, end] = compared[operator] ?? [];
  return sign === undefined || end === undefined ? undefined : [{ field: name, operator: sign, value: at(stretch[end]) }];
}
