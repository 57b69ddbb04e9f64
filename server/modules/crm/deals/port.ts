import { sql } from 'kysely';
import type { Channel } from '../../../contracts/core/fields.js';
import type { Client, Deals } from '../../../contracts/crm/ports.js';
import type { Company, Contact, Deal } from '../../../contracts/crm/records.js';
import type { Queries } from '../../../core/db/database.js';
import { get, readRow, rowForAction, update } from '../../../core/records/change.js';
import { scopeOf } from '../../../core/records/context.js';
import { fromRow, type Kind } from '../../../core/records/kind.js';
import { noteOnTimeline } from '../../../core/records/timeline.js';
import { withinScope } from '../../../core/records/within.js';
import { normalizedEmail } from '../channels/normalize.js';
import type { Crm } from '../crm.js';
import { company, contact, deal } from '../kinds.js';
import { firstStage, stageNow } from '../stages/find.js';
import { move } from '../stages/move.js';

const valuesOf = (...lists: (readonly Channel[] | undefined)[]) => lists.flatMap((list) => list ?? []).map(({ value }) => value.trim());

const eachOnce = (values: readonly string[]) => [...new Map(values.map((value) => [normalizedEmail(value), value])).values()];

async function clientOf(crm: Crm, q: Queries, { companyId, contactId }: { companyId: number | null; contactId: number | null }): Promise<Client> {
  const read = async <T>(kind: Kind, id: number | null) => {
    const row = id === null ? undefined : await readRow(crm.records, q, kind, id);
    return row ? (fromRow(kind, row) as T) : null;
  };
  const person = await read<Contact>(contact, contactId);
  const firm = await read<Company>(company, companyId);
  return {
    name: firm?.title ?? person?.title ?? null,
    companyId: firm?.id ?? null,
    contactId: person?.id ?? null,
    companyName: firm?.title ?? null,
    contactName: person?.title ?? null,
    emails: eachOnce(valuesOf(person?.emails, firm?.emails)),
    phones: eachOnce(valuesOf(person?.phones, firm?.phones)),
    address: firm?.address ?? person?.address ?? null,
    taxId: firm?.taxId ?? null,
  };
}

/** What other modules may do with deals. */
export const deals = (crm: Crm): Deals => ({
  read: (q, actor, id) => get(crm.records, q, actor, deal, id),
  lock: async (tx, actor, id, action) => fromRow(deal, await rowForAction(crm.records, tx, actor, deal, id, action)) as unknown as Deal,
  isOpenToChange(actor, dealId, ownerId) {
    // Whoever looks as somebody else may change none, and sees what they see.
    const scope = scopeOf(crm.records, actor, deal, actor.viewedBy ? 'read' : 'change');
    const conditions = [
      sql`d.id = ${dealId}`,
      sql`d.deleted_at is null`,
      sql`d.closed_at is null`,
      ...(ownerId === undefined ? [] : [sql`d.owner_id = ${ownerId}`]),
      ...withinScope(crm.db.dialect, deal, scope, 'd'),
    ];
    return sql<boolean>`exists (select 1 from crm_deals d where ${sql.join(conditions, sql` and `)})`;
  },
  setAmount: async (tx, actor, id, amount) => update(crm.records, tx, actor, deal, await rowForAction(crm.records, tx, actor, deal, id, 'change'), { amount }),
  async note(tx, actor, id, entry) {
    await noteOnTimeline(crm, tx, actor, { type: deal.type, id }, entry);
  },
  client: (q, of) => clientOf(crm, q, of),
  async moveTo(tx, actor, id, semantic, lostReasonId = null) {
    const row = await rowForAction(crm.records, tx, actor, deal, id, 'change');
    const now = await stageNow(crm, tx, row.stage_id as number);
    if (now.semantic === semantic) return fromRow(deal, row) as unknown as Deal;
    const stageId = await firstStage(tx.q, row.pipeline_id as number, semantic);
    return move(crm, tx, actor, deal, id, { stageId, lostReasonId }, { reasonMayMiss: true });
  },
});
