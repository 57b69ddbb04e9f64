import type { Config } from '../config.js';
import type { BackupPlan, RehearsalPace } from '../contracts/core/backups.js';
import { askRunning, changeBackupPlan, makeBackupKey, type Wish } from '../control.js';
import { FolderInUse } from '../core/backup/folder-lock.js';
import { planOf } from '../core/backup/plan.js';
import { sourceOf } from '../core/backup/source.js';
import { openInSecond } from '../core/backup/take.js';
import { createSettings } from '../core/settings/settings.js';
import type { Portal } from '../portal.js';
import { demandFolder, say, WrongUsage, withDatabase, withPortal } from './command.js';

export const planOptions = {
  hour: { type: 'string' },
  days: { type: 'string' },
  daily: { type: 'string' },
  weekly: { type: 'string' },
  monthly: { type: 'string' },
  second: { type: 'string' },
  sealed: { type: 'string' },
  rehearsal: { type: 'string' },
} as const;

type Given = Partial<Record<keyof typeof planOptions, string>>;
type Keep = Partial<BackupPlan['keep']>;
/** What is kept is chosen number by number, and stored together. */
export type PlanChange = Omit<Partial<BackupPlan>, 'keep'> & { keep?: Keep };

function number(text: string, name: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < least || value > most)
    throw new WrongUsage(`${name} must be a whole number from ${least} to ${most}, not "${text}".`);
  return value;
}

function choice<T extends string>(text: string, name: string, of: readonly T[]): T {
  const found = of.find((one) => one === text);
  if (!found) throw new WrongUsage(`${name} must be ${of.join(' or ')}, not "${text}".`);
  return found;
}

/** @throws WrongUsage naming the option that is wrong. */
export function readPlan({ hour, days, daily, weekly, monthly, second, sealed, rehearsal }: Given): PlanChange {
  const keep: Keep = {
    ...(daily === undefined ? {} : { daily: number(daily, '--daily', 1, 365) }),
    ...(weekly === undefined ? {} : { weekly: number(weekly, '--weekly', 0, 260) }),
    ...(monthly === undefined ? {} : { monthly: number(monthly, '--monthly', 0, 120) }),
  };
  return {
    ...(hour === undefined ? {} : { hour: number(hour, '--hour', 0, 23) }),
    ...(days === undefined ? {} : { days: [...new Set(days.split(',').map((day) => number(day, '--days', 0, 6)))].sort() }),
    ...(Object.keys(keep).length === 0 ? {} : { keep }),
    ...(second === undefined ? {} : { second: second === 'none' ? null : second }),
    ...(sealed === undefined ? {} : { sealed: choice(sealed, '--sealed', ['yes', 'no']) === 'yes' }),
    ...(rehearsal === undefined ? {} : { rehearsal: choice<RehearsalPace>(rehearsal, '--rehearsal', ['daily', 'weekly', 'monthly']) }),
  };
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** @param open how many lie in the second folder that are not encrypted although they are to be. */
function inWords({ hour, days, keep, second, sealed, rehearsal }: BackupPlan, open: number): string {
  const notYet = open > 0 ? `; in the second folder ${open} not yet: the next backup encrypts them (sede backup now)` : '';
  return [
    `Made        ${days.length === 7 ? 'every day' : days.map((day) => weekdays[day]).join(', ')}, at ${String(hour).padStart(2, '0')}:00`,
    `Kept        of the last ${keep.daily} days, ${keep.weekly} weeks and ${keep.monthly} months`,
    `Also in     ${second ?? 'no second folder'}`,
    `Encrypted   ${sealed ? `yes, what leaves the data folder${notYet}` : 'no'}`,
    `On trial    ${rehearsal}`,
  ].join('\n');
}

/** Has the portal do it, the one that runs where one does: it alone knows its settings. */
async function byPortal<T>(config: Config, wish: Wish, work: (portal: Portal) => Promise<T>): Promise<T> {
  try {
    return await withPortal(config, work);
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error;
    return (await askRunning(config.data, wish, () => undefined)) as T;
  }
}

const changed = (config: Config, change: Partial<BackupPlan>): Promise<BackupPlan> =>
  byPortal(config, { action: 'backup-plan', change }, (portal) => changeBackupPlan(portal, change));

/** `sede backup key --new`: the key alone on its line, so that it can be handed on, and beside it what it is for. */
export async function newBackupKey(config: Config, json: boolean): Promise<void> {
  await withDatabase(config, async () => undefined);
  const made = await byPortal(config, { action: 'backup-key' }, makeBackupKey);
  say(json, made, () => made.key);
  if (!json)
    console.error(
      'Backups that leave the data folder are encrypted with it from now on. It is shown only now: print it or keep it where your\npasswords are, away from this machine. Whoever loses both machine and key has lost the encrypted backups.',
    );
}

/** `sede backup plan`: shows the plan, after changing what is given. */
export async function plan(config: Config, { keep, ...change }: PlanChange, json: boolean): Promise<void> {
  demandFolder(config);
  const before = await withDatabase(config, async (db) => planOf(await createSettings(db), config.backup));
  const isChange = keep !== undefined || Object.keys(change).length > 0;
  const now = isChange ? await changed(config, { ...change, ...(keep ? { keep: { ...before.keep, ...keep } } : {}) }) : before;
  const open = await withDatabase(config, async (db) => openInSecond(sourceOf({ folder: config.data, settings: await createSettings(db) }, config.backup)));
  say(json, now, () => inWords(now, open.length));
}
