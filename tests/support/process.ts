import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const programs = { portal: 'main.js', sede: 'cli/sede.js' };
const bundled: typeof programs = { portal: 'main.js', sede: 'sede.js' };

function fileOf(program: keyof typeof programs, fromBundle: boolean): string {
  return fileURLToPath(new URL(fromBundle ? `../../bundle/${bundled[program]}` : `../../server/${programs[program]}`, import.meta.url));
}

interface Ending {
  teardown(work: () => Promise<void>): void;
}

export interface Finished {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
}

interface Options {
  input?: string;
  env?: Record<string, string>;
  /** Under which user, where this process may choose. */
  uid?: number;
  /** As `npm start` and `npm run sede` run it, from the few files of the bundle: twice as fast, and nothing reads where its lines come from. */
  bundled?: boolean;
}

function start(program: keyof typeof programs, args: readonly string[], { env, uid, bundled = false }: Options = {}) {
  const child = spawn(process.execPath, [...(bundled ? [] : ['--enable-source-maps']), fileOf(program, bundled), ...args], {
    env: { PATH: process.env.PATH ?? '', HOME: tmpdir(), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.err += chunk.toString('utf8');
  });
  const finished = once(child, 'close').then(([code, signal]): Finished => ({ code, signal, ...said }));
  return { child, said, finished };
}

/** Runs the command `sede` to its end. */
export async function sede(args: readonly string[], options: Options = {}): Promise<Finished> {
  const { child, finished } = start('sede', args, options);
  child.stdin.end(options.input ?? '');
  return finished;
}

/** Starts the portal where it is expected not to start. */
export async function startRefused(args: readonly string[], options: Options = {}): Promise<Finished> {
  const { child, finished } = start('portal', args, options);
  child.stdin.end();
  return finished;
}

/** Runs the command `sede` and kills it so many milliseconds later, or when something is so, unless it has ended by then. */
export async function killSede(args: readonly string[], when: number | (() => Promise<boolean>)): Promise<Finished> {
  const { child, finished } = start('sede', args);
  child.stdin.end();
  const isSo = async (fits: () => Promise<boolean>) => {
    while (child.exitCode === null && !(await fits())) await pause(5);
  };
  await Promise.race([typeof when === 'number' ? pause(when) : isSo(when), finished]);
  child.kill('SIGKILL');
  return finished;
}

export interface RunningPortal {
  url: string;
  child: ChildProcess;
  finished: Promise<Finished>;
  /** Ends it and waits until it is gone. */
  end(signal: NodeJS.Signals): Promise<Finished>;
}

/** Starts the portal over a folder and kills it so many milliseconds later, in the middle of its start. */
export async function killWhileStarting(args: readonly string[], afterMs: number, options: Options = {}): Promise<Finished> {
  const { child, finished } = start('portal', ['--port', '0', '--host', '127.0.0.1', ...args], options);
  await Promise.race([pause(afterMs), finished]);
  child.kill('SIGKILL');
  return finished;
}

/** Starts the built portal in a process of its own, on a free port, and waits until it listens. */
export async function startProcess(t: Ending, args: readonly string[], options: Options = {}): Promise<RunningPortal> {
  const { child, said, finished } = start('portal', ['--port', '0', '--host', '127.0.0.1', ...args], options);
  t.teardown(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await finished;
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const found = /Open\s+(http:\S+)/.exec(said.out)?.[1];
      if (found) resolve(found.replace(/\/$/, ''));
    });
    finished.then(({ code, err }) => reject(new Error(`The portal ended with ${code}: ${err}`)));
  });
  return {
    url,
    child,
    finished,
    end(signal) {
      child.kill(signal);
      return finished;
    },
  };
}

export const admin = { name: 'Ana Souza', email: 'ana@aurora.example', password: 'correct horse battery' };

/** A file of answers for set-up. */
export const answers = (modules = '["crm", "sales"]'): string => `language = "en"
[company]
name = "Ferragens Aurora"
country = "BR"
[admin]
name = "${admin.name}"
email = "${admin.email}"
password = "${admin.password}"
[modules]
install = ${modules}
`;

/** A folder of one's own, removed when the test ends. */
export async function ownFolder(t: Ending): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sede-process-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Sets a portal up by the command line, with a token for its administrator.
 * @param config content of its `config.toml`.
 */
export async function setUpFolder(t: Ending, config = '', modules?: string): Promise<{ root: string; data: string; token: string }> {
  const root = await ownFolder(t);
  const data = join(root, 'data');
  await writeFile(join(root, 'answers.toml'), answers(modules));
  if (config !== '') {
    await mkdir(data);
    await writeFile(join(data, 'config.toml'), config);
  }
  const done = await sede(['setup', '--data', data, '--answers', join(root, 'answers.toml')], { bundled: true });
  if (done.code !== 0) throw new Error(`Set-up ended with ${done.code}: ${done.err}`);
  const made = await sede(['token', 'create', '--person', admin.email, '--name', 'test', '--data', data], { bundled: true });
  if (made.code !== 0) throw new Error(`No token: ${made.err}`);
  return { root, data, token: made.out.trim() };
}

/** Calls the API with a token. */
export async function call(
  portal: { url: string },
  token: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${portal.url}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

export interface LeadStream {
  /** What the portal confirmed: id → title. */
  confirmed: Map<number, string>;
  /** Titles that were sent and never answered. */
  unanswered: Set<string>;
  /** Resolves when at least so many are confirmed. */
  reach(count: number): Promise<void>;
  stop(): Promise<void>;
}

/** Creates leads without a pause until the portal is gone or `stop` is called; the title of each is also its `Idempotency-Key`. */
export function streamOfLeads(portal: { url: string }, token: string, name = 'Lead'): LeadStream {
  const confirmed = new Map<number, string>();
  const unanswered = new Set<string>();
  let goOn = true;
  const lane = async (number: number): Promise<void> => {
    for (let i = 0; goOn; i += 1) {
      const title = `${name} ${number}-${i}`;
      try {
        const answer = await call(portal, token, 'POST', 'crm/leads', { title }, { 'idempotency-key': title });
        if (answer.status !== 201) throw new Error(`${answer.status}`);
        confirmed.set(((await answer.json()) as { id: number }).id, title);
      } catch {
        // The portal is gone; what was not confirmed is not promised.
        unanswered.add(title);
        return;
      }
    }
  };
  const ended = Promise.all(Array.from({ length: 8 }, (_, i) => lane(i)));
  return {
    confirmed,
    unanswered,
    async reach(count) {
      while (confirmed.size < count) await pause(10);
    },
    async stop() {
      goOn = false;
      await ended;
    },
  };
}
