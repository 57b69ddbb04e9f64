import type { BroughtBack, Inside, KeptQuery, KeptRecord, KeptRef } from './contracts/core/time-machine.js';
import { type Actor, systemActor } from './core/access/actor.js';
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

/** @throws Hint saying `words` in the place of a bare "not found". */
const orSay = <T>(work: Promise<T>, words: string): Promise<T> =>
  work.catch((error: unknown) => {
    throw error instanceof Refusal && error.status === 404 ? new Hint(words) : error;
  });

const whatIsNotThere = (wish: InsideWish): string => {
  const kinds = `sede backup diff ${wish.inside} names what is`;
  if (wish.action === 'module') return `there is no module ${wish.module} in the backup ${wish.inside}; ${kinds}.`;
  if (wish.action === 'diff') return `there is no kind ${wish.query?.type ?? ''} in the backup ${wish.inside}; ${kinds}.`;
  return `none of these records is in the backup ${wish.inside}; ${kinds}.`;
};

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
  // As all that the command line says, in English.
  const actor = systemActor('en', portal.services.settings.company().timeZone);
  const id = wish.inside;
  const noSuch = `there is no backup ${id}; sede backup list names them.`;
  const wasOpen = (await orSay(machine.inside(actor, id), noSuch)).state === 'open';
  try {
    const { kinds, modules } = await orSay(opened(portal, id), noSuch);
    return await orSay(insideOf(portal, actor, wish, { kinds, modules }, onProgress), whatIsNotThere(wish));
  } finally {
    if (!wasOpen) await machine.close(id);
  }
}

async function insideOf(
  portal: Portal,
  actor: Actor,
  wish: InsideWish,
  { kinds, modules }: Pick<Inside, 'kinds' | 'modules'>,
  onProgress: (now: Progress) => void,
): Promise<Record<string, unknown>> {
  const machine = portal.timeMachine();
  const id = wish.inside;
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
}
