import { createAccess } from '../core/access/access.js';
import { createToken } from '../core/auth/tokens-api.js';
import { nowIso } from '../core/db/instant.js';
import { createSettings } from '../core/settings/settings.js';
import { Hint } from '../explain.js';
import { changeDatabase, commonOptions, configOf, parsed, say, WrongUsage } from './command.js';
import { personByEmail } from './person.js';

export const usage = `sede token create --person EMAIL --name NAME [--scopes PERMISSION,…|*] [--json] [--data DIR]

Makes a token with which a program acts as that person, and prints it alone on one line; it is shown this once.
--scopes limits it to some of the person's permissions, such as crm.lead.read,crm.lead.change. Works while the portal runs.`;

export async function run(args: string[]): Promise<undefined> {
  const { values, positionals } = parsed({
    args,
    allowPositionals: true,
    options: { ...commonOptions, person: { type: 'string' }, name: { type: 'string' }, scopes: { type: 'string', default: '*' } },
  });
  if (positionals.join(' ') !== 'create') throw new WrongUsage('What shall be done with tokens? There is: create.');
  const { person: email, name, scopes } = values;
  if (email === undefined || name === undefined || name.trim() === '')
    throw new WrongUsage('Say whose token it is with --person EMAIL, and what for with --name NAME.');
  const made = await changeDatabase(configOf(values.data), async (db) => {
    const person = await personByEmail(db, email);
    const actor = await (await createAccess(db, await createSettings(db))).actorOf(person.id);
    if (!actor) throw new Hint(`${email} cannot sign in, so no program can in their name.`);
    return createToken({ db, now: nowIso }, actor, { name, scopes: scopes.split(',').map((one) => one.trim()) });
  });
  say(values.json, made, () => made.token);
}
