import { plusDays } from '../../contracts/core/calendar-day.js';
import type { DayCount } from '../../contracts/core/day.js';
import { dayEndpoints } from '../../contracts/core/day.js';
import type { Actor } from '../access/actor.js';
import { dayIn, instantAt } from '../db/days.js';
import { type Api, api } from '../http/call.js';
import type { Registry } from '../kernel/registry.js';
import { definePoint } from '../kernel/tokens.js';
import type { Services } from '../services.js';

/** Something that a person has to do by the end of their day. */
export interface DueItem {
  title: string;
  /** An instant (ISO, with time) or a day (`YYYY-MM-DD`). */
  due: string;
  /** Where in the portal it is, without the base path; null for nowhere. */
  url: string | null;
}

/** Where modules say what needs a person, as their lines of "My day" do: for the digest, and for the number beside its name. */
export interface DueSource {
  /** The permission that it takes. */
  right: string;
  /**
   * @param until the end of the person's day, exclusive: an instant.
   * @param most that are wanted, the most urgent first.
   */
  find(actor: Actor, until: string, most: number): Promise<{ items: DueItem[]; total: number }>;
  /** It is counted beside "My day" and left out of the digest: it has no day on which it is due. */
  undated?: true;
}

export const DueSources = definePoint<DueSource>()('core', 'due-sources');

/** The end of a person's day, exclusive. */
export const endOfDay = (timeZone: string, now: string): string => instantAt(plusDays(dayIn(timeZone, now), 1), '00:00', timeZone);

/** The sources that a person may be told from. */
export const sourcesFor = ({ access }: Pick<Services, 'access'>, registry: Pick<Registry, 'items'>, actor: Actor): DueSource[] =>
  registry
    .items(DueSources)
    .map(({ item }) => item)
    .filter(({ right }) => access.may(actor, right));

async function countOf(services: Services, registry: Registry, actor: Actor): Promise<DayCount> {
  const until = endOfDay(actor.timeZone, services.now());
  const answers = await Promise.all(sourcesFor(services, registry, actor).map((source) => source.find(actor, until, 1)));
  return { count: answers.reduce((sum, { total }) => sum + total, 0) };
}

export const dayApi = (services: Services, registry: Registry): Api =>
  api(dayEndpoints, { count: {} }, { count: ({ actor }) => countOf(services, registry, actor) });
