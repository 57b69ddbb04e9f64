import { type Step, upgradeFolder } from '../upgrade/upgrade.js';
import { commonOptions, configOf, demandFolder, parsed, say } from './command.js';
import { tellStep } from './progress.js';

export const usage = `sede upgrade [--json] [--data DIR]

Run with the new version, while the portal is stopped: puts a snapshot into backups/before-…, brings a copy of the database up to
date, checks the copy (sound, no row lost, starts, an administrator can sign in), and only then puts it in place. When
anything fails, everything is as it was. sede rollback returns. With PostgreSQL the copy is a database that is made for it on the same
server and dropped again, for which the user of the portal must be allowed to make one (ALTER ROLE … CREATEDB).`;

const words: Record<Step, string> = {
  snapshot: 'putting a snapshot aside',
  migrate: 'bringing a copy up to date',
  check: 'checking the copy',
  try: 'starting the copy and signing in',
  switch: 'putting it in place',
  aside: 'putting the present database aside',
  return: 'returning to the snapshot',
};

export const tellUpgrade = (step: Step): void => tellStep(words[step]);

export async function run(args: string[]): Promise<undefined> {
  const { values } = parsed({ args, options: commonOptions });
  const config = configOf(values.data);
  demandFolder(config);
  const { ran, snapshot } = await upgradeFolder(config, tellUpgrade);
  say(values.json, { ran, snapshot }, () =>
    snapshot === null
      ? 'Nothing to do: the tables are those of this version.'
      : `Upgraded: ${ran.length} ${ran.length === 1 ? 'change' : 'changes'} of tables. The state before is ${snapshot}; sede rollback returns to it.`,
  );
}
