import t from 'tap';
import { dialects, startPortal } from '../support/portal.js';

/** Value of one figure, by its name with its labels; undefined when it is not there. */
const figure = (text: string, name: string): number | undefined => {
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length + 1));
};

for (const dialect of dialects) {
  t.test(`metrics on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect });

    await t.test('count answers by route and status, never by address', async (t) => {
      const count = 'sede_http_request_duration_seconds_count{method="GET",route="/api/v1/crm/deals/:id",status="404"}';
      const before = figure((await p.api('GET', '/metrics')).body, count) ?? 0;
      await p.admin.api('GET', 'crm/deals/424242');
      await p.admin.api('GET', 'crm/deals/434343');
      const { status, body, headers } = await p.api('GET', '/metrics');
      t.equal(status, 200);
      t.match(headers.get('content-type'), 'text/plain; version=0.0.4');
      t.equal(figure(body, count), before + 2);
      t.equal(figure(body, count.replace('_count{', '_bucket{').replace('}', ',le="+Inf"}')), before + 2);
      t.notMatch(body, '424242');
    });

    await t.test('say what is on, what waits and how old the newest copy is', async (t) => {
      const { body } = await p.api('GET', '/metrics');
      t.equal(figure(body, 'sede_module_on{module="crm"}'), 1);
      t.ok((figure(body, 'sede_jobs{state="waiting"}') ?? 0) > 0, 'recurring jobs wait for their time');
      t.equal(figure(body, 'sede_last_snapshot_time_seconds'), 0);
      t.ok((figure(body, 'process_resident_memory_bytes') ?? 0) > 10_000_000);
      p.pass(120_000);
      await p.settle();
      const after = (await p.api('GET', '/metrics')).body;
      t.ok((figure(after, 'sede_last_snapshot_time_seconds') ?? 0) > 1_700_000_000);
      await p.admin.api('POST', 'modules/sales/park');
      t.equal(figure((await p.api('GET', '/metrics')).body, 'sede_module_on{module="sales"}'), undefined);
    });

    await t.test('are lines that Prometheus can read', async (t) => {
      const { body } = await p.api('GET', '/metrics');
      const sample = /^[a-z_]+(\{[a-z_]+="(?:[^"\\\n]|\\.)*"(?:,[a-z_]+="(?:[^"\\\n]|\\.)*")*\})? [0-9.e+-]+$/;
      const strange = body.split('\n').filter((line: string) => line !== '' && !/^# (HELP|TYPE) [a-z_]+ /.test(line) && !sample.test(line));
      t.same(strange, []);
    });
  });

  t.test(`metrics that are not open on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect, metrics: ['10.9.8.0/24'] });
    const clerk = await p.person('Clerk', { role: 'salesperson' });
    const watcher = await p.person('Watcher', { grants: { 'core.metrics.read': 'all' } });
    t.equal((await p.api('GET', '/metrics')).status, 401);
    const refused = await clerk.api('GET', '/metrics');
    t.same([refused.status, refused.body.permission], [403, 'core.metrics.read']);
    const { token } = (await watcher.api('POST', 'tokens', { name: 'Prometheus', scopes: ['core.metrics.read'] })).body;
    t.equal((await p.api('GET', '/metrics', undefined, { authorization: `Bearer ${token}` })).status, 200);
    t.equal((await p.admin.api('GET', '/metrics')).status, 200, 'the administrator has every right');
  });
}

t.test('what a proxy passes on is not taken for local', async (t) => {
  const p = await startPortal(t, { dialect: 'sqlite' });
  for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])
    t.equal((await p.api('GET', '/metrics', undefined, { [header]: '127.0.0.1' })).status, 401, header);
  t.equal((await p.api('GET', '/metrics')).status, 200);
});

for (const dialect of dialects)
  t.test(`the portal is ready while its database answers on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect });
    const ready = await p.api('GET', '/readyz');
    t.same([ready.status, ready.body], [200, { status: 'ready' }]);
    const gone = t.intercept(p.portal.services.db, 'read', {
      get: () => {
        throw new Error('the database is gone');
      },
    });
    const { status, body, headers } = await p.api('GET', '/readyz');
    t.same([status, body.code], [503, 'not-ready']);
    t.ok(Number(headers.get('retry-after')) > 0);
    t.equal((await p.api('GET', '/healthz')).status, 200, 'the process itself still answers');
    gone.restore();
    t.equal((await p.api('GET', '/readyz')).status, 200);
  });
