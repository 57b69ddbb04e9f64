import type { BackupPlan, RehearsalPace } from '../../contracts/core/backups.js';
import type { Settings } from '../settings/settings.js';

declare module '../settings/settings.js' {
  interface SettingValues {
    backup: Partial<BackupPlan> & { keyId?: string };
  }
}

/** Hour and number of days as `config.toml` has them; what was chosen in the portal wins. */
export interface BackupDefaults {
  hour: number;
  keep: number;
}

export function planOf(settings: Pick<Settings, 'get'>, { hour, keep }: BackupDefaults): BackupPlan {
  const chosen = settings.get('backup');
  return {
    hour: chosen?.hour ?? hour,
    days: chosen?.days ?? [0, 1, 2, 3, 4, 5, 6],
    keep: chosen?.keep ?? { daily: keep, weekly: 4, monthly: 3 },
    second: chosen?.second ?? null,
    sealed: chosen?.sealed ?? false,
    rehearsal: chosen?.rehearsal ?? 'weekly',
  };
}

export const backupCron = ({ hour, days }: BackupPlan): string => `0 ${hour} * * ${days.length === 7 ? '*' : [...days].sort().join(',')}`;

const pace: Record<RehearsalPace, string> = { daily: '* * *', weekly: '* * 0', monthly: '1 * *' };

/** On trial an hour after the backup, on Sundays or the first of a month where not every day. */
export const rehearsalCron = ({ hour, rehearsal }: BackupPlan): string => `30 ${(hour + 1) % 24} ${pace[rehearsal]}`;

/** Hours after which the newest backup is overdue: the longest pause between two days of the plan, and a morning. */
export function lateAfterHours({ days }: BackupPlan): number {
  const sorted = [...days].sort((a, b) => a - b);
  const pauses = sorted.map((day, at) => ((sorted[at + 1] ?? (sorted[0] as number) + 7) - day) * 24);
  return Math.max(...pauses) + 12;
}
