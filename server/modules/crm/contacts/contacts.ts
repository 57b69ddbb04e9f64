import type { DraftOf, PatchOf } from '../../../contracts/core/fields.js';
import type { Contact, contact as contactDeclaration } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { invalidField } from '../../../core/http/problem.js';
import { change, create, rowForAction } from '../../../core/records/change.js';
import { fromRow } from '../../../core/records/kind.js';
import { noteOnTimeline } from '../../../core/records/timeline.js';
import { indexChannels } from '../channels/channel-index.js';
import type { Crm } from '../crm.js';
import { contact } from '../kinds.js';
import { handOver } from '../owners/hand-over.js';

type Named = Pick<DraftOf<typeof contactDeclaration>, 'title' | 'firstName' | 'lastName' | 'phones' | 'emails'>;

const fullName = ({ firstName, lastName }: Named) =>
  [firstName, lastName]
    .map((part) => part?.trim())
    .filter(Boolean)
    .join(' ');

/** The name as it is shown: the title, else first and last name, else the first way to reach them. @throws Refusal 422 when there is none of these. */
function shownName(of: Named): string {
  const name = of.title?.trim() || fullName(of) || of.emails?.[0]?.value || of.phones?.[0]?.value;
  if (!name) throw invalidField('title', 'required');
  return name;
}

/** Makes a contact; for the actor unless the draft says otherwise. @param draft.leadId the lead it is made from. */
export async function createContact(crm: Crm, tx: Tx, actor: Actor, draft: DraftOf<typeof contactDeclaration> & { leadId?: number }): Promise<Contact> {
  const ownerId = draft.ownerId === undefined ? actor.personId : draft.ownerId;
  const made = await create(crm.records, tx, actor, contact, { ...draft, title: shownName(draft), ownerId } as DraftOf<typeof contactDeclaration>);
  await indexChannels(crm, tx, 'crm.contact', made);
  await noteOnTimeline(crm, tx, actor, { type: contact.type, id: made.id }, { kind: 'crm.contact.created' });
  return made;
}

/** Changes a contact. A title that was made of the names follows them. */
export async function changeContact(crm: Crm, tx: Tx, actor: Actor, id: number, patch: PatchOf<typeof contactDeclaration>): Promise<Contact> {
  const before = fromRow(contact, await rowForAction(crm.records, tx, actor, contact, id, 'change')) as unknown as Contact;
  const after = { ...before, ...patch };
  const follows = patch.title === undefined && before.title === fullName(before) && fullName(after) !== '';
  const title = follows ? fullName(after) : shownName(after);
  const changed = await change(crm.records, tx, actor, contact, id, { ...patch, title });
  await indexChannels(crm, tx, 'crm.contact', changed);
  await handOver(crm, tx, actor, 'crm.contact', before.ownerId, changed);
  return changed;
}
