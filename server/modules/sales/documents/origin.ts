import type { Deal } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { checkReferences } from '../../../core/records/references.js';
import type { SalesRun } from '../run.js';
import type { DocumentType } from './document.js';
import { kindOf } from './document.js';

/** Who owns what is made from a deal: the deal's owner, or who makes it when the deal has none who still works here. */
export async function ownerFrom(tx: Tx, deal: Pick<Deal, 'ownerId'>, actor: Actor): Promise<number | null> {
  if (deal.ownerId === null) return actor.personId;
  const owner = await tx.q.selectFrom('people').select('id').where('id', '=', deal.ownerId).where('status', '<>', 'dismissed').executeTakeFirst();
  return owner?.id ?? actor.personId;
}

/**
 * The client of a document: as given, else the deal's. Only what was given is checked against the actor's rights: the deal's own
 * client comes with the deal.
 * @throws Refusal 422 for a company or contact that is not there for the actor.
 */
export async function clientFrom(
  run: SalesRun,
  tx: Tx,
  actor: Actor,
  type: DocumentType,
  given: { companyId?: number | null; contactId?: number | null },
  deal: Pick<Deal, 'companyId' | 'contactId'>,
): Promise<{ companyId: number | null; contactId: number | null }> {
  await checkReferences(run.records, tx.q, actor, kindOf[type], { companyId: given.companyId, contactId: given.contactId });
  return {
    companyId: given.companyId === undefined ? deal.companyId : given.companyId,
    contactId: given.contactId === undefined ? deal.contactId : given.contactId,
  };
}
