import { fork } from 'node:child_process';
import { dirname } from 'node:path';
import type { Unpack, UnpackResult, UnpackWord } from './core/time-machine/unpack.js';

/** Unpacks a backup to be looked into in a process of its own, see {@link Unpack}. */
export const unpackAside: Unpack = (order, onStep, signal) =>
  new Promise<UnpackResult>((resolve, reject) => {
    const child = fork(new URL('./look-inside-process.js', import.meta.url), [], {
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', TMPDIR: dirname(order.target) },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
    });
    const stop = () => child.kill('SIGKILL');
    process.once('exit', stop);
    signal.addEventListener('abort', stop, { once: true });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-2000);
    });
    let result: UnpackResult | undefined;
    child.on('message', (message) => {
      const word = message as UnpackWord;
      if ('step' in word) onStep(word.step);
      else result = word;
    });
    child.once('error', reject);
    child.once('close', (code, ended) => {
      process.off('exit', stop);
      signal.removeEventListener('abort', stop);
      if (result) resolve(result);
      else resolve({ ok: false, why: 'failed', detail: `Unpacking ended with ${ended ?? code}. ${said.trim().split('\n').at(-1) ?? ''}`.trim() });
    });
    child.send(order);
  });
