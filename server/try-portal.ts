import { pino } from 'pino';
import { readConfig } from './config.js';
import { sessionCookie } from './core/auth/authenticate.js';
import { openSession } from './core/auth/sessions.js';
import type { Database } from './core/db/database.js';
import { nowIso } from './core/db/instant.js';
import { Hint } from './explain.js';

/** A session for an administrator that is in the copy alone. @returns its secret. */
async function signIn(db: Database): Promise<string> {
  const person = await db.read
    .selectFrom('people')
    .innerJoin('person_roles', 'person_roles.person_id', 'people.id')
    .innerJoin('roles', 'roles.id', 'person_roles.role_id')
    .select('people.id')
    .where('roles.built_in', '=', 'administrator')
    .where('people.status', '=', 'active')
    .orderBy('people.id')
    .limit(1)
    .executeTakeFirst();
  if (!person) throw new Hint('nobody could sign in: there is no administrator.');
  return openSession(db, person.id, 'trial', nowIso());
}

/**
 * Starts a copy of a portal on a port of its own of this machine, without jobs, so that nothing is sent; signs in and reads.
 * @param data the data folder of the copy: the trial leaves a session in it. @param databaseUrl of the copy, where its configuration names another one.
 * @throws Hint saying what was not answered.
 */
export async function tryPortal(data: string, databaseUrl?: string): Promise<void> {
  const { openPortal } = await import('./portal.js');
  const portal = await openPortal(
    { ...readConfig(['--data', data, '--port', '0', '--host', '127.0.0.1'], {}), metrics: [], ...(databaseUrl === undefined ? {} : { databaseUrl }) },
    { log: pino({ level: 'silent' }), clock: false },
  );
  try {
    const cookie = `${sessionCookie}=${await signIn(portal.services.db)}`;
    const { port } = await portal.listen();
    const list = portal.life.on().includes('crm') ? 'crm/leads?limit=5' : 'people?limit=5';
    for (const path of ['session', 'day', list]) {
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`, { headers: { cookie } });
      await answer.arrayBuffer();
      if (answer.status !== 200) throw new Hint(`the portal answered ${answer.status} to ${path}.`);
    }
  } finally {
    await portal.close();
  }
}
