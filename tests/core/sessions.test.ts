import t from 'tap';
import { dialects, password, startPortal } from '../support/portal.js';

for (const dialect of dialects) {
  t.test(`sessions on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect, modules: [] });
    const { admin, api } = portal;

    await t.test('say who is there and what they may do', async (t) => {
      const { status, body } = await admin.api('GET', 'session');
      t.equal(status, 200);
      t.equal(body.person.name, 'Ana Souza');
      t.equal(body.permissions['core.people.manage'], 'all');
      t.same(body.modules, []);
      t.equal(body.company.name, 'Ferragens Aurora');
      t.equal(body.unreadNotices, 0);
      t.notMatch(JSON.stringify(body), /argon2|hash/);
      t.equal((await api('GET', 'session')).status, 401);
    });

    await t.test('are opened with a safe cookie', async (t) => {
      const answer = await api('POST', 'session', { email: ' ANA@Aurora.example ', password });
      t.equal(answer.status, 201);
      const cookie = answer.headers.get('set-cookie') ?? '';
      t.match(cookie, /^sede_session=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/);
      const secure = await api('POST', 'session', { email: 'ana@aurora.example', password }, { origin: 'https://portal.example' });
      t.match(secure.headers.get('set-cookie'), /; Secure$/);
    });

    await t.test('are refused in one way whatever was wrong', async (t) => {
      const person = (await admin.api('POST', 'people', { name: 'Nobody', email: 'nobody@aurora.example' })).body;
      const gone = await portal.person('Gone Person', {});
      await admin.api('PATCH', `people/${gone.id}`, { status: 'dismissed' });
      const tries = [
        ['ana@aurora.example', 'wrong password'],
        ['who@aurora.example', password],
        [person.email, password],
        ['gone.person@aurora.example', password],
      ];
      const answers = await Promise.all(tries.map(([email, secret]) => api('POST', 'session', { email, password: secret })));
      for (const { status, body, headers } of answers) {
        t.equal(status, 401);
        t.equal(headers.get('set-cookie'), null);
        t.same({ ...body, requestId: '' }, { ...answers[0]?.body, requestId: '' });
      }
      t.equal(answers[0]?.body.code, 'wrong-credentials');
    });

    await t.test('are slowed down when a password is guessed', async (t) => {
      const guesses = [];
      for (let i = 0; i < 8; i += 1) guesses.push(await api('POST', 'session', { email: 'guessed@aurora.example', password: `guess ${i}` }));
      const refused = guesses.at(-1);
      t.equal(refused?.status, 429);
      t.ok(Number(refused?.headers.get('retry-after')) >= 1);
      t.equal((await api('POST', 'session', { email: 'ana@aurora.example', password })).status, 201, 'others are not held up');
    });

    await t.test('end with signing out', async (t) => {
      const ana = await portal.signIn('ana@aurora.example', password);
      const answer = await ana.api('DELETE', 'session');
      t.same(answer.body, { signedOut: true });
      t.match(answer.headers.get('set-cookie'), /sede_session=;.*Max-Age=0/);
      t.equal((await ana.api('GET', 'session')).status, 401);
    });

    await t.test('of other browsers end with a new password', async (t) => {
      const here = await portal.person('Bia Lima', {});
      const there = await portal.signIn('bia.lima@aurora.example', password);
      const wish = { password: 'a much longer one' };
      t.equal((await here.api('PATCH', 'session', wish)).body.errors[0].path, 'oldPassword');
      t.equal((await here.api('PATCH', 'session', { ...wish, oldPassword: 'not this' })).body.errors[0].path, 'oldPassword');
      t.equal((await here.api('PATCH', 'session', { password: 'short', oldPassword: password })).body.errors[0].path, 'password');
      t.equal((await here.api('PATCH', 'session', { ...wish, oldPassword: password })).status, 200);
      t.equal((await here.api('GET', 'session')).status, 200);
      t.equal((await there.api('GET', 'session')).status, 401);
      await portal.signIn('bia.lima@aurora.example', 'a much longer one');
    });

    await t.test('let people change what is theirs', async (t) => {
      const caio = await portal.person('Caio Reis', {});
      const { body } = await caio.api('PATCH', 'session', { name: ' Caio Alves Reis ', language: 'pt-BR', timeZone: 'America/Manaus', phone: '+55 92 3000' });
      t.match(body.person, { name: 'Caio Alves Reis', language: 'pt-BR', timeZone: 'America/Manaus', phone: '+55 92 3000' });
      t.equal((await caio.api('PATCH', 'session', { timeZone: 'Mars/Olympus' })).body.errors[0].path, 'timeZone');
      t.equal((await caio.api('PATCH', 'session', { language: 'tlh' })).body.errors[0].path, 'language');
      t.equal((await caio.api('PATCH', 'session', { status: 'active' })).status, 422);
      const refused = await caio.api('PATCH', 'session', { name: '' });
      t.equal(refused.body.errors[0].message, 'Preencha este campo.', 'in their own language');
    });

    await t.test('of a page of another site change nothing', async (t) => {
      const answer = await admin.api('PATCH', 'session', { name: 'Eve' }, { origin: 'https://evil.example' });
      t.equal(answer.status, 403);
      t.equal(answer.body.code, 'foreign-origin');
    });
  });

  t.test(`tokens on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect, modules: [] });
    const { admin, api } = portal;
    const made = await admin.api('POST', 'tokens', { name: 'Site', scopes: ['core.people.manage'] }, { 'idempotency-key': 'once' });
    t.equal(made.status, 201);
    const bearer = { authorization: `Bearer ${made.body.token}` };
    t.same((await api('GET', 'session', undefined, bearer)).body.permissions, { 'core.people.manage': 'all' });
    t.equal((await api('POST', 'people', { name: 'By token' }, bearer)).status, 201);
    t.equal((await api('POST', 'roles', { name: 'x', grants: {} }, bearer)).status, 403, 'no more than its scopes');
    t.equal((await api('POST', 'tokens', { name: 'Wider' }, bearer)).body.code, 'needs-session');
    t.equal((await api('PATCH', 'session', { name: 'Eve' }, bearer)).body.code, 'needs-session');
    const [listed] = (await admin.api('GET', 'tokens')).body.items;
    t.equal(listed.name, 'Site');
    t.ok(listed.lastUsedAt);
    t.notOk('token' in listed);
    t.equal((await admin.api('POST', 'tokens', { name: 'x', scopes: ['core.nothing'] })).body.errors[0].path, 'scopes.0');
    const kept = await portal.portal.services.db.read.selectFrom('idempotency_keys').selectAll().execute();
    t.notMatch(JSON.stringify(kept), made.body.token, 'the secret is not kept anywhere');
    const other = await portal.person('Davi', {});
    t.equal((await other.api('DELETE', `tokens/${made.body.id}`)).status, 404);
    t.equal((await admin.api('DELETE', `tokens/${made.body.id}`)).status, 200);
    t.equal((await api('GET', 'session', undefined, bearer)).status, 401);
  });
}
