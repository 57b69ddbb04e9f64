import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip as gzipWithCallback } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type Rolldown } from 'vite';

const [brotli, gzip] = [promisify(brotliCompress), promisify(gzipWithCallback)];
const here = fileURLToPath(new URL('.', import.meta.url));

/** Texts that belong to no module. */
const common = new Set(['core', 'setup', 'ui']);

function moduleOf(file: string): string | undefined {
  const path = file.replaceAll('\\', '/');
  const id = /\/web\/modules\/([a-z0-9-]+)\//.exec(path)?.[1] ?? /\/web\/messages\/[^/]+\/([a-z0-9-]+)\.json$/.exec(path)?.[1];
  return id && !common.has(id) ? id : undefined;
}

/** The one module whose code a chunk carries, if it carries any. Code it shares with nobody else may travel in the same chunk. */
function ownerOf(files: readonly string[]): string | undefined {
  const owners = new Set(files.map(moduleOf).filter((id) => id !== undefined));
  if (owners.size > 1) throw new Error(`One chunk carries code of several modules: ${[...owners].join(', ')}`);
  return [...owners][0];
}

/** Keeps the promise that the server relies on: without `assets/modules/<id>/` nothing of that module is served, and all else still runs. */
function modulesStandApart(): Plugin {
  return {
    name: 'sede:modules-stand-apart',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        const owner = ownerOf(chunk.moduleIds);
        for (const file of chunk.imports) {
          const imported = bundle[file];
          const other = imported?.type === 'chunk' ? ownerOf(imported.moduleIds) : undefined;
          if (other && other !== owner) throw new Error(`${chunk.fileName} needs code of the module ${other} to start`);
        }
      }
    },
  };
}

/** What every page of a module is made of: the server has it fetched along with the shell, see server/core/http/web.ts. */
const early = new Set(['layers', 'records']);
const earlyStyles = /^assets\/mantine-records-[\w-]+\.css$/;

/** The module of which a chunk is the entry. */
const entryOf = ({ facadeModuleId }: Rolldown.OutputChunk): string | undefined =>
  /\/web\/modules\/([a-z0-9-]+)\/entry\.tsx$/.exec(facadeModuleId?.replaceAll('\\', '/') ?? '')?.[1];

/** The language and namespace of a chunk that is a file of texts. */
const textsOf = ({ facadeModuleId }: Rolldown.OutputChunk): [language: string, namespace: string] | undefined => {
  const found = /\/web\/messages\/([\w-]+)\/([a-z0-9-]+)\.json$/.exec(facadeModuleId?.replaceAll('\\', '/') ?? '');
  return found ? [found[1] as string, found[2] as string] : undefined;
};

/** Tells the server the names of what is to be fetched early: on the pages of all modules, on those of each, and the texts of each language. */
function namesEarly(): Plugin {
  return {
    name: 'sede:names-early',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((one) => one.type === 'chunk');
      const filesOf = (chunk: Rolldown.OutputChunk) => [chunk.fileName, ...(chunk.viteMetadata?.importedCss ?? [])];
      /** What is read with a chunk. */
      const closure = (file: string, found = new Set<Rolldown.OutputChunk>()): Set<Rolldown.OutputChunk> => {
        const chunk = bundle[file];
        if (chunk?.type !== 'chunk' || found.has(chunk)) return found;
        found.add(chunk);
        for (const next of chunk.imports) closure(next, found);
        return found;
      };
      const styles = Object.keys(bundle).filter((file) => earlyStyles.test(file));
      const all = new Set([...chunks.filter(({ name }) => early.has(name)).flatMap(filesOf), ...styles]);
      const shell = chunks.filter(({ name, isEntry }) => isEntry && name === 'index').flatMap(({ fileName }) => [...closure(fileName)].flatMap(filesOf));
      const known = new Set([...all, ...shell]);
      const modules = chunks.flatMap((chunk) => {
        const id = entryOf(chunk);
        return id ? [[id, [...new Set([...closure(chunk.fileName)].flatMap(filesOf))].filter((file) => !known.has(file))] as const] : [];
      });
      const texts: Record<string, Record<string, string>> = {};
      for (const chunk of chunks) {
        const [language, namespace] = textsOf(chunk) ?? [];
        if (language && namespace) texts[language] = { ...texts[language], [namespace]: chunk.fileName };
      }
      this.emitFile({ type: 'asset', fileName: 'early.json', source: JSON.stringify({ all: [...all], modules: Object.fromEntries(modules), texts }) });
    },
  };
}

