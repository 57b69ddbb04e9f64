import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';

/** How long and how often each side is measured. */
export interface Length {
  seconds: number;
  rounds: number;
}

export interface Served {
  pid: number | undefined;
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
    pid: child.pid,
    url: `http://127.0.0.1:${port}`,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
export const servePortal = (folder: string): Promise<Served> =>
  serve([here('../../bundle/main.js'), '--data', folder, '--port', '0', '--host', '127.0.0.1'], /http:\/\/127\.0\.0\.1:(\d+)/);
export const serveFloor = (folder: string, program = './floor.js'): Promise<Served> => serve([here(program), folder], /^(\d+)$/m);

/** One call; `body` makes it a POST unless said. */
export interface Asked {
  method?: 'POST' | 'PATCH';
  path: string;
  body?: unknown;
}

interface Measured {
  perSecond: number;
  p50: number;
  p97: number;
  p99: number;
  bytes: number;
}

/** @param asked given the number of the call, so that writes do not all go to one record. */
async function measure(served: Served, cookie: string, connections: number, seconds: number, asked: (n: number) => Asked): Promise<Measured> {
  let n = 0;
  const result = await autocannon({
    url: served.url,
    connections,
    duration: seconds,
    requests: [
      {
        setupRequest: (request) => {
          const { method, path, body } = asked(n);
          n += 1;
          const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { cookie, 'content-type': 'application/json' } };
          return { ...request, method: method ?? (body === undefined ? 'GET' : 'POST'), path, headers: { cookie }, ...json };
        },
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${asked(0).path} was answered with ${result.non2xx} refusals and ${result.errors} errors`);
  const { latency, requests, throughput } = result;
  return { perSecond: requests.average, p50: latency.p50, p97: latency.p97_5, p99: latency.p99, bytes: throughput.average / requests.average };
}

const best = (runs: Measured[]): Measured => runs.reduce((a, b) => (b.perSecond > a.perSecond ? b : a));
/** With thousands parted, for tables. */
export const round = (value: number): string => Math.round(value).toLocaleString('en');
const widths = [34, 10, 10, 8, 8, 8, 8, 8];
const line = (cells: readonly (string | number)[]) =>
  cells.map((cell, i) => (i === 0 ? String(cell).padEnd(widths[0] as number) : String(cell).padStart(widths[i] as number))).join('');

export function printHead(title: string): void {
  console.log(`\n${title}`);
  console.log(line(['', 'floor/s', 'Sede/s', 'ratio', 'p50 ms', 'p97 ms', 'p99 ms', 'bytes']));
}

/** Measures both sides in turn, prints the better run of each, and gives Sede's requests a second. */
export async function race(
  name: string,
  sides: { portal: Served; floor: Served },
  { cookie, connections, seconds, rounds }: Length & { cookie: string; connections: number },
  asked: (n: number) => Asked,
): Promise<number> {
  const [floors, ours]: [Measured[], Measured[]] = [[], []];
  for (let n = 0; n < rounds; n += 1) {
    floors.push(await measure(sides.floor, cookie, connections, seconds, asked));
    ours.push(await measure(sides.portal, cookie, connections, seconds, asked));
  }
  const [f, s] = [best(floors), best(ours)];
  console.log(line([name, round(f.perSecond), round(s.perSecond), `${Math.round((100 * s.perSecond) / f.perSecond)} %`, s.p50, s.p97, s.p99, round(s.bytes)]));
  return s.perSecond;
}
