import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { root } from './root.mjs';

/**
 * Puts what TypeScript made of the server, and the packages it uses, into a few files: reading more than a thousand takes longer than all
 * the rest of a start. Modules stay apart, as they are imported only where they are on. See server/decisions/0029-a-bundled-server.md.
 */
const built = join(root, 'dist', 'server');
const target = join(root, 'dist', 'bundle');

/** Compiled for this machine, or they look for files of their own beside them. */
const asTheyAre = ['better-sqlite3', 'argon2', 'sharp', 'pdfmake', 'pg', 'pino', 'nodemailer'];

/** Threads, processes, texts and whatever else code finds beside itself is found where TypeScript has put it. */
const besideItself = {
  name: 'sede:beside-itself',
  load(id) {
    if (!id.startsWith(built + sep)) return null;
    const place = relative(target, id).replaceAll(sep, '/');
    const code = readFileSync(id, 'utf8').replaceAll('import.meta.url', `new URL('${place}', import.meta.url).href`);
    // So that `node --enable-source-maps` names the lines of the sources.
    return { code, map: readFileSync(`${id}.map`, 'utf8') };
  },
};

export default {
  root,
  configFile: false,
  plugins: [besideItself],
  ssr: { noExternal: true, external: asTheyAre },
  build: {
    ssr: true,
    outDir: target,
    emptyOutDir: true,
    target: 'node20',
    // In the log, lines of this code are to be found again.
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: { main: join(built, 'main.js'), sede: join(built, 'cli', 'sede.js'), 'one-start': join(built, 'costs', 'one-start.js') },
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