const packable = /\.(js|css|svg|webmanifest)$/;
/** Below this a packed file saves no packet on the way. */
const leastBytes = 1400;

/** Lays a packed copy beside every text file, for the server to send as it is: Brotli, and gzip for browsers on plain HTTP, which ask for that alone. */
function packed(): Plugin {
  let folder = '';
  return {
    name: 'sede:packed',
    apply: 'build',
    configResolved(config) {
      folder = config.build.outDir;
    },
    async closeBundle() {
      const files = (await readdir(join(here, folder), { recursive: true })).filter((file) => packable.test(file));
      const level = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
      await Promise.all(
        files.map(async (file) => {
          const path = join(here, folder, file);
          const content = await readFile(path);
          if (content.length < leastBytes) return;
          await writeFile(`${path}.br`, await brotli(content, level));
          await writeFile(`${path}.gz`, await gzip(content, { level: 9 }));
        }),
      );
    },
  };
}

export default defineConfig({
  root: here,
  base: './',
  plugins: [react(), modulesStandApart(), namesEarly(), packed()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // An inline polyfill or data: font would need a weaker content security policy.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: { index: `${here}index.html`, worker: `${here}core/offline/worker.ts` },
      output: {
        // What every visit needs comes in three files instead of fifty; all else stays split by page.
        codeSplitting: {
          groups: [
            { name: 'react', priority: 3, test: /node_modules\/(react|react-dom|scheduler)\// },
            {
              name: 'frame',
              priority: 3,
              test: /node_modules\/(@tanstack\/(react-router|router-core|history|store|react-store|query-core|react-query)|i18next|react-i18next)\//,
            },
            {
              name: 'shell',
              priority: 2,
              test: /server\/contracts\/core\/(export|fields|imports)\.ts$|web\/(core\/((app|home|shell|states)\/(?!later\/)|offline\/(?!worker|outbox-dialog)|records\/(early|keys|queries|use-records|use-totals)\.ts$|[a-z-]+\.tsx?$)|ui\/(avatar|button|cells|cx|feedback|feedback-store|format|icon|later|link|parse|problem|skeleton|states|tag|toast-card|ui-context|use-media|zone)\.tsx?$)/,
            },
            // What lists, boards and records of every module are made of, in one file instead of eighty; what only some of them need stays apart.
            {
              name: 'records',
              test: /web\/(ui\/((fields|list|record|timeline|board|draft|rich-text)\/|(action-menu|conflict|menu-on-demand|page-bar|use-leave-guard)\.)|core\/(records|files|form)\/)/,
              minShareCount: 5,
            },
            // What menus, dialogs and everything else that lies over a page are made of: nobody waits for it at first.
            {
              name: 'layers',
              priority: 1,
              test: /node_modules\/(@floating-ui|react-remove-scroll|@mantine\/core\/esm\/components\/(Menu|Modal|ModalBase|Popover|Tooltip))\//,
            },
          ],
        },
        // The worker of the whole portal must stand at its root, under a name that stays.
        entryFileNames: ({ name }) => (name === 'worker' ? 'worker.js' : 'assets/[name]-[hash].js'),
        chunkFileNames: (chunk) => {
          const owner = ownerOf(chunk.moduleIds);
          return owner ? `assets/modules/${owner}/[name]-[hash].js` : 'assets/[name]-[hash].js';
        },
        assetFileNames: (asset) => {
          const owner = asset.originalFileNames.map((name) => moduleOf(`/web/${name}`)).find((id) => id !== undefined);
          return owner ? `assets/modules/${owner}/[name]-[hash][extname]` : 'assets/[name]-[hash][extname]';
        },
      },
    },
  },
  server: {
    proxy: { '/api': { target: process.env.SEDE_API ?? 'http://127.0.0.1:8080', ws: true } },
  },
});
