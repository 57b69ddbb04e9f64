import { sql } from 'kysely';
import type { Actor } from '../access/actor.js';
import { audit } from '../audit/audit.js';
import { conflict } from '../http/problem.js';
import type { JobKind } from '../jobs/jobs.js';
import { compose } from '../modules/composition.js';
import type { Services } from '../services.js';
import { Samples } from './point.js';
import { sampleIds } from './state.js';
import { type SampleDeps, wipeMarked } from './wipe.js';

const JOB = 'core.sample';

const nothing = async () => undefined;

/** The same services, of which nobody outside hears anything: no mails, notices, webhooks, events, and no reminders later. */
const quiet = (services: Services): Services => ({
  ...services,
  notify: { notify: nothing },
  mail: { ...services.mail, ready: () => false },
  events: { ...services.events, emit: nothing },
  jobs: { ...services.jobs, schedule: nothing, plan: nothing, cancel: nothing },
  outbox: { changed: nothing, listens: () => false, happened: nothing, reload: nothing, wake: nothing },
});

/** The modules anew, with quiet services and a note of every record that is made. */
function rehearsal({ services, life }: SampleDeps) {
  const implementations = life.composition().members.map(({ implementation }) => implementation);
  return compose(quiet(services), implementations, async (tx, kind, id) => {
    await tx.q.insertInto('sample_records').values({ record_type: kind.type, record_id: id, version: 1 }).execute();
  });
}

/** @throws Refusal 409 while there is a sample already. */
export function startFilling({ services }: SampleDeps, actor: Actor): Promise<void> {
  const { db, now, settings, jobs } = services;
  return db.write(async (tx) => {
    const present = await tx.q.selectFrom('settings').select('value').where('key', '=', 'sample').executeTakeFirst();
    if (present && JSON.parse(present.value).state !== 'rest') throw conflict('sample-there');
    await settings.set(tx, 'sample', { state: 'filling', at: now() });
    await jobs.schedule(tx, JOB, 'sample', now(), { by: actor.personId });
    await audit(tx, now(), actor, 'sample.filled', null);
    tx.afterCommit(() => {
      jobs.runDue().catch((error) => services.log.error({ err: error }, 'jobs could not be run'));
    });
  });
}

/** The records as the sample leaves them, so that what is changed later is known. */
async function noteVersions({ services, records }: SampleDeps): Promise<void> {
  await services.db.write(async (tx) => {
    for (const type of (await sampleIds(records, tx.q)).keys()) {
      const table = records.kinds.get(type)?.table;
      if (table)
        await sql`update sample_records set version = (select r.version from ${sql.table(table)} r where r.id = sample_records.record_id)
          where record_type = ${type}`.execute(tx.q);
    }
  });
}

/** Makes the sample; a process that was killed in the middle begins anew. */
export function sampleJob(deps: SampleDeps): JobKind {
  const { services, records } = deps;
  const { db, access, settings, now } = services;
  const tell = () => services.live.publish({ topic: 'core.sample', name: 'changed', data: {}, mayHear: () => true });
  return {
    kind: JOB,
    mostAttempts: 3,
    async handler(payload) {
      if (settings.get('sample')?.state !== 'filling') return undefined;
      await db.write((tx) => wipeMarked(deps, tx));
      const { by } = payload as { by: number };
      const person = await access.actorOf(by);
      const language = settings.company().language;
      // The portal does it for who asked: all is theirs, whatever they may do themselves.
      const actor: Actor = {
        personId: person ? by : null,
        name: person?.name ?? '',
        language,
        timeZone: settings.company().timeZone,
        permissions: new Map(),
        system: true,
      };
      const made = async (type: string) => (await sampleIds(records, db.read)).get(type) ?? [];
      for (const { item } of rehearsal(deps).registry.items(Samples)) {
        await item.make(actor, made);
        tell();
      }
      await noteVersions(deps);
      return async (tx) => {
        await settings.set(tx, 'sample', { state: 'there', at: now() });
        tx.afterCommit(tell);
      };
    },
    async onFailed(tx) {
      await wipeMarked(deps, tx);
      await settings.remove(tx, 'sample');
      tx.afterCommit(tell);
    },
  };
}
