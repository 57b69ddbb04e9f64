import { recordsName } from '../core/i18n/records-name.js';
import { type Returned, rollbackFolder } from '../upgrade/rollback.js';
import { commonOptions, configOf, demandFolder, parsed, say } from './command.js';
import { tellUpgrade } from './upgrade.js';

export const usage = `sede rollback [--json] [--data DIR]

Takes the last sede upgrade back, while the portal is stopped: the snapshot of before is put in place, and the database as it is now
is put aside into backups/rolled-back-…, with all that was written since; how much that is, is said. Then start the version before.`;

function inWords({ snapshot, upgradedAt, since, aside }: Returned): string {
  const changed = Object.entries(since).map(([type, n]) => `${recordsName(type, 'en')}: ${n}`);
  const at = `${upgradedAt.slice(0, 16).replace('T', ' ')} UTC`;
  return [
    `Returned to ${snapshot}. Start the version before now: this one would upgrade again.`,
    changed.length === 0
      ? `No record was changed since ${at}. What else was written, such as settings, is kept in ${aside}.`
      : `Records added or changed since ${at}, not in it: ${changed.join(', ')}. They, and whatever else was written, are kept in ${aside}.`,
  ].join('\n');
}

export async function run(args: string[]): Promise<undefined> {
  const { values } = parsed({ args, options: commonOptions });
  const config = configOf(values.data);
  demandFolder(config);
  const returned = await rollbackFolder(config, tellUpgrade);
  say(values.json, returned, () => inWords(returned));
}
