import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from './root.mjs';

/** What a person has to do before Sede can go on: printed without a stack. */
export class Hint extends Error {}

/**
 * Runs a program quietly in the folder of the repository; everything it prints goes to `.cache/logs/<log>.log`.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ log: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ code: number, output: string, file: string }>} `code` is 128 where a signal ended it.
 */
export function run(command, args, { log, env = process.env }) {
  const folder = join(root, '.cache', 'logs');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${log}.log`);
  const copy = createWriteStream(file);
  const pieces = [];
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env: { ...env, NO_COLOR: '1', FORCE_COLOR: '0' }, stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (piece) => {
      pieces.push(piece);
      copy.write(piece);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => copy.end(() => resolve({ code: code ?? 128, output: stripVTControlCharacters(Buffer.concat(pieces).toString('utf8')), file })));
  });
}

/** The same, where anything but success ends the work: the last lines of the output say why. */
export async function mustRun(command, args, { failed, ...options }) {
  const result = await run(command, args, options);
  if (result.code !== 0) throw new Hint(`${failed}\n\n${tail(result.output, 40)}\n\nAll of it: ${result.file}`);
  return result;
}

export const tail = (text, lines) => text.trimEnd().split('\n').slice(-lines).join('\n');
