import type { Converted, ConvertLead } from '../../../contracts/crm/endpoints.js';
import type { Company, Contact, Deal, Lead } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { conflict, invalidField, Refusal } from '../../../core/http/problem.js';
import { get, readRow, rowForAction, update } from '../../../core/records/change.js';
import { reaches } from '../../../core/records/context.js';
import { fromRow, type Kind, type Row } from '../../../core/records/kind.js';
import type { RecordRef } from '../../../core/records/record-ref.js';
import { noteOnTimeline, shareTimeline } from '../../../core/records/timeline.js';
import { createCompany } from '../companies/companies.js';
import { createContact } from '../contacts/contacts.js';
import type { Crm } from '../crm.js';
import { createDeal } from '../deals/create-deal.js';
import { company, contact, deal, lead } from '../kinds.js';
import { usableOwner } from '../owners/usable-owner.js';
import { moved, valuesIn } from '../stages/enter.js';
import { firstStage, stageNow, stageToEnter } from '../stages/find.js';
import { sendSteps } from './follow-steps.js';

/** The records that a lead has become, those of earlier calls too. */
interface Made {
  deal: Deal | null;
  contact: Contact | null;
  company: Company | null;
}

/** What an earlier call has made; what is in the bin by now may be made again. */
async function madeBefore(crm: Crm, tx: Tx, of: Lead): Promise<Made> {
  const read = async <T>(kind: Kind, id: number | null) => {
    const row = id === null ? undefined : await readRow(crm.records, tx.q, kind, id, { lock: true });
    return row ? (fromRow(kind, row) as T) : null;
  };
  // In one order always, the order in which they are made.
  const madeCompany = await read<Company>(company, of.companyId);
  const madeContact = await read<Contact>(contact, of.contactId);
  return { company: madeCompany, contact: madeContact, deal: await read<Deal>(deal, of.dealId) };
}

const idsOf = (made: Made): Converted => ({ dealId: made.deal?.id ?? null, contactId: made.contact?.id ?? null, companyId: made.company?.id ?? null });

/** An existing record to link. @throws Refusal 422 when the actor may not see it. */
async function linked<T>(crm: Crm, tx: Tx, actor: Actor, kind: Kind, path: string, id: number): Promise<T> {
  try {
    return (await get(crm.records, tx.q, actor, kind, id)) as unknown as T;
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) throw invalidField(path, 'unknown-record');
    throw error;
  }
}

async function makeCompany(crm: Crm, tx: Tx, actor: Actor, of: Lead, ownerId: number | null, alone: boolean): Promise<Company> {
  if (!of.companyName?.trim()) throw invalidField('company', 'lead-without-company');
  // The channels are the person's; they go to the company only where no person is known.
  const channels = alone ? { phones: of.phones, emails: of.emails } : {};
  return createCompany(crm, tx, actor, { title: of.companyName, ...channels, address: of.address, sourceId: of.sourceId, leadId: of.id, ownerId });
}

const makeContact = (crm: Crm, tx: Tx, actor: Actor, of: Lead, ownerId: number | null, companyId: number | null): Promise<Contact> =>
  createContact(crm, tx, actor, {
    title: of.firstName?.trim() || of.lastName?.trim() ? null : of.title,
    firstName: of.firstName,
    lastName: of.lastName,
    companyName: of.companyName,
    position: of.position,
    phones: of.phones,
    emails: of.emails,
    companyId,
    sourceId: of.sourceId,
    address: of.address,
    leadId: of.id,
    ownerId,
  });

function makeDeal(crm: Crm, tx: Tx, actor: Actor, of: Lead, ownerId: number | null, made: Made, own: true | NonNullable<ConvertLead['deal']>): Promise<Deal> {
  const fromLead = {
    title: of.title,
    amount: of.amount,
    sourceId: of.sourceId,
    comments: of.comments,
    ownerId,
    companyId: made.company?.id ?? null,
    contactId: made.contact?.id ?? null,
  };
  return createDeal(crm, tx, actor, { ...fromLead, ...(own === true ? {} : own), title: (own === true ? null : own.title) ?? of.title, leadId: of.id });
}

