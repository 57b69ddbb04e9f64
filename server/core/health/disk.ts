import { statfs } from 'node:fs/promises';
import type { Tx } from '../db/database.js';
import { plusMilliseconds } from '../db/instant.js';
import { broken, type Check, type HealthContext, look, ok, quoted } from './finding.js';

const [DAY_MS, HOUR_MS] = [86_400_000, 3_600_000];
const [little, nothing] = [2_000_000_000, 200_000_000];
const [soonDays, verySoonDays] = [14, 3];
/** Growth is measured over so many days, and said once so much of them has been seen. */
const [measuredDays, seenDays] = [14, 1];

interface Sample {
  at: string;
  disk_free: number;
}

/** Notes how much room there is, once an hour. */
export async function sampleDisk(folder: string, now: string): Promise<(tx: Tx) => Promise<void>> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return async ({ q }) => {
    const last = await q.selectFrom('health_samples').select('at').orderBy('id', 'desc').limit(1).executeTakeFirst();
    if (last && last.at > plusMilliseconds(now, -HOUR_MS) && last.at <= now) return;
    await q
      .insertInto('health_samples')
      .values({ at: now, disk_free: bavail * bsize, disk_total: blocks * bsize })
      .execute();
    await q
      .deleteFrom('health_samples')
      .where('at', '<', plusMilliseconds(now, -2 * measuredDays * DAY_MS))
      .execute();
  };
}

/** Bytes that the disk loses a day, by the straight line nearest to the samples; null when there are too few of them. */
export function growthOf(samples: readonly Sample[]): number | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || Date.parse(last.at) - Date.parse(first.at) < seenDays * DAY_MS) return null;
  const points = samples.map(({ at, disk_free }) => ({ x: (Date.parse(at) - Date.parse(first.at)) / DAY_MS, y: first.disk_free - disk_free }));
  const mean = (of: (point: (typeof points)[number]) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  return mean((point) => (point.x - x) * (point.y - y)) / mean((point) => (point.x - x) ** 2);
}

type Needs = Pick<HealthContext, 'folder' | 'pending' | 'now'> & { db: HealthContext['db'] | null };

async function samplesOf({ db, now, pending }: Needs, total: number): Promise<Sample[]> {
  if (db === null || pending.length > 0) return [];
  return db.read
    .selectFrom('health_samples')
    .select(['at', 'disk_free'])
    .where('disk_total', '=', total)
    .where('at', '>=', plusMilliseconds(now(), -measuredDays * DAY_MS))
    .orderBy('at')
    .execute();
}

/** Room where the data folder lies, and the days it lasts at the growth of the last ones. */
export const disk = {
  name: 'disk',
  async look(context: Needs) {
    const { bavail, blocks, bsize } = await statfs(context.folder);
    const free = { bytes: bavail * bsize };
    const fix = { command: `du -sh ${quoted(context.folder)}/*`, page: '/settings/backups' };
    if (free.bytes < nothing) return broken('full', { free }, fix);
    const growth = growthOf(await samplesOf(context, blocks * bsize));
    const days = growth !== null && growth > 0 ? Math.floor(free.bytes / growth) : null;
    if (days !== null && days < soonDays) return (days < verySoonDays ? broken : look)('soon', { free, count: days }, fix);
    if (free.bytes < little) return look('little', { free }, fix);
    if (growth === null) return ok('unmeasured', { free });
    return days === null || days > 999 ? ok('plenty', { free }) : ok('lasts', { free, count: days });
  },
} satisfies Check;
