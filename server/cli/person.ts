import type { Database } from '../core/db/database.js';
import { fold } from '../core/search/fold.js';
import { Hint } from '../explain.js';

/** @throws Hint when nobody has this address. */
export async function personByEmail(db: Database, email: string): Promise<{ id: number; name: string; status: string }> {
  const person = await db.read.selectFrom('people').select(['id', 'name', 'status']).where('folded_email', '=', fold(email)).executeTakeFirst();
  if (!person) throw new Hint(`nobody in the portal has the address ${email}.`);
  return person;
}
