import t from 'tap';
import { startMailServer } from '../support/mail-server.js';
import { dialects, password, startPortal } from '../support/portal.js';

const minute = 60_000;
const newPassword = 'a quite different one';

for (const dialect of dialects) {
  t.test(`a forgotten password on ${dialect}`, async (t) => {
    const server = await startMailServer();
    t.teardown(() => server.close());
    const mail = { smtp: `smtp://127.0.0.1:${server.port}`, from: 'hello@aurora.example' };
    const portal = await startPortal(t, { dialect, modules: [], mail, publicUrl: 'https://portal.example/sede' });
    const { admin, api } = portal;
    const bruno = await portal.person('Bruno', {});
    await bruno.api('PATCH', 'session', { language: 'pt-BR' });
    await admin.api('POST', 'people', { name: 'No account', email: 'none@aurora.example' });
    await portal.settle();
    server.received.length = 0;
    const ask = async (email: string, headers = {}) => {
      const answer = await api('POST', 'session/forgot', { email }, headers);
      await portal.settle();
      return answer;
    };
    const lastToken = () => /invite\/([\w-]+)/.exec(server.received.at(-1)?.text ?? '')?.[1] ?? '';

    await t.test('is asked for in one way, whoever has the address', async (t) => {
      t.equal((await api('GET', 'portal')).body.recovery, true);
      const gone = await portal.person('Gone', {});
      await admin.api('PATCH', `people/${gone.id}`, { status: 'dismissed' });
      await portal.settle();
      server.received.length = 0;
      for (const email of ['nobody@aurora.example', 'none@aurora.example', 'gone@aurora.example']) {
        const { status, body } = await ask(email);
        t.equal(status, 202);
        t.same(body, { asked: true });
      }
      t.equal(server.received.length, 0, 'who has no account gets no mail');
      const { status, body } = await ask(' BRUNO@aurora.example ', { host: 'evil.example' });
      t.equal(status, 202);
      t.same(body, { asked: true });
      const [sent] = server.received;
      t.equal(server.received.length, 1);
      t.equal(sent?.subject, 'Uma senha nova para Ferragens Aurora');
      t.match(sent?.text, /https:\/\/portal\.example\/sede\/invite\/[\w-]{43}/, 'the link leads to the portal’s own address, whatever the request said');
    });

    await t.test('fills no mailbox', async (t) => {
      await ask('bruno@aurora.example');
      t.equal(server.received.length, 1);
      portal.pass(11 * minute);
      await ask('bruno@aurora.example');
      t.equal(server.received.length, 2, 'later it can be asked for again');
    });

    await t.test('is replaced once, and ends other sessions', async (t) => {
      const token = lastToken();
      t.match((await api('GET', `invites/${token}`)).body, { name: 'Bruno', kind: 'reset' });
      const answer = await api('POST', `invites/${token}`, { password: newPassword });
      t.equal(answer.status, 201);
      t.equal((await bruno.api('GET', 'session')).status, 401);
      t.equal((await api('POST', `invites/${token}`, { password: 'once more, please' })).status, 404);
      await portal.signIn('bruno@aurora.example', newPassword);
      t.equal((await api('POST', 'session', { email: 'bruno@aurora.example', password })).status, 401);
    });

    await t.test('has an hour', async (t) => {
      portal.pass(11 * minute);
      await ask('bruno@aurora.example');
      const token = lastToken();
      t.equal((await api('GET', `invites/${token}`)).status, 200);
      portal.pass(61 * minute);
      t.equal((await api('GET', `invites/${token}`)).status, 404);
    });

    await t.test('is not asked for by the hundred', async (t) => {
      const statuses = [];
      for (let i = 0; i < 25; i += 1) statuses.push((await api('POST', 'session/forgot', { email: `guess${i}@aurora.example` })).status);
      t.equal(statuses.at(-1), 429);
    });

    await t.test('gets a link from an administrator, for a day', async (t) => {
      portal.pass(60 * minute);
      const { body } = await admin.api('POST', `people/${bruno.id}/invite`, {});
      t.equal(body.mailed, true);
      await portal.settle();
      t.match(server.received.at(-1)?.text, 'Ana Souza fez um link');
      const token = body.url.split('/').at(-1);
      t.equal((await api('GET', `invites/${token}`)).body.kind, 'reset');
      portal.pass(25 * 60 * minute);
      t.equal((await api('GET', `invites/${token}`)).status, 404);
    });
  });

  t.test(`without mail or an address of its own a portal on ${dialect} promises nothing`, async (t) => {
    const portal = await startPortal(t, { dialect, modules: [] });
    t.equal((await portal.api('GET', 'portal')).body.recovery, false);
    t.equal((await portal.api('POST', 'session/forgot', { email: 'ana@aurora.example' })).status, 202);
    await portal.settle();
    t.same(await portal.portal.services.db.read.selectFrom('invites').select('id').execute(), []);
  });
}
