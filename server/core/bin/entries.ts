import type { Actor } from '../access/actor.js';
import type { Tx } from '../db/database.js';
import { ownerOf } from '../records/context.js';
import { type Kind, type Row, titleOf } from '../records/kind.js';
import { fold } from '../search/fold.js';

/** Days after which what lies in the bin is purged. */
export const KEPT_DAYS = 30;

/** Notes that records went into the bin, in the transaction that puts them there. */
export async function noteInBin(tx: Tx, now: string, actor: Actor, kind: Kind, rows: readonly Row[]): Promise<void> {
  await tx.insertMany(
    'bin_entries',
    rows.map((row) => {
      const title = titleOf(kind, row);
      const entry = { owner_id: ownerOf(kind, row), title, folded_title: fold(title), deleted_at: now, deleted_by: actor.personId };
      return { record_type: kind.type, record_id: Number(row.id), ...entry };
    }),
  );
}

export async function forgetInBin(tx: Tx, type: string, ids: readonly number[]): Promise<void> {
  await tx.q.deleteFrom('bin_entries').where('record_type', '=', type).where('record_id', 'in', ids).execute();
}
