import type { Database } from '../db/database.js';
import type { CatalogEntry } from '../modules/entry.js';
import { eraseRecord, namesIn, placeholder } from '../privacy/erase.js';
import { groundOf, recordsAround } from '../privacy/ground.js';
import { personType } from '../privacy/subject.js';
import type { Services } from '../services.js';

/**
 * Takes the names of whoever was erased out again of what came back: a deal as it was may name its contact, whose own record stays away.
 * By what they were known, only the backup still says.
 */
export async function eraseNamed(services: Services, catalog: readonly CatalogEntry[], past: Database): Promise<void> {
  const { db } = services;
  const erased = await db.read.selectFrom('erasures').select(['record_type', 'record_id']).where('record_type', '<>', personType).execute();
  if (erased.length === 0) return;
  const [ground, before] = [await groundOf(db, catalog), await groundOf(past, catalog)];
  for (const { record_type: type, record_id: id } of erased) {
    if (!before.kinds.has(type)) continue;
    const subject = { type, id };
    const names = await namesIn(past, before, subject, (await recordsAround(past, before, subject)).same);
    if (names.length > 0) await eraseRecord({ services, ground, placeholder }, subject, names);
  }
}
