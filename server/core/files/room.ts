import type { Queries } from '../db/database.js';
import { Refusal } from '../http/problem.js';

const GIB = 1_073_741_824;
/** What one person may have of files that belong to nothing: on their way, with the bytes that were announced, or arrived. */
const most = { files: 200, bytes: 2 * GIB };

export const tooMuchUnattached = () =>
  new Refusal(413, 'too-much-unattached', { params: { files: most.files, size: `${most.bytes / GIB} GB` }, extra: { most } });

/**
 * Bytes that a person may still bring before they attach some of what they brought.
 * @param size what is about to come, as far as it is known. @throws Refusal 413 when that is too much.
 */
export async function roomFor(q: Queries, personId: number | null, size = 0): Promise<number> {
  if (personId === null) return most.bytes;
  const [arrived, coming] = await Promise.all([
    q
      .selectFrom('files')
      .select(({ fn }) => [fn.countAll<number>().as('n'), fn.sum<number | null>('size').as('bytes')])
      .where('created_by', '=', personId)
      .where('record_type', 'is', null)
      .executeTakeFirstOrThrow(),
    q
      .selectFrom('uploads')
      .select(({ fn }) => [fn.countAll<number>().as('n'), fn.sum<number | null>('size').as('bytes')])
      .where('person_id', '=', personId)
      .where('file_id', 'is', null)
      .executeTakeFirstOrThrow(),
  ]);
  const room = most.bytes - Number(arrived.bytes ?? 0) - Number(coming.bytes ?? 0);
  if (Number(arrived.n) + Number(coming.n) >= most.files || size > room) throw tooMuchUnattached();
  return room;
}
