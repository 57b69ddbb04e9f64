import t from 'tap';
import { ok } from '../modules/sales/sales-portal.js';
import { type CutOff, cutOff } from '../support/cut-off.js';
import { startPortal } from '../support/portal.js';

t.test('PostgreSQL that hangs without refusing is taken for gone, and is used again once it answers', async (t) => {
  let line: CutOff | undefined;
  const { admin } = await startPortal(t, {
    dialect: 'postgres',
    modules: ['crm'],
    through: async (url) => {
      line = await cutOff(t, url);
      return line.url;
    },
  });
  const kept = ok(await admin.api('POST', 'crm/leads', { title: 'Before the silence' }), 201);
  await line?.turn('silent');
  const [read, write] = await Promise.all([admin.api('GET', 'crm/leads'), admin.api('POST', 'crm/leads', { title: 'Into the silence' })]);
  t.match(read, { status: 503, body: { code: 'database-away', title: 'The database cannot be reached' } }, 'nobody waits for ever');
  t.match(write, { status: 503, body: { code: 'database-away' } });
  t.match(await admin.api('GET', 'crm/leads'), { status: 503, body: { code: 'database-away' } }, 'nor does who asks later');
  await line?.turn('up');
  const back = async (): Promise<unknown> => {
    const answer = await admin.api('GET', 'crm/leads');
    return answer.status === 503 ? back() : ok(answer);
  };
  t.match(await back(), { items: [{ id: kept.id, title: 'Before the silence' }] }, 'what was there is there, and what was refused is not');
  ok(await admin.api('POST', 'crm/leads', { title: 'After the silence' }), 201);
});
