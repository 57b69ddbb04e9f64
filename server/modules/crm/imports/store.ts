import type { Channel } from '../../../contracts/core/fields.js';
import type { Actor } from '../../../core/access/actor.js';
import type { Tx } from '../../../core/db/database.js';
import { changeMany, createMany, noteManyOnTimeline } from '../../../core/records/bulk.js';
import type { Action } from '../../../core/records/context.js';
import { fromRow, type Kind, type Row, type Values } from '../../../core/records/kind.js';
import { indexChannels, keysOf } from '../channels/channel-index.js';
import type { Crm } from '../crm.js';

const hasChannels = (kind: Kind): kind is Kind & { type: 'crm.company' | 'crm.contact' } => kind.type === 'crm.company' || kind.type === 'crm.contact';

/** Stores new records with all that belongs to them; nobody is told, and no rule of a stage runs. */
export async function storeNew(crm: Crm, tx: Tx, actor: Actor, kind: Kind, values: readonly Values[], action: Action): Promise<Row[]> {
  const now = crm.now();
  const rows = await createMany(crm.records, tx, actor, kind, values, action);
  await noteManyOnTimeline(
    crm,
    tx,
    actor,
    rows.map((row) => ({ on: { type: kind.type, id: row.id as number }, kind: `${kind.type}.created` })),
  );
  if (hasChannels(kind)) {
    const { country } = crm.settings.company();
    const keys = rows.flatMap((row) => {
      const of = {
        phones: channelsIn(row.phones),
        emails: channelsIn(row.emails),
        names: [row.title as string | null],
        taxId: (row.tax_id ?? null) as string | null,
      };
      return keysOf(country, kind.type, of).map(({ kind: way, normalized, tail }) => ({
        record_type: kind.type,
        record_id: row.id as number,
        kind: way,
        normalized,
        tail,
      }));
    });
    await tx.insertMany('crm_channels', keys);
  }
  if (kind.stageColumn !== null)
    await tx.insertMany(
      'crm_stage_history',
      rows.map((row) => stay(kind, row, now)),
    );
  return rows;
}

const channelsIn = (stored: Row[string] | undefined): Channel[] => JSON.parse(String(stored ?? '[]')) as Channel[];

const stay = (kind: Kind, row: Row, now: string) => ({
  record_type: kind.type,
  record_id: row.id as number,
  stage_id: row.stage_id as number,
  entered_at: (row.stage_entered_at as string | null | undefined) ?? now,
  left_at: null,
});

/** Stores changes with all that belongs to them. @param stageName of a stage, for the timeline. */
export async function storeChanged(
  crm: Crm,
  tx: Tx,
  actor: Actor,
  kind: Kind,
  changes: readonly { before: Row; values: Values }[],
  stageOf: (id: number) => { id: number; name: string; semantic: string } | null,
): Promise<void> {
  const now = crm.now();
  const changed = await changeMany(crm.records, tx, actor, kind, changes);
  if (hasChannels(kind)) for (const { after } of changed) await indexChannels(crm, tx, kind.type, fromRow(kind, after) as never);
  if (kind.stageColumn === null) return;
  const moved = changed.filter(({ before, after }) => before.stage_id !== after.stage_id);
  for (const { after } of moved) {
    await tx.q
      .updateTable('crm_stage_history')
      .set({ left_at: stay(kind, after, now).entered_at })
      .where('record_type', '=', kind.type)
      .where('record_id', '=', after.id as number)
      .where('left_at', 'is', null)
      .execute();
  }
  await tx.insertMany(
    'crm_stage_history',
    moved.map(({ after }) => stay(kind, after, now)),
  );
  const named = (id: unknown) => {
    const stage = stageOf(id as number);
    return stage && { id: stage.id, name: stage.name };
  };
  await noteManyOnTimeline(
    crm,
    tx,
    actor,
    moved.map(({ before, after }) => ({
      on: { type: kind.type, id: after.id as number },
      kind: `${kind.type}.moved`,
      data: { from: named(before.stage_id), to: named(after.stage_id), semantic: stageOf(after.stage_id as number)?.semantic },
    })),
  );
}
