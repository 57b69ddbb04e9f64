import t from 'tap';
import type { NoticeKind } from '../../server/core/notify/kinds.js';
import { createNotify } from '../../server/core/notify/notify.js';
import type { LiveMessage } from '../../server/core/realtime/live.js';
import { startMailServer } from '../support/mail-server.js';
import { dialects, startPortal } from '../support/portal.js';

for (const dialect of dialects) {
  t.test(`notices on ${dialect}`, async (t) => {
    const server = await startMailServer();
    t.teardown(() => server.close());
    const portal = await startPortal(t, {
      dialect,
      modules: ['crm'],
      mail: { smtp: `smtp://127.0.0.1:${server.port}`, from: 'hello@aurora.example' },
      publicUrl: 'https://portal.example/sede',
    });
    const { admin } = portal;
    const { services, life } = portal.portal;
    const rui = await portal.person('Rui', { role: 'salesperson' });
    await rui.api('PATCH', 'session', { language: 'pt-BR' });
    await portal.settle();
    server.received.length = 0;
    const heard: LiveMessage[] = [];
    const loud: NoticeKind = { id: 'core.mail', codes: ['core.mail.failed'], mail: 'at-once' };
    const { notify } = createNotify({
      ...services,
      live: { publish: (message) => heard.push(message) },
      kinds: () => life.composition().records.kinds,
      noticeKinds: () => [loud],
    });
    const notice = { code: 'core.mail.failed', params: { to: 'x@y.example', subject: 'Olá', attempts: 1234, reason: 'no' } };

    await t.test('are told to each in their language, once', async (t) => {
      await services.db.write((tx) => notify(tx, [admin.id, rui.id, rui.id, 999], { ...notice, record: { type: 'crm.deal', id: 7 } }));
      t.equal((await admin.api('GET', 'notices')).body.items[0].title, 'A mail to x@y.example did not go out');
      const { items, unread, next } = (await rui.api('GET', 'notices')).body;
      t.equal(items.length, 1);
      t.match(items[0], { title: 'Um e-mail para x@y.example não saiu', url: '/crm/deals/7', recordType: 'crm.deal', recordId: 7, readAt: null });
      t.match(items[0].body, /1\.234 tentativas/);
      t.equal(unread, 1);
      t.equal(next, null);
    });

    await t.test('are heard live by the person alone', async (t) => {
      t.same(
        heard.map(({ topic, name }) => [topic, name]),
        [
          ['me', 'notice.created'],
          ['me', 'notice.created'],
        ],
      );
      const [ana, other] = await Promise.all([services.access.actorOf(admin.id), services.access.actorOf(rui.id)]);
      t.same(
        heard.map(({ mayHear }) => [ana && mayHear(ana), other && mayHear(other)]),
        [
          [true, false],
          [false, true],
        ],
      );
    });

    await t.test('come by mail with the way to the record', async (t) => {
      await portal.settle();
      t.same(server.received.map((mail) => mail.subject).sort(), ['A mail to x@y.example did not go out', 'Um e-mail para x@y.example não saiu']);
      for (const mail of server.received) t.match(mail.text, 'https://portal.example/sede/crm/deals/7');
    });

    await t.test('are counted by record, and read with it', async (t) => {
      await services.db.write((tx) => notify(tx, [rui.id], { ...notice, record: { type: 'crm.deal', id: 9 } }));
      const about = async () => (await rui.api('GET', 'notices/about?recordType=crm.deal')).body.ids;
      t.same(await about(), [9, 7], 'what came last first');
      t.equal((await rui.api('POST', 'notices/read', { about: { recordType: 'crm.deal', recordId: 9 } })).body.unread, 1);
      t.same(await about(), [7]);
      t.same((await admin.api('GET', 'notices/about?recordType=crm.deal')).body.ids, [7], 'of others nothing is read');
      t.match(await rui.api('POST', 'notices/read', { about: { recordType: 'crm.deal' } }), { status: 422, body: { errors: [{ path: 'about.recordId' }] } });
    });

    await t.test('are read one by one or all at once', async (t) => {
      for (let i = 0; i < 3; i += 1) await services.db.write((tx) => notify(tx, [rui.id], notice));
      const first = (await rui.api('GET', 'notices?limit=3')).body;
      t.equal(first.items.length, 3);
      const rest = (await rui.api('GET', `notices?limit=3&after=${first.next}`)).body;
      t.equal(rest.items.length, 2);
      t.equal(rest.next, null);
      t.equal((await rui.api('GET', 'session')).body.unreadNotices, 4);
      t.same((await rui.api('POST', 'notices/read', { ids: [first.items[0].id] })).body, { unread: 3 });
      t.equal((await admin.api('POST', 'notices/read', { ids: [first.items[1].id] })).body.unread, 1, 'not those of others');
      t.equal((await rui.api('GET', 'notices?unread=true')).body.items.length, 3);
      t.same((await rui.api('POST', 'notices/read', { ids: [first.items[0].id], read: false })).body, { unread: 4 }, 'and made unread again');
      t.same((await rui.api('POST', 'notices/read', { all: true })).body, { unread: 0 });
      t.equal((await rui.api('GET', 'notices?after=x')).body.errors[0].path, 'after');
    });

    await t.test('are open to a token as far as it may read what they are about', async (t) => {
      const leadId = (await admin.api('POST', 'crm/leads', { title: 'A secret lead' })).body.id;
      await services.db.write(async (tx) => {
        await notify(tx, [admin.id], { ...notice, record: { type: 'crm.lead', id: leadId } });
        await notify(tx, [admin.id], notice);
      });
      const counts = async (...scopes: string[]) => {
        const { token, id } = (await admin.api('POST', 'tokens', { name: 'x', scopes })).body;
        const headers = { authorization: `Bearer ${token}` };
        const { items, unread } = (await portal.api('GET', 'notices?unread=true', undefined, headers)).body;
        const about = (await portal.api('GET', 'notices/about?recordType=crm.lead', undefined, headers)).body.ids;
        await admin.api('DELETE', `tokens/${id}`);
        t.equal(items.length, unread);
        return [new Set(items.map(({ recordType }: { recordType: string | null }) => recordType)), about.length];
      };
      t.same(await counts('crm.deal.change'), [new Set(), 0]);
      t.same(await counts('crm.lead.read'), [new Set(['crm.lead']), 1]);
      t.same(await counts('crm.lead.read', 'core.personal.change'), [new Set(['crm.lead', null]), 1]);
      t.same(await counts('*'), [new Set(['crm.lead', 'crm.deal', null]), 1]);
    });

    await t.test('of a rolled back change never were', async (t) => {
      heard.length = 0;
      await t.rejects(
        services.db.write(async (tx) => {
          await notify(tx, [rui.id], notice);
          throw new Error('no');
        }),
      );
      t.equal(heard.length, 0);
      t.equal((await rui.api('GET', 'notices?unread=true')).body.items.length, 0);
    });
  });
}
