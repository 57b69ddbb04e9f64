import type { Interruption, ModuleState } from '../../contracts/core/modules.js';
import type { Database } from '../db/database.js';
import { plusMilliseconds } from '../db/instant.js';
import type { Services } from '../services.js';

/** How a row of `module_moves` says how far a step is: the first two have changed nothing yet, the third is taken back, the last ended. */
export type MoveStage = 'archiving' | 'reading' | 'attaching' | 'clearing';

const shownMs = 7 * 86_400_000;

/** Remembers that a step begins that has changed nothing yet, so that it can be told of when this process does not live to its end. */
export const noteBegun = ({ db, now }: Pick<Services, 'db' | 'now'>, module: string, work: 'archiving' | 'reading'): Promise<unknown> =>
  db.write(({ q }) => {
    const move = { work, data: '{}', at: now() };
    return q
      .insertInto('module_moves')
      .values({ module, ...move })
      .onConflict((oc) => oc.column('module').doUpdateSet(move))
      .execute();
  });

/** It has ended without having changed anything. */
export const noteUnchanged = ({ db }: Pick<Services, 'db'>, module: string): Promise<unknown> =>
  db.write(({ q }) => q.deleteFrom('module_moves').where('module', '=', module).where('work', 'in', ['archiving', 'reading']).execute());

/** Which step it was, and what becomes of it now. @param state of the module. */
export function interruptionOf(work: MoveStage, state: ModuleState): Pick<Interruption, 'action' | 'outcome'> {
  if (work === 'archiving') return { action: 'archive', outcome: 'before' };
  if (work === 'clearing') return { action: state === 'archived' ? 'archive' : 'purge', outcome: 'after' };
  return { action: 'attach', outcome: 'before' };
}

/** Has it told on the page of modules that a step was interrupted; of one that had changed nothing, nothing else remains to be done. */
export async function noteInterrupted(
  { db, now }: Pick<Services, 'db' | 'now'>,
  { module, work, at }: { module: string; work: string; at: string },
  state: ModuleState,
): Promise<void> {
  const interrupted = JSON.stringify({ ...interruptionOf(work as MoveStage, state), at, noticedAt: now() } satisfies Interruption);
  await db.write(async ({ q }) => {
    await q
      .insertInto('modules')
      .values({ id: module, state, since: now(), failure: null, archive: null, interrupted })
      .onConflict((oc) => oc.column('id').doUpdateSet({ interrupted }))
      .execute();
    if (work === 'archiving' || work === 'reading') await q.deleteFrom('module_moves').where('module', '=', module).execute();
  });
}

/** What is still to be told: until the next step with the module, and for a week at most. */
export const isTold = ({ noticedAt }: Interruption, now: string): boolean => noticedAt > plusMilliseconds(now, -shownMs);

/** By module. */
export async function interruptions(db: Database, now: string): Promise<Map<string, Interruption>> {
  const rows = await db.read.selectFrom('modules').select(['id', 'interrupted']).where('interrupted', 'is not', null).execute();
  const all = rows.map(({ id, interrupted }) => [id, JSON.parse(interrupted as string) as Interruption] as const);
  return new Map(all.filter(([, one]) => isTold(one, now)));
}
