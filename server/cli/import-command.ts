import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { decimalSigns, waysOfUnknownPeople } from '../contracts/core/imports.js';
import { isSetUp } from '../core/setup/set-up.js';
import { Hint } from '../explain.js';
import { commonOptions, configOf, demandFolder, parsed, say, WrongUsage, withPortal } from './command.js';
import { type ImportReport, importFile } from './import.js';
import { withProgress } from './progress.js';

export const usage = `sede import --kind KIND FILE [--map MAP.json] [--currency CODE] [--decimal SIGN] [--unknown-people WAY] [--name NAME=WHO]… [--json] [--data DIR]

Takes a CSV file in. KIND is one of people, companies, contacts, leads, deals, products, tasks, as far as their modules are on.
The columns are matched by their names, or by MAP.json: { "Column": "field" }. --currency is that of sums that do not name
theirs; SIGN, a point or a comma, is the decimal sign of columns in which nothing tells it. WAY is what becomes of rows whose responsible is nobody here: add (a colleague without access, the usual way),
as-empty (nobody is responsible) or leave-out. --name says who is meant by one such name, and may be given many times: WHO
is the e-mail or the name of a colleague, as in --name "Zoé=zoe@porto.example". What could not be taken in is written to FILE.errors.csv with the reasons,
and the command ends with 3. A file that is refused as a whole changes nothing and ends with 1.
The portal must not be running; in a running one, import in the browser.`;

function inWords({ kind, created, updated, failed, total, seconds, notes, errors }: ImportReport): string {
  const sum = `${kind}: ${created} new, ${updated} changed, ${failed} left out, of ${total} in ${seconds.toFixed(1)} s.`;
  return [sum, ...notes.map(({ text }) => text), ...(errors === null ? [] : [`What was left out, and why: ${errors}`])].join('\n');
}

/** Column → field. @throws Hint when the file is of another shape. */
async function readMap(file: string): Promise<Record<string, string>> {
  const map: unknown = await readFile(file, 'utf8')
    .then(JSON.parse)
    .catch((error: Error) => {
      throw new Hint(`${file} cannot be read: ${error.message}`);
    });
  if (typeof map !== 'object' || map === null || Array.isArray(map) || !Object.values(map).every((field) => typeof field === 'string'))
    throw new Hint(`${file} must hold { "Column": "field" }, with a field for each column.`);
  return map as Record<string, string>;
}

/** `Zoé=zoe@porto.example` → the name and who is meant by it. @throws WrongUsage when one of the two is missing. */
function meantName(text: string): [name: string, who: string] {
  const at = text.lastIndexOf('=');
  const [name, who] = [text.slice(0, Math.max(0, at)).trim(), text.slice(at + 1).trim()];
  if (name === '' || who === '') throw new WrongUsage(`--name is a name, =, and who is meant by it; not ${text}.`);
  return [name, who];
}

/** Exit status: the rest was taken in. */
const someLeftOut = 3;

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parsed({
    args,
    allowPositionals: true,
    options: {
      ...commonOptions,
      kind: { type: 'string' },
      map: { type: 'string' },
      currency: { type: 'string' },
      decimal: { type: 'string' },
      'unknown-people': { type: 'string' },
      name: { type: 'string', multiple: true },
    },
  });
  const [file, ...more] = positionals;
  const { kind, map, currency } = values;
  const decimal = decimalSigns.find((one) => one === values.decimal);
  if (values.decimal !== undefined && decimal === undefined) throw new WrongUsage('--decimal is a point or a comma.');
  const way = values['unknown-people'];
  const unknownPeople = waysOfUnknownPeople.find((one) => one === way);
  if (way !== undefined && unknownPeople === undefined) throw new WrongUsage(`--unknown-people is one of ${waysOfUnknownPeople.join(', ')}.`);
  if (file === undefined || more.length > 0 || kind === undefined) throw new WrongUsage('Name the kind and one file.');
  const names = (values.name ?? []).map(meantName);
  for (const one of [file, map]) if (one !== undefined && !isFile(one)) throw new Hint(`there is no file ${one}.`);
  const fields = map === undefined ? undefined : await readMap(map);
  const config = configOf(values.data);
  demandFolder(config);
  return withPortal(config, async (portal) => {
    if (!isSetUp(portal.services)) throw new Hint(`the portal in ${config.data} is not set up yet.`);
    const report = await withProgress('Taking in', (show) =>
      importFile(portal, { kind, file, map: fields, currency, decimal, unknownPeople, names, onProgress: ({ data }) => show(data) }),
    );
    say(values.json, report, () => inWords(report));
    return report.failed === 0 ? 0 : someLeftOut;
  });
}
