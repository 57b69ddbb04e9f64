import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ImportState } from '../../server/contracts/core/imports.js';
import { type ImportedKind, importedKinds, writeImportFile } from './import-files.js';
import { importFloor } from './import-floor.js';
import type { Inside } from './portal.js';
import { emptyPortal } from './prepare.js';
import { round } from './race.js';

const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

async function answer(child: ChildProcess): Promise<unknown> {
  const [message] = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => Promise.reject(new Error('The portal ended')))]);
  return message;
}

async function report(child: ChildProcess): Promise<Inside> {
  const coming = answer(child);
  child.send('report');
  return (await coming) as Inside;
}

/** Brings the file as a browser does and waits for the end of its import, asking for a list all the while. */
async function load(url: string, cookie: string, kind: ImportedKind, file: string): Promise<{ state: ImportState; seconds: number; longestAnswer: number }> {
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${url}/api/v1/${path}`, { ...init, headers: { cookie, ...init.headers } });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const form = new FormData();
  form.set('kind', kind);
  form.set('file', new Blob([new Uint8Array(await readFile(file))], { type: 'text/csv' }), `${kind}.csv`);
  let state = (await ask('imports', { method: 'POST', body: form })) as ImportState;
  const began = performance.now();
  const start = { method: 'POST', body: JSON.stringify({ map: state.map }), headers: { 'content-type': 'application/json' } };
  await ask(`imports/${state.id}/start`, start);
  let longestAnswer = 0;
  for (;;) {
    const asked = performance.now();
    await ask('crm/companies?limit=50');
    longestAnswer = Math.max(longestAnswer, performance.now() - asked);
    state = (await ask(`imports/${state.id}`)) as ImportState;
    if (state.state !== 'running') return { state, seconds: (performance.now() - began) / 1000, longestAnswer };
    await pause(20);
  }
}

/** Imports into an empty portal over HTTP, beside bare inserts of the same rows. */
export async function benchImports(cache: string, rows: number): Promise<void> {
  const { folder: empty, cookie, copy } = await emptyPortal(cache, ['crm']);
  console.log(`\nImports of ${round(rows)} rows, all new, while somebody opens lists`);
  console.log('file        floor/s  Sede/s  ratio  per CPU s  longest stall  longest list  memory before, at most');
  for (const kind of importedKinds) {
    const file = join(cache, `${kind}-${rows}.csv`);
    await writeImportFile(file, kind, rows);
    const folder = await copy('import');
    const child = fork(fileURLToPath(new URL('./portal.js', import.meta.url)), [folder], { env: { ...process.env, NODE_ENV: 'production' } });
    const port = (await answer(child)) as number;
    const before = await report(child);
    const { state, seconds, longestAnswer } = await load(`http://127.0.0.1:${port}`, cookie, kind, file);
    const inside = await report(child);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    if (state.created !== rows) throw new Error(`${state.created} of ${rows} ${kind} were created, ${state.failed} left out: ${state.failure}`);
    const floor = await importFloor(empty, folder, join(cache, 'import-floor'), kind);
    console.log(
      [
        kind.padEnd(10),
        round(floor).padStart(9),
        round(rows / seconds).padStart(8),
        `${Math.round((100 * rows) / seconds / floor)} %`.padStart(7),
        round(rows / inside.cpuSeconds).padStart(11),
        `${round(inside.longestStall)} ms`.padStart(15),
        `${round(longestAnswer)} ms`.padStart(14),
        `  ${mb(before.rss)}, ${mb(inside.peakRss)}`,
      ].join(''),
    );
    await rm(folder, { recursive: true, force: true });
  }
}
