import { existsSync } from 'node:fs';
import { isSetUp } from '../core/setup/set-up.js';
import { Hint } from '../explain.js';
import { configOf, dataOption, demandFolder, parsed, WrongUsage, withPortal } from './command.js';
import { importFile } from './import.js';

export const usage = `sede import --kind KIND FILE [--map MAP.json] [--currency CODE] [--data DIR]

Takes a CSV file in. KIND is one of people, companies, contacts, leads, deals, products, as far as their modules are on.
The columns are matched by their names, or by MAP.json: { "Column": "field" }. --currency is that of sums that do not name
theirs. What could not be taken in is written to FILE.errors.csv with the reasons. The portal must not be running; in a
running one, import in the browser.`;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parsed({
    args,
    allowPositionals: true,
    options: { ...dataOption, kind: { type: 'string' }, map: { type: 'string' }, currency: { type: 'string' } },
  });
  const [file, ...more] = positionals;
  const { kind, map, currency } = values;
  if (file === undefined || more.length > 0 || kind === undefined) throw new WrongUsage('Name the kind and one file.');
  for (const one of [file, map]) if (one !== undefined && !existsSync(one)) throw new Hint(`there is no file ${one}.`);
  const config = configOf(values.data);
  demandFolder(config);
  return withPortal(config, async (portal) => {
    if (!isSetUp(portal.services)) throw new Hint(`the portal in ${config.data} is not set up yet.`);
    const report = await importFile(portal, { kind, file, map, currency });
    console.log(
      `${report.kind}: ${report.created} new, ${report.updated} changed, ${report.failed} left out, of ${report.total} in ${report.seconds.toFixed(1)} s.`,
    );
    if (report.errors !== null) console.log(`What was left out, and why: ${report.errors}`);
    return report.failed === 0 ? 0 : 1;
  });
}
