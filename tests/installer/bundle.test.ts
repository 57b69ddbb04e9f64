import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { catalog } from '../../server/modules/catalog.js';
import { root } from '../support/repository.js';

const bundle = join(root, 'dist', 'bundle');

interface Chunk {
  /** What it reads at once, and what it may read later. */
  imports: string[];
  dynamic: string[];
  sources: string[];
}

function readChunk(file: string): Chunk {
  const code = readFileSync(join(bundle, file), 'utf8');
  const named = (pattern: RegExp) => [...code.matchAll(pattern)].map((match) => match[1] as string);
  const map = join(bundle, `${file}.map`);
  return {
    imports: named(/^(?:import|export)\b[^;]*?"\.\/([^"/]+\.js)";$/gm),
    dynamic: named(/\bimport\("\.\/([^"/]+\.js)"\)/g),
    sources: readdirSync(bundle).includes(`${file}.map`) ? JSON.parse(readFileSync(map, 'utf8')).sources : [],
  };
}

const chunks = new Map(readdirSync(bundle).flatMap((file) => (file.endsWith('.js') ? [[file, readChunk(file)] as const] : [])));

/** The chunks that are read with this one. */
function readWith(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const next of chunks.get(file)?.imports ?? []) readWith(next, found);
  return found;
}

/** The modules whose own code is read with this chunk; manifests are read for all. */
const modulesIn = (file: string): string[] => [
  ...new Set(
    [...readWith(file)]
      .flatMap((each) => chunks.get(each)?.sources ?? [])
      .flatMap((source) => /\/server\/modules\/([a-z0-9-]+)\/(?!manifest\.)/.exec(source)?.[1] ?? []),
  ),
];

t.test('the bundled server reads the code of a module only where that module is on', async (t) => {
  const ids: string[] = catalog.map(({ manifest }) => manifest.id);
  const [serve] = chunks.get('main.js')?.dynamic ?? [];
  t.ok(serve, 'what runs the portal is read second');
  t.same(modulesIn('main.js'), []);
  t.same(modulesIn(serve as string), [], 'the portal alone brings no module along');
  const alone = [...chunks.keys()].map(modulesIn).filter((modules) => modules.length > 0);
  t.same([...new Set(alone.flat())].sort(), [...ids].sort(), 'each is there');
  t.same([...new Set(alone.map((modules) => modules.length))], [1], 'and none brings another');
});
