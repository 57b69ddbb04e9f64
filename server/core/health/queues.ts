import { plusMilliseconds } from '../db/instant.js';
import { recurringKey } from '../jobs/jobs.js';
import { broken, type Check, type Finding, type HealthContext, look, ok } from './finding.js';

const [MINUTE_MS, HOUR_MS] = [60_000, 3_600_000];
const longQueue = 5000;
const page = '/settings/jobs';

/** Jobs that were due a while ago and that nobody is doing. */
const overdue = ({ db, now, lateBefore = plusMilliseconds(now(), -15 * MINUTE_MS) }: HealthContext) =>
  db.read
    .selectFrom('jobs')
    .where('state', '=', 'waiting')
    .where('due_at', '<', lateBefore)
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', now())]));

/** Mails and webhooks say themselves what became of them. */
const toldElsewhere = /^core\.(mail|webhook)/;

/** A job, or what hears of events, that failed and is tried again. */
async function lastThrown({ db }: HealthContext): Promise<{ name: string; error: string | null } | undefined> {
  const jobs = await db.read
    .selectFrom('jobs')
    .select(['kind as name', 'error'])
    .where('attempts', '>', 0)
    .where('state', '=', 'waiting')
    .where('key', '<>', recurringKey)
    .orderBy('id', 'desc')
    .limit(50)
    .execute();
  const events = await db.read
    .selectFrom('event_deliveries')
    .select(['handler as name', 'error'])
    .where('attempts', '>', 0)
    .orderBy('event_id', 'desc')
    .limit(1)
    .execute();
  return [...jobs, ...events].find(({ name }) => !toldElsewhere.test(name));
}

/** Work that is done once: what waits too long, what was given up. */
export const queues: Check = {
  name: 'queues',
  needsTables: true,
  async look(context) {
    const { db, now, process } = context;
    const count = (table: 'search_queue' | 'event_deliveries') =>
      db.read
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow();
    const [failed, late, search, events, webhooks, calls] = await Promise.all([
      db.read
        .selectFrom('jobs')
        .select((eb) => ['kind', eb.fn.countAll<number>().as('n')])
        .where('state', '=', 'failed')
        .groupBy('kind')
        .orderBy('kind')
        .execute(),
      overdue(context)
        .select((eb) => [eb.fn.countAll<number>().as('n'), eb.fn.min('due_at').as('at')])
        .where('key', '<>', recurringKey)
        .executeTakeFirstOrThrow(),
      count('search_queue'),
      count('event_deliveries'),
      db.read
        .selectFrom('webhooks')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where('failing_since', 'is not', null)
        .where('active', '=', 1)
        .executeTakeFirstOrThrow(),
      db.read
        .selectFrom('webhook_deliveries')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where('state', '=', 'waiting')
        .executeTakeFirstOrThrow(),
    ]);
    const thrown = await lastThrown(context);
    const [searching, telling, calling] = [search, events, calls].map(({ n }) => Number(n)) as [number, number, number];
    const waiting = searching + telling + calling + Number(late.n);
    const givenUp = failed.reduce((sum, { n }) => sum + Number(n), 0);
    const found: Finding[] = [];
    // Nothing is done while no portal runs, and all of it at its next start.
    if (process !== null && late.at !== null && Number(late.n) > 0)
      found.push((late.at < plusMilliseconds(now(), -HOUR_MS) ? broken : look)('late', { count: Number(late.n), at: { since: late.at } }, { page }));
    if (givenUp > 0) found.push(look('failed', { count: givenUp, names: { jobs: failed.map(({ kind }) => kind) } }, { page, action: 'retry-jobs' }));
    if (process !== null && thrown) found.push(look('thrown', { name: { jobs: [thrown.name] }, reason: thrown.error ?? '' }, { page }));
    if (Number(webhooks.n) > 0) found.push(look('webhooks', { count: Number(webhooks.n) }, { page: '/settings/webhooks' }));
    if (process !== null && searching > longQueue) found.push(look('search', { count: searching }));
    const [first, ...also] = found;
    // All that is wrong is said; the worst comes first, and the way leads there.
    if (first) return { ...first, also, fix: Object.assign({}, ...found.map(({ fix }) => fix).reverse()) };
    return waiting === 0 ? ok('empty') : ok('waiting', { count: waiting });
  },
};

/** Jobs that come again and again: whether they come in time. */
export const scheduler: Check = {
  name: 'scheduler',
  async look(context) {
    const { db, process } = context;
    if (process === null) return ok('stopped');
    const known = typeof process === 'object' ? process.recurring : null;
    const mine = (kind: string) => known === null || known.includes(kind);
    const late = (await overdue(context).select(['kind', 'due_at']).where('key', '=', recurringKey).orderBy('due_at').execute()).filter(({ kind }) =>
      mine(kind),
    );
    if (late[0]) return broken('late', { count: late.length, at: { since: late[0].due_at } }, { page });
    const failing = (await db.read.selectFrom('jobs').select('kind').where('key', '=', recurringKey).where('attempts', '>', 0).execute()).filter(({ kind }) =>
      mine(kind),
    );
    return failing.length > 0 ? look('failing', { count: failing.length }, { page }) : ok('ok');
  },
};
