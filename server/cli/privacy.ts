import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { eraseAgain } from '../core/privacy/erasures.js';
import { readErased } from '../core/privacy/list.js';
import type { Subject } from '../core/privacy/subject.js';
import { Hint } from '../explain.js';
import { commonOptions, configOf, demandFolder, parsed, refuseOthers, say, WrongUsage, withDatabase, withPortal } from './command.js';
import { withProgress } from './progress.js';

export const usage = `sede privacy list [--json] [--data DIR]
sede privacy apply --list FILE [--json] [--data DIR]

list prints whose personal data was erased, as kinds and numbers of records, without names. apply erases them here again: after
a backup from before was restored on another machine, with the list of the portal that was in use (its keys/erased.json, or what
"list --json" printed there). A folder that is restored in place, and a module that is attached, do so by themselves. Stop the portal before apply.`;

async function readList(file: string): Promise<Subject[]> {
  if (!existsSync(file)) throw new Hint(`there is no ${file}.`);
  try {
    return await readErased(file);
  } catch (error) {
    throw new Hint(`${file} cannot be read as a list of erased records${error instanceof SyntaxError ? ': it is no JSON' : `: ${(error as Error).message}`}.`);
  }
}

export async function run(args: string[]): Promise<undefined> {
  const { values, positionals } = parsed({
    args,
    allowPositionals: true,
    options: { ...commonOptions, list: { type: 'string' } },
  });
  const config = configOf(values.data);
  const [what] = positionals;
  if (positionals.length !== 1 || (what !== 'list' && what !== 'apply')) throw new WrongUsage('Say list or apply.');
  refuseOthers(values, what === 'apply' ? ['list'] : [], `sede privacy ${what}`);
  if (what === 'list') {
    const rows = await withDatabase(config, (db) => db.read.selectFrom('erasures').selectAll().orderBy('id').execute());
    const words = () => rows.map((row) => `${row.at}  ${row.record_type} ${row.record_id}  ${row.state}`).join('\n');
    say(values.json, { erased: rows.map((row) => [row.record_type, row.record_id]) }, () => words() || 'Nobody was erased here.');
    return;
  }
  if (values.list === undefined) throw new WrongUsage('Name the list with --list FILE.');
  const listed = await readList(resolve(values.list));
  demandFolder(config);
  const erased = await withProgress('Erasing', () =>
    withPortal(config, async ({ services }) => {
      const planned = await eraseAgain(services, listed);
      await services.jobs.runDue();
      return planned;
    }),
  );
  say(values.json, { erased }, () => `Erased again: ${erased}.`);
}
