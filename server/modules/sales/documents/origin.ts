import { Deals } from '../../../contracts/crm/ports.js';
import type { Deal } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { checkReferences } from '../../../core/records/references.js';
import type { SalesRun } from '../run.js';
import type { DocumentType } from './document.js';
import { kindOf } from './document.js';

/** Who owns what is made from a deal or document: its owner, or who makes it when it has none who still works here. */
export async function ownerFrom(tx: Tx, origin: Pick<Deal, 'ownerId'>, actor: Actor): Promise<number | null> {
  if (origin.ownerId === null) return actor.personId;
  const owner = await tx.q.selectFrom('people').select('id').where('id', '=', origin.ownerId).where('status', '<>', 'dismissed').executeTakeFirst();
  return owner?.id ?? actor.personId;
}

interface ClientIds {
  companyId: number | null;
  contactId: number | null;
}

/** The client of a deal or quote, without those who went into the bin meanwhile. */
export async function clientOf(run: SalesRun, tx: Tx, origin: ClientIds): Promise<ClientIds> {
  const { companyId, contactId } = await run.use(Deals).client(tx.q, origin);
  return { companyId, contactId };
}

/**
 * The client of a document: as given, else the deal's. Only what was given is checked against the actor's rights: the deal's own
 * client comes with the deal.
 * @throws Refusal 422 for a company or contact that is not there for the actor.
 */
export async function clientFrom(run: SalesRun, tx: Tx, actor: Actor, type: DocumentType, given: Partial<ClientIds>, deal: ClientIds): Promise<ClientIds> {
  await checkReferences(run.records, tx.q, actor, kindOf[type], { companyId: given.companyId, contactId: given.contactId });
  const own = await clientOf(run, tx, deal);
  return {
    companyId: given.companyId === undefined ? own.companyId : given.companyId,
    contactId: given.contactId === undefined ? own.contactId : given.contactId,
  };
}
