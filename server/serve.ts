import { readConfig } from './config.js';
import { openControl } from './control.js';
import { copiedWords } from './core/backup/copied-folder.js';
import { nowIso } from './core/db/instant.js';
import { addressesOf } from './core/http/addresses.js';
import { openLog } from './core/log.js';
import { explain } from './explain.js';
import { openPortal } from './portal.js';
import { version } from './version.js';
import { letYoungSpaceGrow } from './young-space.js';

async function run(args: readonly string[]): Promise<void> {
  const config = readConfig(args, process.env);
  const log = openLog(config.data);
  const portal = await openPortal(config, { log });
  for (const line of portal.copied ? copiedWords(portal.copied, nowIso()) : []) console.log(line);
  const { port } = await portal.listen();
  const control = await openControl(config.data, portal);
  letYoungSpaceGrow();
  const [first, ...others] = addressesOf(config.host, port, config.basePath);
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
    control
      .close()
      .then(portal.close)
      .then(
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

/**
 * Runs the portal until a signal ends it, and ends the process with it.
 * @param args `--data DIR --port N --host H`.
 */
export async function serve(args: readonly string[]): Promise<void> {
  try {
    await run(args);
  } catch (error) {
    const text = explain(error);
    console.error(text === undefined ? error : `Sede cannot start: ${text}`);
    process.exit(1);
  }
}
