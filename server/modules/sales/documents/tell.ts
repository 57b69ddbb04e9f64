import { Deals } from '../../../contracts/crm/ports.js';
import type { Deal } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { Refusal } from '../../../core/http/problem.js';
import type { NoticeDraft } from '../../../core/notify/notify.js';
import { onBehalfOf, type SalesRun } from '../run.js';

/** The deal of a document as the portal sees it; undefined while it is in the bin, which leaves its documents alone. */
export async function findDeal(run: SalesRun, tx: Tx, dealId: number | null): Promise<Deal | undefined> {
  if (dealId === null) return undefined;
  try {
    return await run.use(Deals).read(tx.q, onBehalfOf(nobody), dealId);
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return undefined;
    throw error;
  }
}

const nobody: Actor = { personId: null, name: '', language: 'en', timeZone: 'UTC', permissions: new Map() };

/** Writes onto the timeline of a document's deal. */
export async function noteOnDeal(
  run: SalesRun,
  tx: Tx,
  actor: Actor,
  dealId: number | null,
  entry: { kind: string; data: Record<string, unknown> },
): Promise<void> {
  if (dealId === null || !(await findDeal(run, tx, dealId))) return;
  await run.use(Deals).note(tx, actor, dealId, entry);
}

/**
 * Tells the owner of a document what happened to it, in the portal and by mail, unless they did it themselves.
 * `params.title` becomes the deal's title, and `params.deal` its number where it is there.
 */
export async function tellOwner(
  run: SalesRun,
  tx: Tx,
  actor: Actor,
  document: { ownerId: number | null; dealId: number | null; number: string | null },
  notice: Pick<NoticeDraft, 'code' | 'params' | 'record'>,
): Promise<void> {
  if (document.ownerId === null || document.ownerId === actor.personId) return;
  const deal = await findDeal(run, tx, document.dealId);
  await run.notify.notify(tx, [document.ownerId], {
    ...notice,
    params: { number: document.number, title: deal?.title ?? document.number, ...(deal ? { deal: deal.id } : {}), ...notice.params },
  });
}
