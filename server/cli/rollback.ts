import { rollbackFolder } from '../upgrade/rollback.js';
import { configOf, dataOption, demandFolder, parsed } from './command.js';
import { tellStep } from './upgrade.js';

export const usage = `sede rollback [--json] [--data DIR]

Takes the last sede upgrade back, while the portal is stopped: the snapshot of before is put in place, and the database as it is now
is put aside into backups/rolled-back-…, with all that was written since; how much that is, is said. Then start the version before.`;

export async function run(args: string[]): Promise<undefined> {
  const { values } = parsed({ args, options: { ...dataOption, json: { type: 'boolean' } } });
  const config = configOf(values.data);
  demandFolder(config);
  const returned = await rollbackFolder(config, tellStep);
  if (values.json) {
    console.log(JSON.stringify(returned));
    return;
  }
  const since = Object.entries(returned.since).map(([type, n]) => `${type} ${n}`);
  console.log(`Returned to ${returned.snapshot}. Start the version before now: this one would upgrade again.`);
  console.log(
    since.length === 0
      ? `No record was changed since ${returned.upgradedAt}.`
      : `Records added or changed since ${returned.upgradedAt}, not in it: ${since.join(', ')}. They are kept in ${returned.aside}.`,
  );
}
