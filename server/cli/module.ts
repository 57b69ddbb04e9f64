import { systemActor } from '../core/access/actor.js';
import { isSetUp } from '../core/setup/set-up.js';
import { Hint } from '../explain.js';
import { configOf, dataOption, demandFolder, parsed, WrongUsage, withDatabase, withPortal } from './command.js';

export const usage = `sede module list [--data DIR]
sede module add|park|resume ID [--data DIR]

Lists the modules, adds one, switches one off without loss, or on again. Only list works while the portal runs;
there the page Modules does the rest.`;

const actions = ['add', 'park', 'resume'] as const;

async function list(data: string | undefined): Promise<void> {
  const { catalog } = await import('../modules/catalog.js');
  const rows = await withDatabase(configOf(data), (db) => db.read.selectFrom('modules').selectAll().execute());
  for (const { manifest } of catalog) {
    const row = rows.find(({ id }) => id === manifest.id);
    console.log(`${manifest.id.padEnd(12)}${(row?.state ?? 'absent').padEnd(8)}${row?.failure ?? ''}`.trimEnd());
  }
}

export async function run(args: string[]): Promise<undefined> {
  const { values, positionals } = parsed({ args, allowPositionals: true, options: dataOption });
  const [what, id, ...more] = positionals;
  if (what === 'list' && id === undefined) {
    await list(values.data);
    return;
  }
  const action = actions.find((one) => one === what);
  if (!action || id === undefined || more.length > 0) throw new WrongUsage('What shall be done with which module?');
  const config = configOf(values.data);
  demandFolder(config);
  await withPortal(config, async ({ life, services }) => {
    if (!isSetUp(services)) throw new Hint(`the portal in ${config.data} is not set up yet.`);
    if (!life.states().has(id)) throw new Hint(`there is no module "${id}". There are: ${[...life.states().keys()].join(', ')}.`);
    await life[action](systemActor(services.settings.company().language), id);
    console.log(`${id} is ${life.states().get(id)?.state}.`);
  });
}
