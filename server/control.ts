import { randomBytes, timingSafeEqual } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { json } from 'node:stream/consumers';
import type { BackupPlan } from './contracts/core/backups.js';
import { type ControlFile, controlFileIn, readControlFile } from './control-file.js';
import { systemActor } from './core/access/actor.js';
import { changePlan, makeKey } from './core/backup/change-plan.js';
import { printKey } from './core/backup/seal.js';
import { explain, Hint } from './explain.js';
import { type InsideWish, insideAction } from './inside-actions.js';
import { type ModuleWish, moduleAction, type Progress } from './module-actions.js';
import type { Portal } from './portal.js';
import { type PrivacyWish, privacyAction } from './privacy-actions.js';

/** What the command line asks: a step on a module or a backup, or what the process knows of itself. */
export type Wish =
  | ModuleWish
  | InsideWish
  | PrivacyWish
  | { action: 'facts' }
  | { action: 'settled-mails'; ids: readonly number[] }
  | { action: 'backup-key' }
  | { action: 'backup-plan'; change: Partial<BackupPlan> };

type Line = { progress: Progress } | { done: Record<string, unknown> } | { refused: string };

const isSecret = (given: string | undefined, secret: string): boolean => {
  const [one, other] = [Buffer.from(given ?? ''), Buffer.from(`Bearer ${secret}`)];
  return one.length === other.length && timingSafeEqual(one, other);
};

/** Does what the command line asks for, whether the portal runs for others or only for this. */
export async function takeWish(portal: Portal, wish: Wish, onProgress: (now: Progress) => void): Promise<Record<string, unknown>> {
  if ('privacy' in wish) return { ...(await privacyAction(portal, wish, onProgress)) };
  if ('inside' in wish) return insideAction(portal, wish, onProgress);
  if (wish.action === 'facts') return { ...portal.health.facts() };
  if (wish.action === 'settled-mails') return { ids: [...((await portal.health.context().settledMails?.(wish.ids)) ?? [])] };
  if (wish.action === 'backup-key') return { ...(await makeBackupKey(portal)) };
  return wish.action === 'backup-plan' ? { ...(await changeBackupPlan(portal, wish.change)) } : moduleAction(portal, wish, onProgress);
}

/** Changes when and how backups are made. @throws Refusal 422. */
export function changeBackupPlan({ services, health }: Portal, change: Partial<BackupPlan>): Promise<BackupPlan> {
  return changePlan(services, health.context().backup, systemActor(services.settings.company().language), change);
}

/** Makes a key for encrypting backups, and has them encrypted from now on. @returns it, in words to be kept. */
export async function makeBackupKey({ services }: Portal): Promise<{ key: string; id: string }> {
  const key = await makeKey(services, systemActor(services.settings.company().language));
  return { key: printKey(key), id: key.id };
}

/**
 * Lets `sede module`, `sede backup` and `sede doctor` reach the portal that runs over `folder`. The secret is a new one at every start, readable by the folder's owner alone.
 * @param address see {@link ControlFile}.
 */
export async function openControl(folder: string, portal: Portal, address: string): Promise<{ close(): Promise<void> }> {
  const secret = randomBytes(32).toString('base64url');
  async function answer(call: IncomingMessage, response: ServerResponse): Promise<void> {
    if (call.method !== 'POST' || !isSecret(call.headers.authorization, secret)) {
      response.writeHead(401).end();
      return;
    }
    const wish = (await json(call)) as Wish;
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    const write = (line: Line) => response.write(`${JSON.stringify(line)}\n`);
    try {
      const done = await takeWish(portal, wish, (progress) => write({ progress }));
      write({ done });
    } catch (error) {
      const said = explain(error);
      // Whose data it is about is not for the log.
      const asked = 'privacy' in wish ? { action: `privacy ${wish.privacy}` } : wish;
      if (said === undefined) portal.services.log.error({ err: error, wish: asked }, 'a step that was asked for on the command line failed');
      // It is answered in words to whoever asked.
      else portal.services.log.info({ action: asked.action, said }, 'a step that was asked for on the command line was refused');
      write({ refused: said ?? (error as Error).message });
    }
    response.end();
  }
  const server = createServer((call, response) => {
    answer(call, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const told: ControlFile = { port: (server.address() as AddressInfo).port, secret, address };
  const aside = `${controlFileIn(folder)}.part`;
  await writeFile(aside, JSON.stringify(told), { mode: 0o600 });
  await rename(aside, controlFileIn(folder));
  return {
    async close() {
      await rm(controlFileIn(folder), { force: true });
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The portal was asked, and ended before it answered: what became of it is not known. */
export class EndedMidway extends Hint {}

/** Asks the portal that runs over `folder`. @throws Hint with its refusal, or when it cannot be reached; EndedMidway. */
export async function askRunning(folder: string, wish: Wish, onProgress: (now: Progress) => void): Promise<Record<string, unknown>> {
  const unreachable = `the portal in ${folder} is running but cannot be reached from here. Use its pages in the browser, or stop it first.`;
  const { port, secret } = await readControlFile(folder).catch((error: NodeJS.ErrnoException) => {
    // A portal leaves it there as long as it runs, a command does not.
    throw new Hint(
      error.code === 'ENOENT' ? `another command, or a portal that is just starting, works on ${folder}. Try again when it is done.` : unreachable,
    );
  });
  const body = JSON.stringify(wish);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const call = request(
      { host: '127.0.0.1', port, method: 'POST', headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' } },
      resolve,
    );
    call.once('error', () => reject(new Hint(unreachable)));
    call.end(body);
  });
  if (response.statusCode !== 200) throw new Hint(unreachable);
  try {
    for await (const one of createInterface({ input: response })) {
      const line = JSON.parse(one) as Line;
      if ('progress' in line) onProgress(line.progress);
      else if ('refused' in line) throw new Hint(line.refused);
      else return line.done;
    }
  } catch (error) {
    if (error instanceof Hint) throw error;
  }
  throw new EndedMidway('the portal ended in the middle. At its next start it goes on with it, or everything is as it was: see sede module list.');
}
