import { existsSync } from 'node:fs';
import { findProgram } from './find-program.mjs';
import { phase } from './progress.mjs';
import { Hint, mustRun } from './run-command.mjs';

const names = ['/usr/bin/chromium', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const macs = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];
const command = 'apt-get update && apt-get install -y chromium';

function find() {
  const wish = process.env.SEDE_CHROMIUM;
  if (wish) {
    const found = findProgram(wish);
    if (!found) throw new Hint(`SEDE_CHROMIUM says ${wish}, where there is no program.`);
    return found;
  }
  for (const name of [...names, ...macs]) {
    const found = findProgram(name);
    if (found) return found;
  }
  return undefined;
}

/**
 * The browser that the tests of screens run in.
 * @returns {string | undefined} the path of its program; undefined where there is none and {@link installChromium} can bring it.
 * @throws {Hint} where a person has to bring it.
 */
export function findChromium() {
  const found = find();
  if (!found && (process.getuid?.() !== 0 || !existsSync('/etc/debian_version'))) {
    throw new Hint(
      `The tests need Chromium or Chrome, and none was found. On Debian or Ubuntu this mends it:\n\n  sudo sh -c '${command}'\n\nElsewhere: install Chrome, or say where it is with SEDE_CHROMIUM=/path/to/chrome.`,
    );
  }
  return found;
}

/** On Debian, as root. @returns {Promise<string>} the path of its program. */
export async function installChromium() {
  await phase('Installing Chromium for the tests of screens', () =>
    mustRun('sh', ['-c', command], {
      log: 'chromium',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      failed: `Chromium could not be installed. This mends it, where Debian's packages can be reached:\n\n  ${command}`,
    }),
  );
  const installed = find();
  if (!installed) throw new Hint('Chromium was installed, but its program was not found; say where it is with SEDE_CHROMIUM.');
  return installed;
}
