import { systemActor } from './core/access/actor.js';
import { Refusal } from './core/http/problem.js';
import { countAll, previewOf } from './core/modules/holdings.js';
import { isSetUp } from './core/setup/set-up.js';
import type { Portal } from './portal.js';

/** What `sede module` asks for; the same whether the portal runs or not. */
export type ModuleWish =
  | { action: 'add' | 'park' | 'resume' | 'archive' | 'preview'; id: string }
  | { action: 'purge'; id: string; withArchive: boolean }
  /** `archive`: name of a file in `archives/`. */
  | { action: 'attach'; archive: string; parked: boolean };

export interface Progress {
  done: number;
  total: number;
}

/** How often it is looked how far something is, in milliseconds. */
const lookMs = 250;

/** Takes a step in the life of a module. @returns what there is of it afterwards, or for `preview` what a step would touch. */
export async function moduleAction({ life, services }: Portal, wish: ModuleWish, onProgress: (now: Progress) => void): Promise<Record<string, unknown>> {
  if (!isSetUp(services)) throw new Refusal(409, 'not-set-up');
  const actor = systemActor(services.settings.company().language);
  const looking = setInterval(() => {
    for (const id of life.states().keys()) {
      const work = life.moves.work(id);
      if (work) onProgress(work);
    }
  }, lookMs);
  try {
    const id = 'id' in wish ? wish.id : '';
    const done = { module: wish.action === 'attach' ? await life.attach(actor, wish.archive, wish) : id };
    if (wish.action === 'preview') {
      const preview = await previewOf(services.db, life.manifest(id), await life.describe(id), 'en');
      return { ...done, state: life.states().get(id)?.state, ...preview, archives: await life.moves.archivesOf(id) };
    }
    const removed = wish.action === 'purge' ? await life.purge(actor, id, wish) : [];
    if (wish.action !== 'purge' && wish.action !== 'attach') await life[wish.action](actor, id);
    const { state, archive = null } = life.states().get(done.module) ?? {};
    const kept = (await life.moves.archives()).filter(({ manifest }) => manifest?.module === done.module).map(({ name }) => name);
    return { ...done, state, archive, left: await countAll(services.db, life.manifest(done.module)), archives: { removed, kept } };
  } finally {
    clearInterval(looking);
  }
}
