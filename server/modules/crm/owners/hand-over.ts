import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { takenParams } from '../../../core/notify/taken.js';
import { noteOnTimeline } from '../../../core/records/timeline.js';
import type { Crm } from '../crm.js';

interface Owned {
  id: number;
  title: string | null;
  ownerId: number | null;
}

/** Only what somebody typed for themselves at the screen needs no word: all else comes to its owner unseen. */
const knowsAlready = (actor: Actor, ownerId: number) => ownerId === actor.personId && !actor.byToken;

/** Tells the responsible of a lead or deal about it, in the portal and by mail. */
export async function tellOwner(crm: Crm, tx: Tx, actor: Actor, type: 'crm.lead' | 'crm.deal', record: Owned): Promise<void> {
  if (record.ownerId === null || knowsAlready(actor, record.ownerId)) return;
  const params = { title: record.title ?? '', ...(actor.system ? {} : { actor: actor.name }) };
  await crm.notify.notify(tx, [record.ownerId], { code: `${type}.assigned`, params, record: { type, id: record.id } });
}

/** What follows when a record has another responsible than before: a line on its timeline, and word to the new one and to the one before. */
export async function handOver(
  crm: Crm,
  tx: Tx,
  actor: Actor,
  type: 'crm.lead' | 'crm.deal' | 'crm.contact' | 'crm.company',
  before: number | null,
  record: Owned,
): Promise<void> {
  if (record.ownerId === before) return;
  const people = await tx.q
    .selectFrom('people')
    .select(['id', 'name'])
    .where('id', 'in', [before ?? 0, record.ownerId ?? 0])
    .execute();
  const named = (id: number | null) => people.find((person) => person.id === id) ?? null;
  const kind = `${type}.${record.ownerId === null ? 'unassigned' : 'assigned'}`;
  await noteOnTimeline(crm, tx, actor, { type, id: record.id }, { kind, data: { from: named(before), to: named(record.ownerId) } });
  if (type !== 'crm.lead' && type !== 'crm.deal') return;
  await tellOwner(crm, tx, actor, type, record);
  if (before === null || knowsAlready(actor, before)) return;
  const params = { title: record.title ?? '', ...(actor.system ? {} : { actor: actor.name }), ...(await takenParams(tx.q, actor, record.ownerId)) };
  await crm.notify.notify(tx, [before], { code: `${type}.taken`, params, record: { type, id: record.id } });
}