/** Gives company and contact to a deal and contact that were made before they were known. */
async function joinUp(crm: Crm, tx: Tx, actor: Actor, of: Lead, made: Made): Promise<void> {
  const rowOf = async (kind: Kind, id: number) => (await readRow(crm.records, tx.q, kind, id, { lock: true })) as Row;
  if (made.contact && made.company && made.contact.companyId === null && made.contact.leadId === of.id) {
    await update(crm.records, tx, actor, contact, await rowOf(contact, made.contact.id), { companyId: made.company.id });
  }
  if (!made.deal) return;
  const missing = {
    ...(made.deal.companyId === null && made.company ? { companyId: made.company.id } : {}),
    ...(made.deal.contactId === null && made.contact ? { contactId: made.contact.id } : {}),
  };
  if (Object.keys(missing).length > 0) await update(crm.records, tx, actor, deal, await rowOf(deal, made.deal.id), missing);
}

/** Notes on the lead what it has become, and closes it once there is a deal or a contact. */
async function closeLead(crm: Crm, tx: Tx, actor: Actor, before: Row, made: Made): Promise<void> {
  const now = await stageNow(crm, tx, before.stage_id as number);
  const closes = (made.deal !== null || made.contact !== null) && now.semantic !== 'won';
  const won = closes ? await stageToEnter(crm, tx, await firstStage(tx.q, null, 'won')) : null;
  await update(crm.records, tx, actor, lead, before, { ...idsOf(made), ...(won ? valuesIn(crm, lead, won, null) : {}) });
  if (won) await moved(crm, tx, actor, lead, before, won, null);
}

/** Has what was still to be done about the lead go on with its deal, else with its contact where the actor may plan there; a lead with neither is open still. */
async function sendOn(crm: Crm, tx: Tx, actor: Actor, leadId: number, made: Made): Promise<void> {
  const theContact = made.contact && { type: contact.type, id: made.contact.id };
  if (made.deal) return sendSteps(crm, tx, actor, leadId, { type: deal.type, id: made.deal.id }, theContact);
  const row = theContact ? await readRow(crm.records, tx.q, contact, theContact.id, { lock: true }) : undefined;
  if (theContact && row && reaches(crm.records, actor, contact, row, 'change')) await sendSteps(crm, tx, actor, leadId, theContact, null);
}

/**
 * Makes a deal, a contact and a company of a lead, any of them, the rest in a later call; `{id}` links one that is there.
 * All in one transaction. The lead's timeline goes along, and what is still to be done. Needs the right to change the lead and to create what is made.
 * @throws Refusal 409 `already-converted` with the ids when something asked for was made before; 422 on `company` when it is to be
 * made and the lead names none.
 */
export async function convertLead(crm: Crm, tx: Tx, actor: Actor, leadId: number, wanted: ConvertLead): Promise<Converted> {
  if (!wanted.deal && !wanted.contact && !wanted.company) throw invalidField('deal', 'required');
  const before = await rowForAction(crm.records, tx, actor, lead, leadId, 'change');
  const of = fromRow(lead, before) as unknown as Lead;
  const made = await madeBefore(crm, tx, of);
  if ((wanted.deal && made.deal) || (wanted.contact && made.contact) || (wanted.company && made.company))
    throw conflict('already-converted', { ...idsOf(made) });
  const ownerId = (await usableOwner(tx.q, of.ownerId)) ?? actor.personId;

  if (wanted.company === true) made.company = await makeCompany(crm, tx, actor, of, ownerId, !wanted.contact && !made.contact);
  else if (wanted.company) made.company = await linked(crm, tx, actor, company, 'company.id', wanted.company.id);
  if (wanted.contact === true) made.contact = await makeContact(crm, tx, actor, of, ownerId, made.company?.id ?? null);
  else if (wanted.contact) made.contact = await linked(crm, tx, actor, contact, 'contact.id', wanted.contact.id);
  if (wanted.deal) made.deal = await makeDeal(crm, tx, actor, of, ownerId, made, wanted.deal);
  await joinUp(crm, tx, actor, of, made);

  const becomes: RecordRef[] = (['deal', 'contact', 'company'] as const).flatMap((name) => {
    const record = wanted[name] ? made[name] : null;
    return record ? [{ type: `crm.${name}`, id: record.id }] : [];
  });
  const newIds = Object.fromEntries(becomes.map((ref) => [`${ref.type.slice('crm.'.length)}Id`, ref.id]));
  await noteOnTimeline(crm, tx, actor, { type: lead.type, id: leadId }, { kind: 'crm.lead.converted', data: { ...newIds, title: of.title } });
  await closeLead(crm, tx, actor, before, made);
  await sendOn(crm, tx, actor, leadId, made);
  // Also with what an earlier call has made, whose timeline would end there otherwise.
  for (const name of ['deal', 'contact', 'company'] as const) {
    const record = made[name];
    if (record) await shareTimeline(tx, { type: lead.type, id: leadId }, { type: `crm.${name}`, id: record.id });
  }
  return idsOf(made);
}
