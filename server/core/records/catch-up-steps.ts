import type { JobKind } from '../jobs/jobs.js';
import type { Services } from '../services.js';
import type { RecordContext } from './context.js';

/** When each module that was on came, at the last time that next steps were decided anew. */
declare module '../settings/settings.js' {
  interface SettingValues {
    'next-steps.modules': string;
  }
}

const job = 'core.next-steps';
const recordsAtOnce = 50;

interface Needs {
  services: Pick<Services, 'db' | 'jobs' | 'settings' | 'now'>;
  records: Pick<RecordContext, 'nextSteps'>;
  /** Modules of this generation. */
  on(): readonly string[];
}

async function modulesNow({ services: { db }, on }: Needs): Promise<string> {
  const rows = await db.read.selectFrom('modules').select(['id', 'since']).orderBy('id').execute();
  const ids = new Set(on());
  return rows.flatMap(({ id, since }) => (ids.has(id) ? [`${id} ${since}`] : [])).join(', ');
}

/** Has what comes next decided anew where modules have come or gone: nobody told of what changed while one of the two was away. */
export async function catchUpSteps(needs: Needs): Promise<void> {
  const { db, jobs, settings, now } = needs.services;
  if (needs.records.nextSteps.keepers.length === 0 || (await modulesNow(needs)) === settings.get('next-steps.modules')) return;
  await db.write((tx) => jobs.schedule(tx, job, 'all', now(), {}));
}

export function nextStepsJob(needs: Needs): JobKind {
  const { services, records } = needs;
  const { db, settings } = services;
  const { sources, keepers } = records.nextSteps;
  return {
    kind: job,
    async handler() {
      const modules = await modulesNow(needs);
      for (const keeper of keepers) {
        const walks = [
          (after: number) => keeper.withForeign(db.read, after, recordsAtOnce),
          ...sources.map((source) => (after: number) => source.openAbout(db.read, keeper.type, after, recordsAtOnce)),
        ];
        for (const walk of walks)
          for (let ids = await walk(0); ids.length > 0; ids = await walk(ids.at(-1) as number)) await db.write((tx) => keeper.refresh(tx, ids));
      }
      return (tx) => settings.set(tx, 'next-steps.modules', modules);
    },
  };
}
