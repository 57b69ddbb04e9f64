import { networkInterfaces } from 'node:os';
import { ConfigError, readConfig } from './config.js';
import { FolderInUse } from './core/backup/folder-lock.js';
import { openLog } from './core/log.js';
import { openPortal, version } from './portal.js';

/** Addresses under which colleagues reach this machine. */
function addresses(host: string, port: number, basePath: string): string[] {
  const onEvery = host === '0.0.0.0' || host === '::';
  const names = onEvery
    ? [
        'localhost',
        ...Object.values(networkInterfaces()).flatMap((list) => (list ?? []).filter((one) => one.family === 'IPv4' && !one.internal).map((one) => one.address)),
      ]
    : [host];
  return names.map((name) => `http://${name}:${port}${basePath}/`);
}

async function main(): Promise<void> {
  const config = readConfig(process.argv.slice(2), process.env);
  const log = openLog(config.data);
  const portal = await openPortal(config, { log });
  const { port } = await portal.listen();
  const [first, ...others] = addresses(config.host, port, config.basePath);
  console.log(`\nSede ${version} is running.\n\n  Open   ${first}`);
  for (const other of others) console.log(`         ${other}`);
  if (portal.setupCode) console.log(`\n  Set-up code   ${portal.setupCode}   (asked once, in the browser)`);
  console.log(`\n  Data folder   ${config.data}\n  Stop with Ctrl+C\n`);
  log.info({ version, port }, 'started');

  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'stopping');
    portal.close().then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  const expected = error instanceof ConfigError || error instanceof FolderInUse;
  const inUse = (error as { code?: string }).code === 'EADDRINUSE';
  if (inUse) console.error('Sede cannot listen: another program uses this port. Choose another with --port N.');
  else console.error(expected ? `Sede cannot start: ${error.message}` : error);
  process.exit(1);
});
