import type { Actor } from '../access/actor.js';
import { Refusal } from '../http/problem.js';
import { readRow } from '../records/change.js';
import { admit, type RecordContext } from '../records/context.js';
import type { FoundFile } from './files.js';
import { recordBehind } from './parents.js';

/** A file may be read by whoever may read the record that it is attached to; while it is attached to none, by who brought it. */
export async function mayRead(records: RecordContext, actor: Actor, file: FoundFile): Promise<boolean> {
  if (file.removedAt !== null) return false;
  if (file.recordType === null || file.recordId === null) return file.createdBy !== null && file.createdBy === actor.personId;
  const { read } = records.db;
  const on = await recordBehind(read, { type: file.recordType, id: file.recordId });
  const kind = on && records.kinds.get(on.type);
  if (!kind) return false;
  try {
    admit(records, actor, kind, await readRow(records, read, kind, on.id), 'read');
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
