import { readConfig } from './config.js';
import { openControl } from './control.js';
import { copiedWords } from './core/backup/copied-folder.js';
import { demandNotStripped } from './core/backup/stripped-folder.js';
import { nowIso } from './core/db/instant.js';
import { addressesOf } from './core/http/addresses.js';
import { openLog } from './core/log.js';
import { writePrivately } from './core/private-files.js';
import { explain } from './explain.js';
import { openPortal } from './portal.js';
import { version } from './version.js';
import { letYoungSpaceGrow } from './young-space.js';

/** What is said once the portal can be reached. */
interface Started {
  version: string;
  addresses: string[];
  /** With which the first person sets it up; null where that was done. */
  setupCode: string | null;
  data: string;
  /** What there is to know of the folder, such as that it was copied while a portal wrote into it. */
  notes: string[];
}

function inWords({ addresses: [first, ...others], setupCode, data, notes, ...started }: Started): string {
  return [
    ...notes,
    `\nSede ${started.version} is running.\n\n  Open   ${first}`,
    ...others.map((other) => `         ${other}`),
    ...(setupCode === null ? [] : [`\n  Set-up code   ${setupCode}   (asked once, in the browser)`]),
    `\n  Data folder   ${data}\n  Stop with Ctrl+C\n`,
  ].join('\n');
}

async function run(args: readonly string[], json: boolean): Promise<void> {
  const config = readConfig(args, process.env);
  demandNotStripped(config);
  writePrivately(config.data);
  const log = openLog(config.data);
  const portal = await openPortal(config, { log });
  const { port } = await portal.listen();
  const addresses = addressesOf(config.host, port, config.basePath);
  const control = await openControl(config.data, portal, (addresses[0] as string).replace(/\/$/, ''));
  letYoungSpaceGrow();
  const started = {
    version,
    addresses,
    setupCode: portal.setupCode,
    data: config.data,
    notes: portal.copied ? copiedWords(portal.copied, nowIso()) : [],
  };
  console.log(json ? JSON.stringify(started) : inWords(started));
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
 * @param args `--data DIR --port N --host H --json`.
 */
export async function serve(args: readonly string[]): Promise<void> {
  const json = args.includes('--json');
  try {
    await run(args, json);
  } catch (error) {
    const text = explain(error);
    if (json) console.log(JSON.stringify({ error: text ?? String(error) }));
    console.error(text === undefined ? error : `Sede cannot start: ${text}`);
    process.exit(1);
  }
}
