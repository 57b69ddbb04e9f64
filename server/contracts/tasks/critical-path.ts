import type { Dependency } from './endpoints.js';

type Link = Pick<Dependency, 'fromId' | 'toId' | 'kind' | 'lagMinutes'>;

/** How much later than the first one begins the second one has to begin, at the least. */
function gap({ kind, lagMinutes }: Link, first: number, second: number): number {
  const from = kind === 'end-start' || kind === 'end-end' ? first : 0;
  const until = kind === 'end-end' || kind === 'start-end' ? second : 0;
  return from + lagMinutes - until;
}

/** The tasks of the links, each after those it waits for; what stands in a circle is left out. */
function inOrder(links: readonly Link[]): number[] {
  const waits = new Map<number, number>();
  const after = new Map<number, Link[]>();
  for (const link of links) {
    waits.set(link.fromId, waits.get(link.fromId) ?? 0);
    waits.set(link.toId, (waits.get(link.toId) ?? 0) + 1);
    after.set(link.fromId, [...(after.get(link.fromId) ?? []), link]);
  }
  const order = [...waits].filter(([, count]) => count === 0).map(([id]) => id);
  for (const id of order)
    for (const { toId } of after.get(id) ?? []) {
      const left = (waits.get(toId) ?? 0) - 1;
      waits.set(toId, left);
      if (left === 0) order.push(toId);
    }
  return order;
}

/**
 * The longest chain of tasks that wait for each other, by working time and the time in between: those that cannot be late without the
 * whole being late (total float zero, by the critical path method). Where the tasks are planned with gaps does not matter.
 * @param minutes working time of each task. @returns ids; none where nothing waits.
 */
export function criticalPath(minutes: ReadonlyMap<number, number>, links: readonly Link[]): Set<number> {
  const known = links.filter(({ fromId, toId }) => minutes.has(fromId) && minutes.has(toId));
  const order = inOrder(known);
  const lasts = (id: number) => minutes.get(id) ?? 0;
  const [into, out] = [new Map<number, Link[]>(), new Map<number, Link[]>()];
  const placed = new Set(order);
  for (const link of known) {
    if (!placed.has(link.fromId) || !placed.has(link.toId)) continue;
    into.set(link.toId, [...(into.get(link.toId) ?? []), link]);
    out.set(link.fromId, [...(out.get(link.fromId) ?? []), link]);
  }
  const earliest = new Map<number, number>();
  for (const id of order)
    earliest.set(id, Math.max(0, ...(into.get(id) ?? []).map((link) => (earliest.get(link.fromId) ?? 0) + gap(link, lasts(link.fromId), lasts(id)))));
  const end = Math.max(0, ...order.map((id) => (earliest.get(id) ?? 0) + lasts(id)));
  const latest = new Map<number, number>();
  for (const id of order.toReversed())
    latest.set(id, Math.min(end - lasts(id), ...(out.get(id) ?? []).map((link) => (latest.get(link.toId) ?? 0) - gap(link, lasts(id), lasts(link.toId)))));
  return new Set(order.filter((id) => (latest.get(id) ?? 0) - (earliest.get(id) ?? 0) === 0));
}
