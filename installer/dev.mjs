import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { copyAssets } from './build.mjs';
import { prepareOrExit } from './prepare.mjs';
import { root } from './root.mjs';

/** `npm run dev -- --data DIR`: compiles and bundles on every change, and starts the server anew when its code is. */
await prepareOrExit();

const start = (args, options = {}) => spawn(process.execPath, args, { cwd: root, stdio: 'inherit', ...options });
const helpers = [
  start(['node_modules/typescript/bin/tsc', '-b', 'server', '--watch', '--preserveWatchOutput']),
  start(['node_modules/vite/bin/vite.js', 'build', '--config', 'web/vite.config.ts', '--watch', '--logLevel', 'warn']),
];

let server;
let ending = false;
let timer;

function startServer() {
  server = start(['--enable-source-maps', 'dist/server/main.js', ...process.argv.slice(2)]);
  server.on('exit', (code) => {
    server = undefined;
    if (!ending && code !== 0 && code !== null) process.stderr.write('The server ended; it starts again at the next change.\n');
  });
}

function restart() {
  if (ending) return;
  if (!server) return startServer();
  server.once('exit', startServer);
  server.kill('SIGTERM');
}

const soon = (work) => {
  clearTimeout(timer);
  timer = setTimeout(work, 300);
};
watch(join(root, 'server'), { recursive: true }, (_event, name) => {
  if (name && !/\.tsx?$/.test(name)) soon(copyAssets);
});
watch(join(root, 'dist', 'server'), { recursive: true }, (_event, name) => {
  if (name && /\.js(on)?$/.test(name)) soon(restart);
});

function end() {
  ending = true;
  for (const child of [...helpers, server]) child?.kill('SIGTERM');
  process.exitCode = 0;
  setTimeout(() => process.exit(0), 5000).unref();
  server?.once('exit', () => process.exit(0));
  if (!server) process.exit(0);
}
process.on('SIGINT', end);
process.on('SIGTERM', end);
startServer();
