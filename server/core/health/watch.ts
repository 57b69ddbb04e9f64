import type { HealthCheckName, HealthState } from '../../contracts/core/health.js';
import { plusMilliseconds } from '../db/instant.js';
import type { JobKind } from '../jobs/jobs.js';
import type { Services } from '../services.js';
import { sampleDisk } from './disk.js';
import type { PortalHealth } from './portal-health.js';

export interface WatchNeeds {
  services: Pick<Services, 'db' | 'access' | 'notify' | 'folder' | 'now'>;
  health: PortalHealth;
}

const watchKind = 'core.health';

/** A check that goes back and forth is told of no more often than this. */
const quietMs = 6 * 3_600_000;

/** These tell of themselves when they fail, see backup/nightly. */
const tellThemselves: readonly HealthCheckName[] = ['backups', 'rehearsal'];

interface Row {
  state: string;
  told_at: string | null;
}

/** What is broken at two looks in a row is told of: a machine that woke up and a mail server that blinked mend themselves. */
const isNews = (name: HealthCheckName, state: HealthState, before: Row | undefined, now: string): boolean =>
  state === 'broken' && before?.state === 'broken' && !tellThemselves.includes(name) && !(before.told_at && before.told_at > plusMilliseconds(now, -quietMs));

/** What was due before the last look and is not done by this one is late, and not what fell due while the machine slept. */
async function lookedBefore(db: Services['db'], now: string): Promise<string> {
  const last = await db.read
    .selectFrom('job_runs')
    .select('began_at')
    .where('kind', '=', watchKind)
    .where('state', '=', 'done')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return [last?.began_at ?? '', plusMilliseconds(now, -900_000)].sort()[0] ?? '';
}

/** Looks at everything by itself, and tells administrators once when something turns broken. */
export const watchJob = ({ services, health }: WatchNeeds): JobKind => ({
  kind: watchKind,
  cron: '*/10 * * * *',
  async handler(_payload, _attempt, dealtWith) {
    const { db, access, notify, folder, now } = services;
    const sample = await sampleDisk(folder, now());
    const findings = await health.look(await lookedBefore(db, now()));
    const people = await access.whoMay('core.settings.manage');
    const before = new Map((await db.read.selectFrom('health_states').selectAll().execute()).map((row) => [row.name, row]));
    dealtWith([...findings.values()].filter(({ state }) => state !== 'ok').length);
    return async (tx) => {
      await sample(tx);
      for (const [name, { state }] of findings) {
        const row = before.get(name);
        const at = now();
        // One that stays broken was told of once, however long that lasts.
        const news = isNews(name, state, row, at) && (row?.told_at ?? '') < (row?.since ?? '');
        if (row?.state === state && !news) continue;
        const kept = { state, since: row?.state === state ? row.since : at, told_at: news ? at : (row?.told_at ?? null) };
        await tx.q
          .insertInto('health_states')
          .values({ name, ...kept })
          .onConflict((oc) => oc.column('name').doUpdateSet(kept))
          .execute();
        if (news) await notify.notify(tx, people, { code: name === 'mail' ? 'core.health.mail' : 'core.health.broken', params: { context: name } });
      }
    };
  },
});
