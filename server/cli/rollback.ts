import { type Returned, rollbackFolder } from '../upgrade/rollback.js';
import { commonOptions, configOf, demandFolder, parsed, say } from './command.js';
import { tellUpgrade } from './upgrade.js';

export const usage = `sede rollback [--json] [--data DIR]

Takes the last sede upgrade back, while the portal is stopped: the snapshot of before is put in place, and the database as it is now
is put aside into backups/rolled-back-…, with all that was written since; how much that is, is said. Then start the version before.`;

function inWords({ snapshot, upgradedAt, since, aside }: Returned): string {
  const changed = Object.entries(since).map(([type, n]) => `${type} ${n}`);
  return [
    `Returned to ${snapshot}. Start the version before now: this one would upgrade again.`,
    changed.length === 0
      ? `No record was changed since ${upgradedAt}.`
      : `Records added or changed since ${upgradedAt}, not in it: ${changed.join(', ')}. They are kept in ${aside}.`,
  ].join('\n');
}

export async function run(args: string[]): Promise<undefined> {
  const { values } = parsed({ args, options: commonOptions });
  const config = configOf(values.data);
  demandFolder(config);
  const returned = await rollbackFolder(config, tellUpgrade);
  say(values.json, returned, () => inWords(returned));
}
