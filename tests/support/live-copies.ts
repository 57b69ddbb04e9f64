import { execFile } from 'node:child_process';
import { cp, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import BetterSqlite3 from 'better-sqlite3';
import { type RunningPortal, sede, startProcess, streamOfLeads } from './process.js';

const run = promisify(execFile);

/** Copies a file in small pieces, as a slow disk or network would: what is written meanwhile is half in it. */
async function copySlowly(from: string, to: string, pauseMs: number): Promise<void> {
  const [source, target] = [await open(from, 'r'), await open(to, 'w')];
  try {
    const piece = Buffer.alloc(128 * 1024);
    for (let at = 0; ; ) {
      const { bytesRead } = await source.read(piece, 0, piece.length, at);
      if (bytesRead === 0) break;
      await target.write(piece, 0, bytesRead, at);
      at += bytesRead;
      await pause(pauseMs);
    }
  } finally {
    await source.close();
    await target.close();
  }
}

const database = ['sede.sqlite', 'sede.sqlite-wal', 'sede.sqlite-shm'];

async function copyInOrder(data: string, target: string, order: readonly string[], pauseMs: number): Promise<void> {
  await mkdir(target);
  for (const name of await readdir(data)) if (!database.includes(name)) await cp(join(data, name), join(target, name), { recursive: true });
  for (const name of order) if (await stat(join(data, name)).catch(() => undefined)) await copySlowly(join(data, name), join(target, name), pauseMs);
}

/** Ways in which people copy folders; the slow ones tear whatever can be torn. */
const manners: Record<string, (data: string, target: string) => Promise<unknown>> = {
  'cp -r': (data, target) => run('cp', ['-r', data, target]),
  'database first, slowly': (data, target) => copyInOrder(data, target, database, 15),
  'log first, slowly': (data, target) => copyInOrder(data, target, [...database].reverse(), 15),
  'without the log': (data, target) => copyInOrder(data, target, ['sede.sqlite'], 5),
};

/** Makes a backup, after the one that the portal may be making by itself. */
export async function backUp(data: string): Promise<void> {
  for (;;) {
    const { code, err } = await sede(['backup', 'now', '--data', data]);
    if (code === 0) return;
    if (!/Another backup of this portal is being made/.test(err)) throw new Error(err);
    await pause(250);
  }
}

export interface LiveCopies {
  copies: number;
  started: number;
  /** Copies whose own database was used, and those that went on with the backup in them. */
  asCopied: number;
  fromBackup: number;
  /** What was not as promised. */
  faults: string[];
}

/** What must hold in a database in one piece: each lead has the entry of its making, and every one that was confirmed before is there. */
function inspect(file: string, confirmed: ReadonlyMap<number, string>): string[] {
  const handle = new BetterSqlite3(file, { readonly: true });
  try {
    const faults: string[] = [];
    const ids = new Set(handle.prepare('select id from crm_leads').pluck().all() as number[]);
    const missing = [...confirmed.keys()].filter((id) => !ids.has(id));
    if (missing.length > 0) faults.push(`${missing.length} of ${confirmed.size} confirmed leads are missing`);
    const made = new Set(handle.prepare("select record_id from record_history where record_type = 'crm.lead' and kind = 'created'").pluck().all() as number[]);
    const alone = [...ids].filter((id) => !made.has(id)).length + [...made].filter((id) => !ids.has(id)).length;
    if (alone > 0) faults.push(`${alone} leads and entries of history do not fit`);
    const counted = handle.prepare("select coalesce(sum(n), 0) from record_counters where record_type = 'crm.lead'").pluck().get() as number;
    if (counted !== ids.size) faults.push(`${counted} leads are counted, ${ids.size} are there`);
    const check = handle.pragma('integrity_check(1)', { simple: true });
    if (check !== 'ok') faults.push(String(check));
    return faults;
  } finally {
    handle.close();
  }
}

/**
 * Copies a folder again and again while its portal writes, and starts each copy.
 * @param root where copies are put. @param tell hears of each copy.
 */
export async function copyLive(
  t: { teardown(work: () => Promise<void>): void },
  {
    root,
    data,
    token,
    portal,
    copies,
    tell = () => undefined,
  }: { root: string; data: string; token: string; portal: RunningPortal; copies: number; tell?(line: string): void },
): Promise<LiveCopies> {
  const result: LiveCopies = { copies, started: 0, asCopied: 0, fromBackup: 0, faults: [] };
  const confirmed = new Map<number, string>();
  let inBackup = new Map<number, string>();
  for (let number = 0; number < copies; number += 1) {
    const [manner, copy] = Object.entries(manners)[number % Object.keys(manners).length] as [string, (typeof manners)[string]];
    if (number % 10 === 0) {
      await backUp(data);
      inBackup = new Map(confirmed);
    }
    const stream = streamOfLeads(portal, token, `Copy ${number}`);
    await stream.reach(40);
    const before = new Map([...confirmed, ...stream.confirmed]);
    const target = join(root, `copy-${number}`);
    await copy(data, target);
    await stream.stop();
    for (const [id, title] of stream.confirmed) confirmed.set(id, title);
    const started = await startProcess(t, ['--data', target]).catch((error: Error) => error);
    if (started instanceof Error) {
      result.faults.push(`${manner}: it did not start: ${started.message}`);
      continue;
    }
    result.started += 1;
    const { out } = await started.end('SIGTERM');
    const fromBackup = /The backup of \S+ in it is used instead/.test(out);
    if (fromBackup) result.fromBackup += 1;
    else result.asCopied += 1;
    // Without the log a copy holds what the database held alone: no promise is made but that it is sound.
    const promised = fromBackup ? inBackup : manner === 'without the log' ? new Map<number, string>() : before;
    const faults = inspect(join(target, 'sede.sqlite'), promised);
    result.faults.push(...faults.map((fault) => `${manner}, ${fromBackup ? 'from the backup' : 'as copied'}: ${fault}`));
    tell(`${String(number + 1).padStart(4)}  ${manner.padEnd(24)}${fromBackup ? 'backup' : 'copy'}${faults.length > 0 ? `  ${faults.join('; ')}` : ''}`);
    await rm(target, { recursive: true, force: true });
  }
  return result;
}
