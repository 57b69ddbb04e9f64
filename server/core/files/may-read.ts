import type { Actor } from '../access/actor.js';
import { Refusal } from '../http/problem.js';
import { readRow } from '../records/change.js';
import { admit, type RecordContext } from '../records/context.js';
import type { Files } from './files.js';

type Found = NonNullable<Awaited<ReturnType<Files['find']>>>;

/** A file may be read by whoever brought it, and by whoever may read the record that it is attached to. */
export async function mayRead(records: RecordContext, actor: Actor, file: Found): Promise<boolean> {
  if (file.createdBy !== null && file.createdBy === actor.personId) return true;
  const kind = file.recordType === null ? undefined : records.kinds.get(file.recordType);
  if (!kind || file.recordId === null) return false;
  try {
    admit(records, actor, kind, await readRow(records, records.db.read, kind, file.recordId), 'read');
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
