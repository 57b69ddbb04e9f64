import type { Tx } from '../db/database.js';
import type { Services } from '../services.js';
import { noticesChanged } from './notify.js';

/** What stored notices are about: their codes, and a number that they name before others, such as `{ run: 7 }`. */
export interface About {
  readers: readonly number[];
  codes: readonly string[];
  named: Readonly<Record<string, number>>;
}

function find(tx: Tx, { readers, codes, named }: About) {
  const all = tx.q
    .selectFrom('notices')
    .select(['id', 'person_id', 'params'])
    .where('person_id', 'in', [...readers])
    .where('code', 'in', [...codes]);
  return Object.entries(named)
    .reduce((some, [name, id]) => some.where('params', 'like', `%"${name}":${id},%`), all)
    .execute();
}

function changed(services: Pick<Services, 'live'>, tx: Tx, notices: readonly { person_id: number }[]): void {
  for (const personId of new Set(notices.map((notice) => notice.person_id))) tx.afterCommit(() => noticesChanged(services, personId));
}

/** Notices that were told say from now on what became of it. */
export async function retell(services: Pick<Services, 'live'>, tx: Tx, about: About, now: Readonly<Record<string, unknown>>): Promise<void> {
  const notices = await find(tx, about);
  for (const { id, params } of notices) {
    const said = JSON.stringify({ ...(JSON.parse(params) as object), ...now });
    await tx.q.updateTable('notices').set({ params: said }).where('id', '=', id).execute();
  }
  changed(services, tx, notices);
}

/** Notices that were told are gone: another stands for them. */
export async function untell(services: Pick<Services, 'live'>, tx: Tx, about: About): Promise<void> {
  const notices = await find(tx, about);
  for (const { id } of notices) await tx.q.deleteFrom('notices').where('id', '=', id).execute();
  changed(services, tx, notices);
}
