import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BulkAnswer, BulkRun } from '../../server/contracts/core/bulk.js';
import type { Inside } from './portal.js';
import type { Prepared } from './prepare.js';
import { round } from './race.js';

const megabyte = 1024 * 1024;

async function report(child: ChildProcess): Promise<Inside> {
  child.send('report');
  const [inside] = (await once(child, 'message')) as [Inside];
  return inside;
}

/** What is asked about all deals of a list at once: counts under a filter, exports, a change of all that match. Written down by stall and memory. */
export async function benchMany({ folder, cookies, rows }: Prepared): Promise<void> {
  const child = fork(fileURLToPath(new URL('./portal.js', import.meta.url)), [folder], { env: { ...process.env, NODE_ENV: 'production' } });
  const [port] = (await once(child, 'message')) as [number];
  const headers = { cookie: cookies.all, 'content-type': 'application/json' };
  const at = (path: string) => `http://127.0.0.1:${port}/api/v1/${path}`;
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(at(path), { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const drain = async (path: string) => {
    let bytes = 0;
    const answer = await fetch(at(path), { headers });
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}: ${await answer.text()}`);
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) bytes += chunk.length;
    if (bytes < 1000) throw new Error(`${path} gave ${bytes} bytes`);
  };
  const ended = async (id: number) => {
    for (let run = await ask<BulkRun>('GET', `bulk/${id}`); run.state === 'running'; run = await ask<BulkRun>('GET', `bulk/${id}`))
      await new Promise((done) => setTimeout(done, 200));
  };
  console.log(`\nMany at once, of ${round(rows)} deals`);
  console.log(['', 'seconds', 'stall ms', 'peak MB'].map((cell, i) => (i === 0 ? cell.padEnd(40) : cell.padStart(10))).join(''));
  const measure = async (name: string, work: () => Promise<unknown>) => {
    await report(child);
    const began = performance.now();
    await work();
    const seconds = (performance.now() - began) / 1000;
    const { longestStall, peakRss } = await report(child);
    console.log(`${name.padEnd(40)}${seconds.toFixed(1).padStart(10)}${longestStall.toFixed(0).padStart(10)}${round(peakRss / megabyte).padStart(10)}`);
  };
  try {
    const columns = 'columns=title,amount,ownerId,stageId,companyId,closeOn,createdAt,comments';
    await measure('first page of a list', () => ask('GET', 'crm/deals?limit=50'));
    await measure('total under a filter', () => ask('GET', 'crm/deals?limit=50&total=true&amount.gte=1000000'));
    await measure('total of words', () => ask('GET', 'crm/deals?limit=50&total=true&q=hinges'));
    await measure('board under a filter', () => ask('GET', 'crm/deals/board?amount.gte=4000000'));
    for (const format of ['csv', 'xlsx']) {
      await measure(`export, ${format}, ${round(Math.min(rows, 100_000))} of them`, () =>
        drain(`crm/deals/export?${columns}&format=${format}&createdAt.lt=${rows > 100_000 ? '2020-07-02' : '2100-01-01'}`),
      );
    }
    await measure('export, csv, words', () => drain(`crm/deals/export?${columns}&q=hinges`));
    const { items } = await ask<{ items: { stageId: number }[] }>('GET', 'crm/deals?limit=1');
    const action = { action: 'move', query: { 'amount.gte': '1000000' }, stageId: items[0]?.stageId };
    await measure('preview of a move', () => ask('POST', 'crm/deals/bulk', { ...action, preview: true }));
    const few = { action: 'change', query: { q: 'hinges', 'closeOn.lt': '2020-03-01' }, values: { ownerId: 7 } };
    let id = 0;
    await measure('change of all that match, till it runs', async () => {
      const { run, preview } = await ask<BulkAnswer>('POST', 'crm/deals/bulk', few);
      id = run?.id ?? 0;
      console.log(`  (${round(preview.ready)} of ${round(preview.total)})`);
    });
    await measure('… till it is done', () => ended(id));
    await measure('… till it is taken back', async () => ended((await ask<BulkRun>('POST', `bulk/${id}/undo`, {})).id));
    await measure('move of very many, till it runs', async () => {
      const { run, preview } = await ask<BulkAnswer>('POST', 'crm/deals/bulk', action);
      id = run?.id ?? 0;
      console.log(`  (${round(preview.ready)} of ${round(preview.total)})`);
    });
    await measure('… for 10 s', () => new Promise((done) => setTimeout(done, 10_000)));
  } finally {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
}
