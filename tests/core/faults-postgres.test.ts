import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { openLive } from '../support/live-socket.js';
import { startPostgres } from '../support/postgres.js';
import { admin, call, setUpFolder, startProcess } from '../support/process.js';

t.test('PostgreSQL goes under load and comes again: nothing confirmed is lost, and the portal goes on by itself', async (t) => {
  const server = await startPostgres();
  t.teardown(server.stop);
  const { data, token } = await setUpFolder(t, `[database]\nurl = "${server.url}"\n`);
  const portal = await startProcess(t, ['--data', data]);
  const signedIn = await fetch(`${portal.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: admin.email, password: admin.password }),
  });
  const live = await openLive(t, portal.url, (signedIn.headers.get('set-cookie') ?? '').split(';')[0] as string);
  live.send({ type: 'subscribe', topics: ['crm.lead'] });

  const confirmed = new Map<number, string>();
  const refused: string[] = [];
  let goOn = true;
  const lanes = Array.from({ length: 8 }, async (_, lane) => {
    for (let i = 0; goOn; i += 1) {
      const title = `Lead ${lane}-${i}`;
      const answer = await call(portal, token, 'POST', 'crm/leads', { title }, { 'idempotency-key': title });
      const body = (await answer.json()) as { id: number; code: string; detail: string };
      if (answer.status === 201) confirmed.set(body.id, title);
      else {
        refused.push(`${answer.status} ${body.code} ${answer.headers.get('retry-after')}`);
        await pause(20);
      }
    }
  });
  const until = async (fits: () => boolean | Promise<boolean>) => {
    while (!(await fits())) await pause(20);
  };
  await until(() => confirmed.size >= 20);
  const lead = [...confirmed.keys()][0];
  const dueAt = new Date(Date.now() + 1000).toISOString();
  const planned = await call(portal, token, 'POST', 'crm/activities', {
    kind: 'call',
    title: 'While it is gone',
    recordType: 'crm.lead',
    recordId: lead,
    dueAt,
  });
  t.equal(planned.status, 201);
  await server.turn('down');
  const before = confirmed.size;
  await until(() => refused.length >= 20);
  t.equal((await fetch(`${portal.url}/healthz`)).status, 200, 'the process is there');
  t.equal((await fetch(`${portal.url}/readyz`)).status, 503, 'and says that it is not ready');
  const read = await call(portal, token, 'GET', 'crm/leads');
  t.same([read.status, read.headers.get('retry-after')], [503, '5']);
  t.match(await read.json(), { code: 'database-away', title: 'The database cannot be reached', detail: /opens by itself/ });
  const write = await call(portal, token, 'POST', 'crm/leads', { title: 'Not now' });
  t.match(await write.json(), { code: 'database-away', detail: /^Nothing was changed/ });
  const hears = (reached: boolean) =>
    live.wait(`that the database ${reached ? 'is back' : 'is away'}`, (said) => said.type === 'database' && said.reached === reached);
  await hears(false);
  await until(() => Date.now() > Date.parse(dueAt));
  await server.turn('up');
  await hears(true);
  await until(() => confirmed.size >= before + 20);
  goOn = false;
  await Promise.all(lanes);
  t.same([...new Set(refused)], ['503 database-away 5']);

  const found = await Promise.all(
    [...confirmed].map(async ([id, title]) => ((await (await call(portal, token, 'GET', `crm/leads/${id}`)).json()) as { title: string }).title === title),
  );
  t.equal(found.filter((is) => !is).length, 0, 'none that was confirmed is lost');
  const titles = new Set(confirmed.values());
  t.equal(titles.size, confirmed.size, 'none is there twice');
  const last = [...confirmed.keys()].at(-1);
  await live.wait('word of the last lead on the socket that was open all the time', ({ data: said }) => said?.id === last);
  const reminders = async () =>
    ((await (await call(portal, token, 'GET', 'notices?limit=100')).json()) as { items: { code: string; params: { title?: string } }[] }).items.filter(
      ({ code, params }) => code === 'crm.activity.due' && params.title === 'While it is gone',
    );
  await until(async () => (await reminders()).length > 0);
  t.equal((await reminders()).length, 1, 'the reminder comes, and once');
  t.equal((await portal.end('SIGTERM')).code, 0);
  t.comment(`PostgreSQL stopped and started: ${refused.length} calls refused in words, ${confirmed.size} confirmed, 0 lost, reminders 1 of 1, no restart`);
});
