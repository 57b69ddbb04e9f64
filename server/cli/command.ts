import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Config, readConfig } from '../config.js';
import { lockCommands, lockFolder } from '../core/backup/folder-lock.js';
import type { Database } from '../core/db/database.js';
import { isUsed } from '../core/db/migrate.js';
import { openPostgres } from '../core/db/postgres.js';
import { openSqlite } from '../core/db/sqlite.js';
import { openLog } from '../core/log.js';
import { writePrivately } from '../core/private-files.js';
import { createSettings } from '../core/settings/settings.js';
import { Hint } from '../explain.js';
import type { Portal } from '../portal.js';

/** The command line was not understood: its message says what of it. */
export class WrongUsage extends Error {}

/** One subcommand; its texts are in English only, as those of a tool for administrators. */
export interface Command {
  usage: string;
  /** @returns the exit code, 0 where left out. */
  run(args: string[]): Promise<number | undefined>;
}

/** `parseArgs` whose refusals are those of wrong usage. */
export function parsed<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const { message } = error as Error;
    // The rest of it tells of dashes to programmers.
    const [, unknown] = /^Unknown option '(-[^']*)'/.exec(message) ?? [];
    throw new WrongUsage(unknown === undefined ? message : `There is no option ${unknown} here.`);
  }
}

/** What every command understands besides its own. */
export const commonOptions = { data: { type: 'string' }, json: { type: 'boolean', default: false } } as const;

/** Options that were given but say nothing here; one that is overlooked would look as if it had been heeded. @throws WrongUsage */
export function refuseOthers(given: Record<string, unknown>, heeded: readonly string[], here: string): void {
  const others = Object.entries(given).filter(([name, value]) => value !== undefined && value !== false && !(name in commonOptions) && !heeded.includes(name));
  if (others.length > 0) throw new WrongUsage(`${others.map(([name]) => `--${name}`).join(' and ')} cannot go with ${here}.`);
}

/** The outcome: one JSON object alone on its line for programs, or words. */
export const say = (json: boolean, value: object, words: () => string): void => console.log(json ? JSON.stringify(value) : words());

/** Configuration of the data folder that `--data`, `SEDE_DATA` or the default names. */
export function configOf(data: string | undefined): Config {
  const config = readConfig(data === undefined ? [] : ['--data', data], process.env);
  writePrivately(config.data);
  return config;
}

/** Refuses before anything is made: a mistyped folder must not become a new, empty portal. */
export function demandFolder(config: Config): void {
  const found = config.databaseUrl === null ? existsSync(join(config.data, 'sede.sqlite')) : existsSync(config.data);
  if (!found) throw new Hint(`there is no portal in ${config.data}. Name its data folder with --data DIR.`);
}

const notSetUp = ({ data }: Config) => new Hint(`the portal in ${data} is not set up yet. Open it in the browser, or use sede setup.`);

/** Works with the database alone, which other processes may use at the same time: the portal can go on running. */
export async function withDatabase<T>(config: Config, work: (db: Database) => Promise<T>): Promise<T> {
  demandFolder(config);
  const db = config.databaseUrl === null ? openSqlite(join(config.data, 'sede.sqlite')) : openPostgres(config.databaseUrl);
  try {
    if (!(await isUsed(db))) throw notSetUp(config);
    return await work(db);
  } finally {
    await db.close();
  }
}

/** Does `work` while a lock is held. */
export async function holding<T>(unlock: () => void, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    unlock();
  }
}

/** Works with the database alone to change something; a second command that does so at once is refused. @throws CommandBusy */
export async function changeDatabase<T>(config: Config, work: (db: Database) => Promise<T>): Promise<T> {
  demandFolder(config);
  return holding(lockCommands(config.data), () =>
    withDatabase(config, async (db) => {
      if ((await createSettings(db)).get('portal.setUpAt') === undefined) throw notSetUp(config);
      return work(db);
    }),
  );
}

/** Works with the whole portal, which must not be running. @throws FolderInUse when it is. */
export async function withPortal<T>(config: Config, work: (portal: Portal) => Promise<T>): Promise<T> {
  // Said before all of the portal's code is loaded: while it runs, the portal is asked instead.
  if (existsSync(config.data)) lockFolder(config.data)();
  // All of the portal's code comes with it, which most commands do without.
  const { openPortal } = await import('../portal.js');
  const portal = await openPortal(config, { log: openLog(config.data), clock: false });
  try {
    return await work(portal);
  } finally {
    await portal.close();
  }
}
