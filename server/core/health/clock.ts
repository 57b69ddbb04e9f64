import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isZoneKnown } from '../db/days.js';
import { broken, type Check, type HealthContext, look, ok } from './finding.js';

/** Clocks of machines and shares may differ by so much without anybody being hurt. */
const toleratedMs = 120_000;
const fix = { command: 'timedatectl status' };

/** The newest moment that was written down. */
async function lastRecorded({ db, pending }: HealthContext): Promise<string> {
  const { at: audited } = (await db.read.selectFrom('audit').select('at').orderBy('id', 'desc').limit(1).executeTakeFirst()) ?? { at: '' };
  if (pending.length > 0) return audited;
  const { at: sampled } = (await db.read.selectFrom('health_samples').select('at').orderBy('id', 'desc').limit(1).executeTakeFirst()) ?? { at: '' };
  return [audited, sampled].sort().at(-1) ?? '';
}

async function newestFile(folder: string): Promise<number> {
  const logs = await readdir(join(folder, 'logs')).catch(() => []);
  const paths = [...['sede.sqlite', 'sede.sqlite-wal', 'sede.lock'], ...logs.map((name) => join('logs', name))].map((name) => join(folder, name));
  const times = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  return Math.max(...times);
}

/** Time zones of people at work here that this system does not know. */
async function strangeZones({ db }: HealthContext): Promise<string[]> {
  const rows = await db.read.selectFrom('people').select('time_zone').distinct().where('status', '=', 'active').execute();
  return rows.map(({ time_zone }) => time_zone).filter((zone) => !isZoneKnown(zone));
}

/** Reminders, sessions and backups go by the clock: one that was set back is known by what was written under a later time. */
export const clock: Check = {
  name: 'clock',
  async look(context) {
    const zone = context.settings.get('company')?.timeZone ?? 'UTC';
    if (!isZoneKnown(zone)) return broken('zone', { zone }, { page: '/settings/company' });
    const strange = await strangeZones(context);
    if (strange.length > 0) return look('people', { zones: strange.join(', ') }, { page: '/settings/people' });
    const recorded = await lastRecorded(context);
    const behind = recorded === '' ? 0 : Date.parse(recorded) - Date.parse(context.now());
    if (behind > toleratedMs) return broken('back', { span: { ms: behind } }, fix);
    const drift = (await newestFile(context.folder)) - Date.now();
    if (drift > toleratedMs) return broken('files', { span: { ms: drift } }, fix);
    const moved = typeof context.process === 'object' && context.process ? context.process.clockMovedMs : 0;
    if (Math.abs(moved) > toleratedMs) return look(moved < 0 ? 'moved-back' : 'moved-on', { span: { ms: Math.abs(moved) } }, fix);
    return ok('ok', { zone });
  },
};
