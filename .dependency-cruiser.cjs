const { readdirSync, readFileSync } = require('node:fs');

/**
 * The borders of the four layers: kernel ← contracts ← core ← modules ← catalog ← app; the web sees contracts only.
 * Paths count from the folder the check runs in, so that the same rules read a planted tree of violations.
 */
const ours = '^(server|web|migrations|tests|installer)/';
const serverContracts = '^server/contracts/[^/]+/(ports|events)\\.ts$';
const error = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** What a module's manifest names, read without running it: manifests are plain lists. */
function readManifests() {
  const folders = readdirSync('server/modules', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name: id }) => {
    const file = `server/modules/${id}/manifest.ts`;
    if (!readdirSync(`server/modules/${id}`).includes('manifest.ts')) return [{ id, named: [] }];
    const text = readFileSync(file, 'utf8');
    const list = (key) => {
      const found = new RegExp(`\\b${key}: \\[([^\\]]*)\\]`).exec(text);
      if (!found) throw new Error(`${file} has no plain list "${key}: […]"`);
      return [...found[1].matchAll(/'([a-z0-9-]+)'/g)].map((match) => match[1]);
    };
    return [{ id, named: [...list('requires'), ...list('cooperates')] }];
  });
}

const contractRules = readManifests().map(({ id, named }) =>
  error(
    `contracts-of-${id}`,
    `${id} sees the contracts of core, its own, and those of modules its manifest names in requires or cooperates.`,
    { path: `^(server/modules|server/contracts|web/modules|migrations)/${id}/` },
    { path: '^server/contracts/', pathNot: `^server/contracts/(${['core', id, ...named].join('|')})/` },
  ),
);

module.exports = {
  forbidden: [
    error('no-cycles', 'Two files that need each other are one subject, or one of them knows too much.', {}, { circular: true }),
    error('no-unresolvable', 'An import must lead somewhere.', {}, { couldNotResolve: true, pathNot: '^\\.\\./dist/' }),
    error('kernel-stands-alone', 'The kernel is mechanism only.', { path: '^server/core/kernel/' }, { path: ours, pathNot: '^server/core/kernel/' }),
    error(
      'contracts-stand-alone',
      'Contracts are read by the browser too; besides each other they may only name the tokens of the kernel.',
      { path: '^server/contracts/', pathNot: serverContracts },
      { path: ours, pathNot: '^server/(contracts/|core/kernel/tokens\\.ts$)' },
    ),
    error(
      'ports-speak-of-little',
      'Ports and events are read by the server only, and may speak of who acts, in which transaction, about which event.',
      { path: serverContracts },
      { path: ours, pathNot: '^server/(contracts/|core/kernel/tokens\\.ts$|core/(access/actor|db/database|events/events)\\.ts$)' },
    ),
    error(
      'ports-name-types-only',
      'A contract that brings code of core along is no contract any more.',
      { path: serverContracts },
      { path: '^server/core/', pathNot: '^server/core/kernel/', dependencyTypesNot: ['type-only'] },
    ),
    error('web-sees-no-ports', 'Ports and events are for the server.', { path: '^web/' }, { path: serverContracts }),
    error(
      'contracts-of-core',
      'What core promises does not depend on any module.',
      { path: '^server/contracts/core/' },
      { path: '^server/contracts/', pathNot: '^server/contracts/core/' },
    ),
    error(
      'core-knows-no-module',
      'Core works whatever modules there are.',
      { path: '^server/core/' },
      { path: '^(server/(modules/|main|app|cli/)|server/contracts/(?!core/)|migrations/(?!core/)|web/|tests/|installer/)' },
    ),
    error(
      'module-not-to-module',
      'Modules reach each other through references, extension points, events and ports.',
      { path: '^(?:server/modules|migrations)/([^/]+)/' },
      { path: '^(server/modules|migrations)/[^/]+/', pathNot: '^(server/modules|migrations)/$1/' },
    ),
    error(
      'module-below-catalog',
      'The catalog and the app stand above the modules.',
      { path: '^server/modules/[^/]+/' },
      { path: '^(server/(modules/[^/]+$|main|app|cli/)|web/|tests/|installer/)' },
    ),
    ...contractRules,
    error('module-from-outside', 'Only the catalog opens a module.', { pathNot: '^(server/modules/|tests/)' }, { path: '^server/modules/[^/]+/' }),
    error(
      'catalog-opens-doors-only',
      'Of a module the catalog names its manifest and its module file.',
      { path: '^server/modules/[^/]+$' },
      { path: '^server/modules/[^/]+/', pathNot: '^server/modules/[^/]+/(manifest|module)\\.ts$' },
    ),
    error(
      'module-code-on-demand',
      'The code of a module that is off is never loaded: the catalog imports it dynamically.',
      { path: '^server/modules/[^/]+$' },
      { path: '^server/modules/[^/]+/module\\.ts$', dependencyTypesNot: ['dynamic-import'] },
    ),
    error(
      'server-not-to-web',
      'The server serves the screens, it does not import them.',
      { path: '^(server|migrations)/' },
      { path: '^(web|tests|installer)/' },
    ),
    error(
      'migrations-see-the-database-only',
      'A migration must run the same in years, whatever became of the code around it.',
      { path: '^migrations/' },
      { path: ours, pathNot: '^(server/core/db|migrations)/' },
    ),
    error(
      'web-sees-contracts-only',
      'The browser gets nothing of the server but contracts.',
      { path: '^web/' },
      { path: ours, pathNot: '^(web|server/contracts)/' },
    ),
    error(
      'web-module-not-to-module',
      'The screens of one module work without those of the others.',
      { path: '^web/modules/([^/]+)/' },
      { path: '^web/modules/[^/]+/', pathNot: '^web/modules/$1/' },
    ),
    error('web-core-knows-no-module', 'The shell works whatever modules there are.', { path: '^web/(core|ui)/' }, { path: '^web/modules/' }),
    error(
      'runs-without-development-packages',
      'What the server needs to run is a dependency, not a development dependency.',
      { path: '^(server|migrations)/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|tests/architecture/planted)/' },
    // Imports of types cross borders too.
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
