import { readFile } from 'node:fs/promises';
import { emptyPortal } from './prepare.js';
import { round, servePortal } from './race.js';

const runs = 5;

/** From the start of the process, as `npm start` ends in it, to the first list of somebody who is signed in; and its memory then. */
async function startOnce(folder: string, cookie: string): Promise<{ milliseconds: number; rss: number }> {
  const began = performance.now();
  const served = await servePortal(folder);
  const response = await fetch(`${served.url}/api/v1/crm/deals?limit=50`, { headers: { cookie } });
  if (!response.ok) throw new Error(`The list answered ${response.status}`);
  await response.text();
  const milliseconds = performance.now() - began;
  // From the system: the process itself cannot be asked without changing what is measured.
  const status = await readFile(`/proc/${served.pid}/status`, 'utf8');
  await served.stop();
  return { milliseconds, rss: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024 };
}

/** On Linux only. */
export async function benchStart(cache: string): Promise<void> {
  console.log(`\nFrom process start to the first list, best of ${runs}`);
  for (const modules of [['crm'], ['crm', 'sales']]) {
    const { cookie, copy } = await emptyPortal(cache, modules);
    const folder = await copy('start');
    const all: Awaited<ReturnType<typeof startOnce>>[] = [];
    for (let n = 0; n < runs; n += 1) all.push(await startOnce(folder, cookie));
    const [fastest] = all.sort((a, b) => a.milliseconds - b.milliseconds);
    console.log(`${modules.join(' and ').padEnd(20)}${round(fastest?.milliseconds ?? 0).padStart(8)} ms${round(fastest?.rss ?? 0).padStart(8)} MB`);
  }
}
