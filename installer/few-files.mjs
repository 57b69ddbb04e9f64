import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { root } from './root.mjs';

const built = join(root, 'dist');

/** Compiled for this machine, or they look for files of their own beside them. */
const asTheyAre = ['better-sqlite3', 'argon2', 'sharp', 'pdfmake', 'pg', 'pino', 'nodemailer'];

/** Threads, processes, texts and whatever else code finds beside itself is found where TypeScript has put it. */
const besideItself = (target) => ({
  name: 'sede:beside-itself',
  load(id) {
    if (!id.startsWith(built + sep) || !id.endsWith('.js')) return null;
    const place = relative(target, id).replaceAll(sep, '/');
    const code = readFileSync(id, 'utf8').replaceAll('import.meta.url', `new URL('${place}', import.meta.url).href`);
    // So that `node --enable-source-maps` names the lines of the sources.
    return { code, map: readFileSync(`${id}.map`, 'utf8') };
  },
});

/**
 * Vite's settings that put what TypeScript made, and the packages it uses, into a few files: reading more than a thousand takes longer than
 * all the rest of a start. What is imported later stays apart. See server/decisions/0029-a-bundled-server.md.
 * @param {string} into the folder in `dist`
 * @param {Record<string, string>} input the files to start, in `dist`, by their names there
 * @param {readonly string[]} apart packages that stay where they are, besides those that must
 */
export function inFewFiles(into, input, apart = []) {
  const target = join(built, into);
  return {
    root,
    configFile: false,
    plugins: [besideItself(target)],
    ssr: { noExternal: true, external: [...asTheyAre, ...apart] },
    build: {
      ssr: true,
      outDir: target,
      emptyOutDir: true,
      target: 'node20',
      // In the log, lines of this code are to be found again.
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(input).map(([name, file]) => [name, join(built, file)])),
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: '[name].js',
          // One letter beyond Latin-1 doubles what the text of a whole file takes in memory.
          charset: 'ascii',
          comments: false,
        },
      },
    },
  };
}
