import t from 'tap';
import { type LiveEvent, openLive, statusOfUpgrade } from '../support/live-socket.js';
import { dialects, password, startPortal, type Visitor } from '../support/portal.js';

const idsHeard = (events: LiveEvent[]) => events.filter(({ topic }) => topic === 'crm.deal').map(({ name, data }) => `${name} ${data.id}`);

for (const dialect of dialects) {
  t.test(`the live socket on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect, modules: ['crm'] });
    const [bruno, carla] = [await p.person('Bruno Lima', { role: 'salesperson' }), await p.person('Carla Reis', { role: 'salesperson' })];
    const dealOf = async (who: Visitor, title = 'A deal') => (await who.api('POST', 'crm/deals', { title })).body.id as number;
    /** An event that everybody hears: what was to come before it has come. */
    const mark = async (socket: { events: LiveEvent[]; wait: (what: string, fits: (event: LiveEvent) => boolean) => Promise<LiveEvent> }) => {
      const before = socket.events.filter(({ name }) => name === 'session.changed').length;
      await p.admin.api('PATCH', `people/${bruno.id}`, { position: `Seller ${Math.random()}` });
      await p.admin.api('PATCH', `people/${carla.id}`, { position: `Seller ${Math.random()}` });
      await socket.wait('mark', () => socket.events.filter(({ name }) => name === 'session.changed').length > before);
    };

    await t.test('is refused to strangers, to pages of others, and at other addresses', async (t) => {
      t.equal(await statusOfUpgrade(p.url, {}), 401);
      t.equal(await statusOfUpgrade(p.url, { cookie: 'sede_session=nonsense' }), 401);
      t.equal(await statusOfUpgrade(p.url, { cookie: bruno.cookie, origin: 'https://evil.example' }), 401);
      t.equal(await statusOfUpgrade(p.url, { cookie: bruno.cookie, origin: 'null' }), 401);
      t.equal(await statusOfUpgrade(p.url, { cookie: bruno.cookie, origin: p.url }), 101);
    });

    await t.test('tells of records to those who may read them, and to nobody else', async (t) => {
      const [hisSocket, hers, anas] = await Promise.all([bruno, carla, p.admin].map(({ cookie }) => openLive(t, p.url, cookie)));
      if (!hisSocket || !hers || !anas) throw new Error('no sockets');
      for (const socket of [hisSocket, hers, anas]) socket.send({ type: 'subscribe', topics: ['crm.deal'] });
      const his = await dealOf(bruno);
      await hisSocket.wait('his deal', ({ data }) => data?.id === his);
      const her = await dealOf(carla);
      await Promise.all([hers.wait('her deal', ({ data }) => data?.id === her), anas.wait('both', ({ data }) => data?.id === her)]);
      await Promise.all([mark(hisSocket), mark(hers)]);
      t.same(idsHeard(hisSocket.events), [`created ${his}`]);
      t.same(idsHeard(hers.events), [`created ${her}`]);
      t.same(idsHeard(anas.events), [`created ${his}`, `created ${her}`]);
      t.same(
        hisSocket.events.find(({ topic }) => topic === 'crm.deal'),
        {
          type: 'event',
          seq: hisSocket.events.find(({ topic }) => topic === 'crm.deal')?.seq,
          topic: 'crm.deal',
          name: 'created',
          data: { id: his, version: 1 },
        },
        'ids only, no contents',
      );
      const { version } = (await p.admin.api('PATCH', `crm/deals/${his}`, { ownerId: carla.id })).body;
      await Promise.all([hisSocket, hers].map((socket) => socket.wait('handed over', ({ name, data }) => name === 'changed' && data.id === his)));
      t.equal(version, 2, 'whoever loses a record hears that it changed, and whoever gets it');
    });

    await t.test('tells nothing that was not asked for', async (t) => {
      const socket = await openLive(t, p.url, p.admin.cookie);
      await dealOf(p.admin);
      await p.admin.api('PATCH', 'session', { phone: '3000-0001' });
      await socket.wait('session.changed', ({ name }) => name === 'session.changed');
      t.same(idsHeard(socket.events), []);
      socket.send({ type: 'subscribe', topics: ['crm.deal'] });
      socket.send({ type: 'unsubscribe', topics: ['crm.deal'] });
      await dealOf(p.admin);
      await p.admin.api('PATCH', 'session', { phone: '3000-0002' });
      await socket.wait('both', () => socket.events.filter(({ name }) => name === 'session.changed').length === 2);
      t.same(idsHeard(socket.events), []);
    });

    await t.test('gives on return what was missed, once and in order, within the rights', async (t) => {
      const first = await openLive(t, p.url, bruno.cookie);
      first.send({ type: 'subscribe', topics: ['crm.deal'] });
      const seen = await dealOf(bruno);
      const { seq } = await first.wait('the first', ({ data }) => data?.id === seen);
      first.close();
      await first.closed();
      const missed = [await dealOf(bruno), await dealOf(bruno)];
      await dealOf(carla);
      const again = await openLive(t, p.url, bruno.cookie);
      again.send({ type: 'subscribe', topics: ['crm.deal'] });
      again.send({ type: 'resume', seq });
      await again.wait('the last', ({ data }) => data?.id === missed[1]);
      await mark(again);
      t.same(
        idsHeard(again.events),
        missed.map((id) => `created ${id}`),
      );
      t.notOk(again.events.some(({ type }) => type === 'reset'));
      const seqs = again.events.filter(({ type }) => type === 'event').map((event) => event.seq);
      t.same(
        seqs,
        [...seqs].sort((a, b) => a - b),
      );
    });

    await t.test('says to begin anew when it is too long ago, or was before a restart', async (t) => {
      const socket = await openLive(t, p.url, bruno.cookie);
      socket.send({ type: 'resume', seq: 5 });
      t.ok((await socket.wait('reset', ({ type }) => type === 'reset')).seq >= socket.seq);
      const { live } = p.portal.services;
      for (let i = 0; i < 2100; i += 1) live.publish({ topic: 'crm.nothing', name: 'changed', data: {}, mayHear: () => false });
      const late = await openLive(t, p.url, bruno.cookie);
      late.send({ type: 'resume', seq: socket.seq });
      await late.wait('reset', ({ type }) => type === 'reset');
      const { seq } = late;
      await p.restart();
      t.equal(await late.closed(), 1001, 'a stop closes the sockets');
      const after = await openLive(t, p.url, bruno.cookie);
      after.send({ type: 'resume', seq });
      await after.wait('reset', ({ type }) => type === 'reset');
    });

    await t.test('bad messages are refused or ignored, and nobody else notices', async (t) => {
      const good = await openLive(t, p.url, p.admin.cookie);
      const bad = await openLive(t, p.url, p.admin.cookie);
      for (const message of [
        null,
        5,
        [],
        { type: 'subscribe' },
        { type: 'subscribe', topics: 'crm.deal' },
        { type: 'resume', seq: 'x' },
        { type: '__proto__' },
      ])
        bad.send(message);
      const huge = await openLive(t, p.url, p.admin.cookie);
      huge.send({ type: 'subscribe', topics: ['x'.repeat(20_000)] });
      t.equal(await huge.closed(), 1009);
      good.send({ type: 'subscribe', topics: ['crm.deal'] });
      const id = await dealOf(p.admin);
      await good.wait('deal', ({ data }) => data?.id === id);
      t.equal((await p.admin.api('GET', 'session')).status, 200);
    });

    await t.test('is closed with the session: signed out, a new password, dismissed', async (t) => {
      const address = 'carla.reis@aurora.example';
      const [desk, phone] = [await p.signIn(address, password), await p.signIn(address, password)];
      const [atDesk, onPhone] = [await openLive(t, p.url, desk.cookie), await openLive(t, p.url, phone.cookie)];
      await desk.api('DELETE', 'session');
      t.equal(await atDesk.closed(), 4401, 'signed out at the desk');
      await onPhone.wait('the phone is told to look', ({ name }) => name === 'session.changed');
      const laptop = await p.signIn(address, password);
      const onLaptop = await openLive(t, p.url, laptop.cookie);
      t.equal((await laptop.api('PATCH', 'session', { password: 'another fine secret', oldPassword: password })).status, 200);
      t.equal(await onPhone.closed(), 4401, 'a new password signs out everywhere else');
      await onLaptop.wait('the laptop stays', ({ name }) => name === 'session.changed');
      t.equal((await p.admin.api('PATCH', `people/${carla.id}`, { status: 'dismissed' })).status, 200);
      t.equal(await onLaptop.closed(), 4401);
      t.equal(await statusOfUpgrade(p.url, { cookie: laptop.cookie, origin: p.url }), 401);
    });
  });
}

t.test('sockets are looked after', async (t) => {
  const p = await startPortal(t, { dialect: 'sqlite', modules: [], heartbeatMs: 50 });
  const bruno = await p.person('Bruno Lima', { role: 'salesperson' });

  await t.test('one whose other side is gone without a word is cut off, the others stay', async (t) => {
    const [well, gone] = [await openLive(t, p.url, bruno.cookie), await openLive(t, p.url, bruno.cookie, { autoPong: false })];
    t.equal(await gone.closed(), 1006);
    await p.admin.api('PATCH', `people/${bruno.id}`, { position: 'Seller' });
    await well.wait('session.changed', ({ name }) => name === 'session.changed');
    await well.wait('a sign of life that a page can hear', ({ type }) => type === 'beat');
  });

  await t.test('one whose session ran out by its age is closed without anybody doing anything', async (t) => {
    const socket = await openLive(t, p.url, bruno.cookie);
    p.pass(400 * 24 * 3600_000);
    t.equal(await socket.closed(), 4401);
  });
});
