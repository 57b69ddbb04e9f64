import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyLive } from '../support/live-copies.js';
import { setUpFolder, startProcess } from '../support/process.js';

/** Copies a folder while its portal writes, as often as is asked, and starts every copy. @throws Error when one is not as promised. */
export async function benchLiveCopies(copies: number): Promise<void> {
  const endings: (() => Promise<unknown>)[] = [];
  const t = { teardown: (work: () => Promise<unknown>) => void endings.unshift(work) };
  const root = await mkdtemp(join(tmpdir(), 'sede-copies-'));
  try {
    const { data, token } = await setUpFolder(t);
    const portal = await startProcess(t, ['--data', data]);
    const { started, asCopied, fromBackup, faults } = await copyLive(t, { root, data, token, portal, copies, tell: console.log });
    await portal.end('SIGTERM');
    console.log(
      `\n${copies} copies under load: ${started} started, ${asCopied} as they were copied, ${fromBackup} from the backup in them, ${faults.length} faults`,
    );
    if (faults.length > 0) throw new Error(faults.join('\n'));
  } finally {
    for (const end of endings) await end();
    await rm(root, { recursive: true, force: true });
  }
}
