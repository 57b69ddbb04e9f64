import type { KeptRef } from '../../contracts/core/time-machine.js';
import type { Database } from '../db/database.js';
import type { CatalogEntry } from '../modules/entry.js';
import { eraseRecord, placeholder } from '../privacy/erase.js';
import { eraseStaff } from '../privacy/erase-staff.js';
import { groundOf } from '../privacy/ground.js';
import type { Services } from '../services.js';
import { erasedSince } from './erased.js';

/**
 * Takes the names of whoever was erased out again of what came back: a deal as it was may name its contact, whose own record stays away,
 * and a comment mention somebody who has left. By what they were known, only the backup still says.
 * @param came what may have come.
 */
export async function eraseNamed(services: Services, catalog: readonly CatalogEntry[], past: Database, came: readonly KeptRef[]): Promise<void> {
  const { known } = await erasedSince(past, services.db, catalog);
  const concerned = known.filter(({ person, related }) => person || came.some(({ type, id }) => related.has(`${type}:${id}`)));
  if (concerned.length === 0) return;
  const deps = { services, ground: await groundOf(services.db, catalog), placeholder };
  for (const { subject, words, person } of concerned) {
    if (person) await eraseStaff(deps, subject.id, person);
    else await eraseRecord(deps, subject, { words });
  }
}
