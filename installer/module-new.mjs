import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './root.mjs';
import { filesUnder } from './sources.mjs';

const help = `npm run module:new -- <module> [<record>] [--plural <records>]

Makes a module that runs and passes every check, to begin from.

  <module>   its id: one lower-case word, such as visits
  <record>   the kind of record that it keeps, such as visit; without one it gets neither contracts nor tables
  --plural   more than one of them, where it is not the word with an s
`;

/** Words that no constant and no field may be called in the code that is made. */
const reserved = new Set(
  (
    'arguments await break case catch class const constructor continue debugger default delete do else enum eval export extends false finally for ' +
    'function if implements import in instanceof interface let new null package private protected public return static super switch this throw true ' +
    'try typeof undefined var void while with yield catalog presets manifest migrations'
  ).split(' '),
);

const fail = (text) => {
  process.stderr.write(`${text}\n\n${help}`);
  process.exit(1);
};

const capital = (word) => word.slice(0, 1).toUpperCase() + word.slice(1);

/** What was asked for, as the names that stand in the templates. */
function readWishes() {
  let parsed;
  try {
    parsed = parseArgs({ allowPositionals: true, options: { plural: { type: 'string' }, help: { type: 'boolean' } } });
  } catch (error) {
    fail(error.message);
  }
  const { values, positionals } = parsed;
  if (values.help) {
    process.stdout.write(help);
    process.exit(0);
  }
  const [module, name, ...rest] = positionals;
  if (!module || rest.length > 0) fail('Name the module, and at most one kind of record.');
  const plural = values.plural ?? `${name}s`;
  for (const [what, word] of [
    ['The module', module],
    ...(name
      ? [
          ['The record', name],
          ['The plural', plural],
        ]
      : []),
  ]) {
    if (!/^[a-z]{2,30}$/.test(word)) fail(`${what} must be one lower-case word of 2 to 30 letters, not "${word}".`);
    if (reserved.has(word)) fail(`${what} cannot be called "${word}": that word has a meaning of its own in the code. Choose another.`);
  }
  return { module, name, plural };
}

const { module, name, plural } = readWishes();
if (['core', ...filesUnder(['server/modules']).map((file) => file.split('/')[2])].includes(module)) fail(`There is a module "${module}" already.`);

const words = {
  __type__: `${module}.${name}`,
  __table__: `${module}_${plural}`,
  __module__: module,
  __Module__: capital(module),
  __name__: name,
  __Name__: capital(name ?? ''),
  __plural__: plural,
  __Plural__: capital(plural),
};
const filled = (text) => text.replace(/__(?:type|table|[mM]odule|[nN]ame|[pP]lural)__/g, (word) => words[word]);

const template = join('installer/module-template', name ? 'record' : 'bare');
const made = filesUnder([template]).map((file) => ({ from: file, to: filled(relative(template, file)).replace(/\.template$/, '') }));
const taken = made.filter(({ to }) => existsSync(join(root, to)));
if (taken.length > 0) fail(`There is already ${taken.map(({ to }) => to).join(', ')}.`);
/** The catalog is the one list of modules: the new one stands at its end. */
const catalogFile = join(root, 'server/modules/catalog.ts');
const migrations = name ? `import('../../migrations/${module}/index.js')` : 'Promise.resolve({ migrations: [] })';
const records = name ? `import('../contracts/${module}/records.js')` : 'Promise.resolve({})';
const before = readFileSync(catalogFile, 'utf8');
const catalog = before
  .replace(/((?:import \{ manifest as .*\n)+)/, `$1import { manifest as ${module} } from './${module}/manifest.js';\n`)
  .replace(
    /(catalog: readonly CatalogEntry\[\] = \[\n(?: {2}.*\n)*)\];/,
    `$1  { manifest: ${module}, load: () => import('./${module}/module.js') as never, migrations: () => ${migrations}, records: () => ${records} },\n];`,
  );

/** Whether there was no such folder before, so that it goes again when it is left empty. */
const isNew = (folder) => !existsSync(join(root, folder));
const foldersOf = (file) => (dirname(file) === '.' ? [] : [dirname(file), ...foldersOf(dirname(file))]);
const newFolders = [...new Set(made.flatMap(({ to }) => foldersOf(to)))].filter(isNew).sort((a, b) => b.length - a.length);

function undo() {
  for (const { to } of made) rmSync(join(root, to), { force: true });
  for (const folder of newFolders) if (existsSync(join(root, folder)) && readdirSync(join(root, folder)).length === 0) rmdirSync(join(root, folder));
  writeFileSync(catalogFile, before);
}

try {
  for (const { from, to } of made) {
    mkdirSync(dirname(join(root, to)), { recursive: true });
    writeFileSync(join(root, to), filled(readFileSync(join(root, from), 'utf8')));
  }
  writeFileSync(catalogFile, catalog);
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  execFileSync(process.execPath, [biome, 'check', '--write', ...made.map(({ to }) => to), catalogFile], { cwd: root, stdio: 'pipe' });
} catch (error) {
  undo();
  fail(`The module "${module}" could not be made, and nothing of it is left: ${String(error.stderr || error.message).trim()}`);
}
process.stdout.write(`${made.map(({ to }) => `  ${to}`).join('\n')}
  server/modules/catalog.ts

Next: put its words into the four files of texts, in both languages; then npm run check.
`);
