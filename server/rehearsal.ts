import { fork } from 'node:child_process';
import type { RehearsalOrder, RehearsalResult, Rehearse } from './core/backup/rehearse.js';

/**
 * Restores on trial in a process of its own, so that the portal answers on whatever it takes.
 * @param databaseUrl PostgreSQL address of the portal, on whose server a throwaway database is made; null: it has none.
 */
export const rehearseWith =
  (databaseUrl: string | null): Rehearse =>
  (task) =>
    new Promise<RehearsalResult>((resolve, reject) => {
      const child = fork(new URL('./rehearsal-process.js', import.meta.url), [], {
        env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', TMPDIR: task.target },
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        execArgv: [],
      });
      const stop = () => child.kill('SIGKILL');
      process.once('exit', stop);
      let said = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString('utf8')).slice(-2000);
      });
      let result: RehearsalResult | undefined;
      child.once('message', (message) => {
        result = message as RehearsalResult;
      });
      child.once('error', reject);
      child.once('close', (code, signal) => {
        process.off('exit', stop);
        if (result) resolve(result);
        else reject(new Error(`The trial ended with ${signal ?? code}. ${said.trim().split('\n').at(-1) ?? ''}`.trim()));
      });
      child.send({ ...task, databaseUrl } satisfies RehearsalOrder);
    });
