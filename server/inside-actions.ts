import type { BroughtBack, Inside, KeptQuery, KeptRecord, KeptRef } from './contracts/core/time-machine.js';
import { systemActor } from './core/access/actor.js';
import { Refusal } from './core/http/problem.js';
import { isSetUp } from './core/setup/set-up.js';
import { Hint } from './explain.js';
import type { Progress } from './module-actions.js';
import type { Portal } from './portal.js';

/** What `sede backup` asks for of a backup that is opened; the same whether the portal runs or not. */
export type InsideWish = { inside: string } & (
  | { action: 'diff'; query: KeptQuery | null }
  | { action: 'bring-back'; records: KeptRef[]; alone: boolean; dryRun: boolean }
  | { action: 'module'; module: string }
);

/** Records that are asked for together, so that one sees how far it is. */
const atOnce = 20;
/** Records of a kind that are listed at most. */
const mostListed = 1000;

/** Opens the backup and waits until it is. @throws Hint saying why it cannot be opened. */
async function opened(portal: Portal, id: string): Promise<Inside> {
  const machine = portal.timeMachine();
  const actor = systemActor();
  await (await machine.open(actor, id)).ready;
  const inside = await machine.inside(actor, id);
  if (inside.failure) throw new Hint(`the backup ${id} cannot be opened (${inside.failure.why}): ${inside.failure.detail}`);
  return inside;
}

/** Looks into a backup, or brings something back out of it; it is closed afterwards unless somebody had it open. */
export async function insideAction(portal: Portal, wish: InsideWish, onProgress: (now: Progress) => void): Promise<Record<string, unknown>> {
  if (!isSetUp(portal.services)) throw new Refusal(409, 'not-set-up');
  const machine = portal.timeMachine();
  const actor = systemActor(portal.services.settings.company().language, portal.services.settings.company().timeZone);
  const id = wish.inside;
  const wasOpen = (await machine.inside(actor, id)).state === 'open';
  try {
    const { kinds, modules } = await opened(portal, id);
    if (wish.action === 'module') return { ...(await machine.takeModule(actor, id, wish.module)) };
    if (wish.action === 'diff') {
      if (!wish.query) return { kinds, modules };
      const items: KeptRecord[] = [];
      let after: number | null = null;
      do {
        const page: { items: KeptRecord[]; next: number | null } = await machine.records(actor, id, { ...wish.query, ...(after === null ? {} : { after }) });
        items.push(...page.items);
        after = page.next;
      } while (after !== null && items.length < mostListed);
      return { items, more: after !== null };
    }
    const along = { withPointing: !wish.alone, withPointed: !wish.alone };
    if (wish.dryRun) return { preview: await machine.preview(actor, id, { records: wish.records, ...along }) };
    const items: BroughtBack[] = [];
    for (let from = 0; from < wish.records.length; from += atOnce) {
      onProgress({ done: from, total: wish.records.length });
      items.push(...(await machine.bringBack(actor, id, { records: wish.records.slice(from, from + atOnce), ...along })).items);
    }
    return { items };
  } finally {
    if (!wasOpen) await machine.close(id);
  }
}
