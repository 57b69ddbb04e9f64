import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './root.mjs';

const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/**
 * Lets only one process at a time install or build in this folder; the others wait their turn. A lock whose owner is
 * gone is taken over.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(work) {
  const file = join(root, '.cache', 'prepare.lock');
  mkdirSync(join(root, '.cache'), { recursive: true });
  let told = false;
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = ownerOf(file);
    if (owner !== undefined && !alive(owner)) rmSync(file, { force: true });
    else {
      if (!told) process.stderr.write(`Another process (${owner ?? 'just starting'}) prepares this folder; waiting for it …\n`);
      told = true;
      await sleep(500);
    }
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.removeListener('exit', release);
    release();
  }
}

/** Whether the process that this file names still runs. */
export function isHeld(file) {
  const owner = existsSync(file) ? ownerOf(file) : undefined;
  return owner !== undefined && alive(owner);
}

function ownerOf(file) {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return Number.isNaN(pid) ? undefined : pid;
  } catch (error) {
    // Its owner let go of it between the two looks.
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
