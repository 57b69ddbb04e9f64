import type { Channel, PatchOf } from '../../../contracts/core/fields.js';
import type { MergeClients } from '../../../contracts/crm/endpoints.js';
import type { Company, Contact } from '../../../contracts/crm/records.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Queries, Tx } from '../../../core/db/database.js';
import { conflict, forbidden, invalidField, Refusal, staleVersion } from '../../../core/http/problem.js';
import { get, readRow, remove, rowForAction, update } from '../../../core/records/change.js';
import { reaches } from '../../../core/records/context.js';
import { countPointing, handOn } from '../../../core/records/hand-on.js';
import { fromRow, type Kind, type Row, titleOf, type Values } from '../../../core/records/kind.js';
import { checkReferences } from '../../../core/records/references.js';
import { noteOnTimeline } from '../../../core/records/timeline.js';
import { keysOf } from '../channels/channel-index.js';
import { changeCompany } from '../companies/companies.js';
import { changeContact } from '../contacts/contacts.js';
import type { Crm } from '../crm.js';
import { company, contact } from '../kinds.js';

/** What can be merged: two of the same. */
export type Client = 'contact' | 'company';
export const clientKinds = { contact: contact as unknown as Kind, company: company as unknown as Kind };

/** More records than that are not given another client in one go: everybody would wait for it. */
const mostPointing = 1000;

const isNothing = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);

/** Phones or e-mails of both, each once however it is written. */
function united(crm: Crm, of: 'phones' | 'emails', one: readonly Channel[], other: readonly Channel[]): Channel[] {
  const keyOf = (channel: Channel) => {
    const none = { phones: [], emails: [], names: [] };
    return keysOf(crm.settings.company().country, 'crm.contact', { ...none, [of]: [channel] })[0]?.normalized ?? channel.value;
  };
  const known = new Set(one.map(keyOf));
  return [...one, ...other.filter((channel) => !known.has(keyOf(channel)) && known.add(keyOf(channel)))];
}

/** Whether an actor may name what a field refers to. */
async function mayName(crm: Crm, tx: Tx, actor: Actor, kind: Kind, name: string, value: unknown): Promise<boolean> {
  try {
    await checkReferences(crm.records, tx.q, actor, kind, { [name]: value });
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** What the one that stays gets of the other where nobody chose: what it has none of, and all phones and e-mails. */
async function gained(crm: Crm, tx: Tx, actor: Actor, kind: Kind, stays: Values, goes: Values): Promise<Values> {
  const values: Values = {};
  for (const [name, field] of kind.fields) {
    if (field.readOnly || name === kind.declaration.owner || name === kind.declaration.title) continue;
    if (name === 'phones' || name === 'emails') values[name] = united(crm, name, stays[name] as Channel[], goes[name] as Channel[]);
    else if (isNothing(stays[name]) && !isNothing(goes[name]) && (await mayName(crm, tx, actor, kind, name, goes[name]))) values[name] = goes[name];
  }
  return values;
}

const changeClient = (crm: Crm, tx: Tx, actor: Actor, of: Client, id: number, values: Values): Promise<Contact | Company> =>
  of === 'contact' ? changeContact(crm, tx, actor, id, values as PatchOf<never>) : changeCompany(crm, tx, actor, id, values as PatchOf<never>);

const lastChange = async (tx: Tx, type: string, id: number): Promise<number | null> =>
  (
    await tx.q
      .selectFrom('record_history')
      .select('id')
      .where('record_type', '=', type)
      .where('record_id', '=', id)
      .where('kind', '=', 'changed')
      .orderBy('id', 'desc')
      .executeTakeFirst()
  )?.id ?? null;

/** The one that stays, locked. @throws Refusal 422 on `into`, 403, 409 */
async function rowThatStays(crm: Crm, tx: Tx, actor: Actor, kind: Kind, id: number, { into, intoVersion }: MergeClients): Promise<Row> {
  if (into > id) throw invalidField('into', 'older-stays');
  const row = into === id ? undefined : await readRow(crm.records, tx.q, kind, into, { lock: true });
  if (!row || !reaches(crm.records, actor, kind, row, 'read')) throw invalidField('into', 'unknown-record');
  if (!reaches(crm.records, actor, kind, row, 'change')) throw forbidden(`${kind.type}.change`);
  if (intoVersion !== undefined && intoVersion !== row.version) throw staleVersion(fromRow(kind, row), intoVersion);
  return row;
}

/**
 * Makes one of two contacts or companies: the older stays and gets what is chosen, everything that names the other names it, and the other
 * goes into the bin, from which it takes all of that back (see {@link file://./unmerge.ts}).
 * @param id the one that goes. @throws Refusal 403 without the right to change both and to delete this one; 409, 422
 */
export async function mergeClients(crm: Crm, tx: Tx, actor: Actor, of: Client, id: number, request: MergeClients): Promise<Contact | Company> {
  const kind = clientKinds[of];
  const before = await rowThatStays(crm, tx, actor, kind, id, request);
  const other = await rowForAction(crm.records, tx, actor, kind, id, 'delete', request.version);
  if (!reaches(crm.records, actor, kind, other, 'change')) throw forbidden(`${kind.type}.change`);
  const into = request.into;
  const [stays, goes] = [
    { type: kind.type, id: into },
    { type: kind.type, id },
  ];
  if ((await countPointing(crm.records, tx, goes)) > mostPointing) throw conflict('merges-too-much');
  const values = { ...(await gained(crm, tx, actor, kind, fromRow(kind, before), fromRow(kind, other))), ...request.values };
  const merged = await changeClient(crm, tx, actor, of, into, values);
  const isChanged = merged.version !== before.version;
  const title = merged.title ?? String(into);
  // Before it is marked: the mark names the other, not itself.
  const handed = await handOn(crm.records, tx, actor, { type: kind.type, from: id, to: into }, title);
  await update(crm.records, tx, actor, kind, other, { mergedIntoId: into } as Values, { vouched: ['mergedIntoId'] });
  await remove(crm.records, tx, actor, kind, id);
  await tx.insertMany('crm_merges', [
    {
      record_type: kind.type,
      record_id: id,
      into_id: into,
      history_id: isChanged ? await lastChange(tx, kind.type, into) : null,
      handed: JSON.stringify(handed),
    },
  ]);
  await noteOnTimeline(crm, tx, actor, stays, { kind: `${kind.type}.merged`, data: { title: titleOf(kind, other) } });
  await noteOnTimeline(crm, tx, actor, goes, { kind: `${kind.type}.merged-into`, data: { title } });
  return merged;
}

/** One record; of one that was merged the refusal says where it went. @throws Refusal 404 */
export async function getClient(crm: Crm, q: Queries, actor: Actor, of: Client, id: number): Promise<Contact | Company> {
  const kind = clientKinds[of];
  try {
    return (await get(crm.records, q, actor, kind, id)) as unknown as Contact | Company;
  } catch (error) {
    const gone = error instanceof Refusal && error.status === 404 ? await readRow(crm.records, q, kind, id, { deleted: true }) : undefined;
    const into = gone?.merged_into_id as number | null | undefined;
    const stays = into ? await readRow(crm.records, q, kind, into) : undefined;
    if (!stays || !reaches(crm.records, actor, kind, stays, 'read')) throw error;
    throw new Refusal(404, 'merged', { params: { title: titleOf(kind, stays) }, extra: { mergedInto: into } });
  }
}
