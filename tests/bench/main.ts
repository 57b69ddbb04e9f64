import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { prepareDeals } from './deals.js';

/**
 * `npm run bench`: lists of 50 deals out of a million (and of ten thousand), with rights, beside a floor measured in the
 * same run. `--rows N` measures another size, `--seconds S` another length.
 */
const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const seconds = option('seconds', 4);
const sizes = process.argv.includes('--rows') ? [option('rows', 1_000_000)] : [10_000, 1_000_000];
const rounds = option('rounds', 2);

const cache = fileURLToPath(new URL('../../../.cache/bench', import.meta.url));
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

interface Served {
  url: string;
  stop(): Promise<void>;
}

async function serve(args: string[], portOf: RegExp): Promise<Served> {
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_ENV: 'production' } });
  let text = '';
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk;
      const found = portOf.exec(text)?.[1];
      if (found) resolve(found);
    });
    child.once('exit', () => reject(new Error(`It ended before it was ready: ${text}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

interface Measured {
  perSecond: number;
  p50: number;
  p99: number;
  bytes: number;
}

async function measure(url: string, cookie: string, connections: number): Promise<Measured> {
  const result = await autocannon({ url, connections, duration: seconds, headers: { cookie } });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${url} answered ${result.non2xx} refusals and ${result.errors} errors`);
  return { perSecond: result.requests.average, p50: result.latency.p50, p99: result.latency.p99, bytes: result.throughput.average / result.requests.average };
}

const best = (runs: Measured[]): Measured => runs.reduce((a, b) => (b.perSecond > a.perSecond ? b : a));
const round = (value: number) => Math.round(value).toLocaleString('en');

async function benchSize(rows: number): Promise<Map<string, number>> {
  const { folder, cookies } = await prepareDeals(cache, rows);
  const sede = await serve([here('../../server/main.js'), '--data', folder, '--port', '0', '--host', '127.0.0.1'], /http:\/\/127\.0\.0\.1:(\d+)/);
  const floor = await serve([here('./floor.js'), folder], /^(\d+)$/m);
  const speeds = new Map<string, number>();
  console.log(`\n${round(rows)} deals, 50 a page, 16 connections, ${rounds} × ${seconds} s each, better run of each`);
  console.log(
    `${'list'.padEnd(28)}${'floor/s'.padStart(10)}${'Sede/s'.padStart(10)}${'ratio'.padStart(8)}${'p50 ms'.padStart(8)}${'p99 ms'.padStart(8)}${'bytes'.padStart(8)}`,
  );
  try {
    for (const sort of ['amount', 'createdAt'] as const) {
      const path = `/api/v1/crm/deals?limit=50&sort=-${sort}`;
      for (const [who, cookie] of Object.entries(cookies)) {
        const [floors, ours]: [Measured[], Measured[]] = [[], []];
        for (let n = 0; n < rounds; n += 1) {
          floors.push(await measure(floor.url + path, cookie, 16));
          ours.push(await measure(sede.url + path, cookie, 16));
        }
        const [f, s] = [best(floors), best(ours)];
        speeds.set(`${who}, by ${sort}`, s.perSecond);
        const ratio = `${Math.round((100 * s.perSecond) / f.perSecond)} %`;
        console.log(
          `${`${who}, by ${sort}`.padEnd(28)}${round(f.perSecond).padStart(10)}${round(s.perSecond).padStart(10)}${ratio.padStart(8)}${String(s.p50).padStart(8)}${String(s.p99).padStart(8)}${round(s.bytes).padStart(8)}`,
        );
      }
    }
  } finally {
    await sede.stop();
    await floor.stop();
  }
  return speeds;
}

await mkdir(cache, { recursive: true });
const bySize: Map<string, number>[] = [];
for (const rows of sizes) bySize.push(await benchSize(rows));
const [small, large] = bySize;
if (small && large) {
  console.log('\nCost at the larger size over the smaller (must stay below 1.5)');
  for (const [name, speed] of small) console.log(`${name.padEnd(28)}${(speed / (large.get(name) ?? Number.NaN)).toFixed(2).padStart(8)}`);
}
