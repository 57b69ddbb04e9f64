import { randomInt } from 'node:crypto';
import { text } from 'node:stream/consumers';
import type { Config } from '../config.js';
import { runningAddress } from '../control-file.js';
import { systemActor } from '../core/access/actor.js';
import { audit } from '../core/audit/audit.js';
import { hashPassword, longestPassword, shortestPassword } from '../core/auth/secrets.js';
import { closeSessionsOf } from '../core/auth/sessions.js';
import { nowIso } from '../core/db/instant.js';
import { publicLink } from '../core/http/links.js';
import { createLink } from '../core/people/links.js';
import { createSettings } from '../core/settings/settings.js';
import { Hint } from '../explain.js';
import { changeDatabase, commonOptions, configOf, parsed, refuseOthers, say, WrongUsage } from './command.js';
import { personByEmail } from './person.js';

export const usage = `sede user reset EMAIL [--json] [--data DIR]
sede user password EMAIL [--stdin] [--json] [--data DIR]

reset prints a link with which somebody chooses a password themselves. It works once, for a day. Their password until
now stays in force until the link is used.

password gives somebody a new password and signs them out everywhere: the way back for an administrator who is locked out.
The password is made up and printed; with --stdin it is the first line of the input. Works while the portal runs.`;

/** Twenty letters and digits that do not look alike, in groups that can be read out: about 98 bits. */
function newPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}

async function readPassword(): Promise<string> {
  const password = (await text(process.stdin)).split(/\r?\n/)[0] as string;
  if (password.length < shortestPassword || password.length > longestPassword)
    throw new Hint(`a password has from ${shortestPassword} to ${longestPassword} characters.`);
  return password;
}

/** The link begins with the portal's public address or, while none is set, with the one on this machine: as the portal is served now, else as it is set to be. */
async function printLink(config: Config, email: string, json: boolean): Promise<void> {
  await changeDatabase(config, async (db) => {
    const person = await personByEmail(db, email);
    if (person.status === 'dismissed') throw new Hint(`${person.name} has left. Bring them back in the portal first.`);
    const settings = await createSettings(db);
    const { path } = await db.write(async (tx) => {
      const kind = person.status === 'active' ? 'reset' : 'invite';
      const link = await createLink(tx, person.id, kind, nowIso());
      if (person.status === 'no-sign-in') await tx.q.updateTable('people').set({ status: 'invited' }).where('id', '=', person.id).execute();
      await audit(tx, nowIso(), systemActor(), 'person.invited', `core.person:${person.id}`, { kind });
      return link;
    });
    const here = (await runningAddress(config.data)) ?? `http://localhost:${config.port}${config.basePath}`;
    const link = publicLink(settings, path) ?? `${here}${path}`;
    say(json, { person: person.name, link }, () => link);
  });
}

export async function run(args: string[]): Promise<undefined> {
  const { values, positionals } = parsed({ args, allowPositionals: true, options: { ...commonOptions, stdin: { type: 'boolean', default: false } } });
  const [what, email, ...more] = positionals;
  if ((what !== 'password' && what !== 'reset') || email === undefined || more.length > 0)
    throw new WrongUsage('Say what to do and for whom: sede user reset EMAIL, or sede user password EMAIL.');
  const { json, stdin } = values;
  refuseOthers(values, what === 'password' ? ['stdin'] : [], `sede user ${what}`);
  if (what === 'reset') {
    await printLink(configOf(values.data), email, json);
    return;
  }
  await changeDatabase(configOf(values.data), async (db) => {
    const person = await personByEmail(db, email);
    if (person.status !== 'active')
      throw new Hint(`${person.name} is not active (${person.status}), so a password would not let them in. Invite them in the portal.`);
    const password = stdin ? await readPassword() : newPassword();
    const hash = await hashPassword(password);
    await db.write(async (tx) => {
      await tx.q.updateTable('people').set({ password_hash: hash }).where('id', '=', person.id).execute();
      await closeSessionsOf(tx.q, person.id);
      await audit(tx, nowIso(), systemActor(), 'person.password-set', `core.person:${person.id}`);
    });
    say(json, { person: person.name, password: stdin ? null : password }, () => (stdin ? `${person.name} has the new password.` : password));
  });
}
