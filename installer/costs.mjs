import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { buildStamps } from './build.mjs';
import { isHeld } from './lock.mjs';
import { root } from './root.mjs';

const file = join(root, 'dist', 'costs.json');
const mark = join(root, '.cache', 'costs.pid');

/** Of what is measured: another build, machine or Node costs something else. */
const nameOfBuild = () => createHash('sha256').update([buildStamps(), process.version, cpus()[0]?.model, cpus().length].join('\0')).digest('hex').slice(0, 16);

function isMeasured(build) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).build === build;
  } catch {
    return false;
  }
}

/**
 * Measures what the portal and each module take on this machine, once per build, in a process of its own that outlives this
 * one: nobody waits for it, and where it fails the cards of the modules say nothing of costs.
 */
export function measureCosts() {
  try {
    const build = nameOfBuild();
    if (isMeasured(build) || isHeld(mark)) return;
    // What another build cost is not shown for this one.
    if (existsSync(file)) rmSync(file);
    const child = spawn(process.execPath, ['dist/server/costs/main.js', build], { cwd: root, detached: true, stdio: 'ignore' });
    child.on('error', () => {});
    child.unref();
    writeFileSync(mark, String(child.pid));
  } catch {
    // A folder that only others may write to is no reason not to start.
  }
}
