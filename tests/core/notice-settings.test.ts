import t from 'tap';
import { weekdayOf } from '../../server/contracts/core/calendar-day.js';
import { dayIn } from '../../server/core/db/days.js';
import { isNoticeCode } from '../../server/core/i18n/notices.js';
import { noticeKindsOf } from '../../server/core/notify/kinds.js';
import { catalog } from '../../server/modules/catalog.js';
import { openLive } from '../support/live-socket.js';
import { startMailServer } from '../support/mail-server.js';
import { messagesOf } from '../support/messages.js';
import { dialects, password, startPortal, type TestPortal, type Visitor } from '../support/portal.js';

const hour = 3_600_000;
const everyDay = [1, 2, 3, 4, 5, 6, 7];

/** Full hours from now by the person's clock, such as `22:00`. */
const clockIn = (p: TestPortal, hours: number): string =>
  `${new Date(Date.parse(p.now()) + hours * hour).toLocaleTimeString('en-GB', { timeZone: 'UTC', hour: '2-digit' })}:00`;

for (const dialect of dialects) {
  t.test(`how each is told on ${dialect}`, async (t) => {
    const server = await startMailServer();
    t.teardown(() => server.close());
    const mail = { smtp: `smtp://127.0.0.1:${server.port}`, from: 'hello@aurora.example' };
    const p = await startPortal(t, { dialect, mail, publicUrl: 'https://portal.example', modules: catalog.map(({ manifest }) => manifest.id) });
    const bruno = await p.person('Bruno Lima', { role: 'salesperson' });
    await bruno.api('PATCH', 'session', { timeZone: 'UTC' });
    const change = (who: Visitor, body: unknown) => who.api('PATCH', 'notices/settings', body);
    const lead = async (title: string) => (await p.admin.api('POST', 'crm/leads', { title, ownerId: bruno.id })).body.id as number;
    const inbox = async () => (await bruno.api('GET', 'notices')).body;
    const mails = async () => {
      await p.settle();
      return server.received.splice(0).map(({ subject }) => subject);
    };
    await mails();

    await t.test('kinds are those of the modules that are on and of what one may do, each in words', async (t) => {
      const { kinds, quiet, digest, mail } = (await p.admin.api('GET', 'notices/settings')).body;
      t.same(quiet, null);
      t.same(digest, { days: [1, 2, 3, 4, 5], at: '08:00' });
      t.equal(mail, true);
      const lead = kinds.find(({ id }: { id: string }) => id === 'crm.lead');
      t.same(lead, { id: 'crm.lead', label: 'A lead became mine', portal: true, mail: 'at-once', needed: false, own: false });
      const ids = async (who: Visitor) => (await who.api('GET', 'notices/settings')).body.kinds.map(({ id }: { id: string }) => id);
      t.ok((await ids(p.admin)).includes('core.backup'));
      t.notOk((await ids(bruno)).includes('core.backup'), 'who is never told of backups is not asked about them');
      await p.admin.api('PATCH', 'session', { language: 'pt-BR' });
      const { kinds: words } = (await p.admin.api('GET', 'notices/settings')).body;
      t.ok(words.some(({ label }: { label: string }) => label === 'Um lead passou a ser meu'));
      await p.admin.api('PATCH', 'session', { language: 'en' });
    });

    await t.test('every notice that has texts belongs to a kind, and every kind has its own', async (t) => {
      const kinds = noticeKindsOf(p.portal.life.composition().registry);
      const codes = [...messagesOf('server', 'en').keys()].flatMap((key) => {
        const found = /^(\w+):notice\.(.+)\.title$/.exec(key);
        return found ? [`${found[1]}.${found[2]}`] : [];
      });
      t.ok(codes.length > 10 && codes.every(isNoticeCode));
      t.same(
        codes.filter((code) => kinds.filter(({ codes }) => codes.includes(code)).length !== 1),
        [],
      );
      for (const { id } of kinds) t.ok(messagesOf('server', 'en').has(id.replace('.', ':noticeKind.')), id);
    });

    await t.test('by mail at once and in the portal, in the portal alone, by mail alone, not at all', async (t) => {
      await lead('Both');
      t.same(await mails(), ['Lead for you: Both']);
      await change(bruno, { kinds: { 'crm.lead': { portal: true, mail: 'never' } } });
      await lead('Portal');
      t.same(await mails(), []);
      await change(bruno, { kinds: { 'crm.lead': { portal: false, mail: 'at-once' } } });
      await lead('Mail');
      t.same(await mails(), ['Lead for you: Mail']);
      await change(bruno, { kinds: { 'crm.lead': { portal: false, mail: 'never' } } });
      await lead('Nothing');
      t.same(await mails(), []);
      t.same(
        (await inbox()).items.map(({ params }: { params: { title: string } }) => params.title),
        ['Portal', 'Both'],
      );
      t.equal((await inbox()).unread, 2);
      t.same((await change(bruno, { kinds: { 'crm.lead': { portal: true, mail: 'at-once' } } })).body.kinds[0].mail, 'at-once');
    });

    await t.test('one change leaves what it does not name, also when two come at once', async (t) => {
      await Promise.all([
        change(bruno, { kinds: { 'crm.deal': { portal: true, mail: 'never' } } }),
        change(bruno, { kinds: { 'crm.activity': { portal: true, mail: 'digest' } } }),
        change(bruno, { digest: { days: [1], at: '09:30' } }),
      ]);
      const { kinds, digest } = (await bruno.api('GET', 'notices/settings')).body;
      const of = (id: string) => kinds.find((kind: { id: string }) => kind.id === id).mail;
      t.same([of('crm.deal'), of('crm.activity'), digest], ['never', 'digest', { days: [1], at: '09:30' }]);
    });

    await t.test('the company decides for whoever has not chosen; one’s own choice wins and can be taken back', async (t) => {
      const usual = (who: Visitor, body: unknown) => who.api('PATCH', 'notices/usual', body);
      const of = async (who: Visitor, id: string, path = 'settings') =>
        (await who.api('GET', `notices/${path}`)).body.kinds.find((kind: { id: string }) => kind.id === id);
      const rita = await p.person('Rita Alves', { role: 'salesperson' });
      t.match((await usual(rita, { kinds: { 'crm.lead': null } })).body, { status: 403, permission: 'core.settings.manage' });
      t.equal((await rita.api('GET', 'notices/usual')).status, 403);
      t.ok((await of(p.admin, 'crm.lead', 'usual')).own === false);
      t.equal((await usual(p.admin, { kinds: { 'crm.lead': { portal: true, mail: 'never' }, 'crm.deal': { portal: false, mail: 'digest' } } })).status, 200);
      t.match(await of(rita, 'crm.lead'), { portal: true, mail: 'never', own: false });
      t.match(await of(rita, 'crm.deal'), { portal: false, mail: 'digest', own: false });
      t.match(await of(bruno, 'crm.lead'), { mail: 'at-once', own: true }, 'who has chosen keeps it');
      const give = async (title: string, ownerId: number) => void (await p.admin.api('POST', 'crm/leads', { title, ownerId }));
      await mails();
      await give('Undecided', rita.id);
      await give('Decided', bruno.id);
      t.same(await mails(), ['Lead for you: Decided']);
      t.equal((await rita.api('GET', 'notices')).body.unread, 1);
      t.match((await change(bruno, { kinds: { 'crm.lead': null } })).body.kinds[0], { id: 'crm.lead', mail: 'never', own: false });
      await give('As the company has it', bruno.id);
      t.same(await mails(), []);
      const late = await p.person('Late Comer', { role: 'salesperson' });
      t.match(await of(late, 'crm.deal'), { portal: false, mail: 'digest', own: false }, 'new people have it too');
      await Promise.all([usual(p.admin, { kinds: { 'crm.lead': null } }), usual(p.admin, { kinds: { 'crm.deal': null } })]);
      t.match([await of(rita, 'crm.lead'), await of(rita, 'crm.deal')], [{ portal: true, mail: 'at-once' }, { portal: true }], 'and it is taken back');
      t.match(await of(p.admin, 'crm.lead', 'usual'), { own: false });
      for (const [kinds, path] of [
        [{ 'core.backup': { portal: false, mail: 'never' } }, 'kinds.core.backup.portal'],
        [{ 'crm.nothing': null }, 'kinds.crm.nothing'],
      ] as const)
        t.match(await usual(p.admin, { kinds }), { status: 422, body: { errors: [{ path }] } });
      const { items } = (await p.admin.api('GET', 'audit?limit=50')).body;
      t.ok(JSON.stringify(items).includes('notice-settings.changed'), 'the audit tells of it');
      await change(bruno, { kinds: { 'crm.lead': { portal: true, mail: 'at-once' } } });
      await mails();
    });

    await t.test('what cannot be is refused, naming the field', async (t) => {
      const paths = async (body: unknown) => {
        const { status, body: problem } = await change(p.admin, body);
        return [status, problem.errors?.[0]?.path];
      };
      t.same(await paths({ kinds: { 'core.backup': { portal: false, mail: 'never' } } }), [422, 'kinds.core.backup.portal']);
      t.same(await paths({ kinds: { 'crm.nothing': { portal: true, mail: 'never' } } }), [422, 'kinds.crm.nothing']);
      t.same(await paths({ quiet: { days: everyDay, from: '08:00', to: '08:00' } }), [422, 'quiet.days']);
      for (const body of [
        { quiet: { days: [], from: '08:00', to: '09:00' } },
        { quiet: { days: [8], from: '08:00', to: '09:00' } },
        { quiet: { days: [1], from: '24:00', to: '09:00' } },
        { digest: { days: [1], at: '8' } },
        { kinds: { 'crm.lead': { portal: true, mail: 'sometimes' } } },
      ])
        t.equal((await change(p.admin, body)).status, 422, JSON.stringify(body));
      t.same((await bruno.api('GET', 'notices?kind=nothing')).body.errors[0].path, 'kind');
    });

    await t.test('a mail that falls into quiet hours waits until they end; the bell counts at once, and nothing pops up', async (t) => {
      const today = weekdayOf(dayIn('UTC', p.now()));
      const yesterday = today === 1 ? 7 : today - 1;
      await change(bruno, { quiet: { days: [yesterday, today], from: clockIn(p, -1), to: clockIn(p, 2) } });
      const before = (await inbox()).unread;
      const id = await lead('At night');
      const live = await openLive(t, p.url, bruno.cookie);
      const remind = async (title: string) => {
        const dueAt = new Date(Date.parse(p.now()) + 1000).toISOString();
        await bruno.api('POST', 'crm/activities', { kind: 'call', title, recordType: 'crm.lead', recordId: id, dueAt });
        p.pass(2000);
        await p.settle();
        return (await live.wait(title, ({ name, data }) => name === 'notice.created' && data.params.title === title)).data.pop;
      };
      t.equal(await remind('Call in the night'), false, 'a reminder keeps quiet');
      t.equal((await inbox()).unread, before + 2);
      t.same(await mails(), []);
      p.pass(2 * hour);
      t.same(await mails(), ['Lead for you: At night']);
      await change(bruno, { quiet: null });
      t.equal(await remind('Call by day'), true, 'after them it is said on the screen');
      await lead('By day');
      t.same(await mails(), ['Lead for you: By day']);
    });

    await t.test('a mail that waits does not go to whoever was dismissed meanwhile', async (t) => {
      const dora = await p.person('Dora', { role: 'salesperson' });
      await dora.api('PATCH', 'session', { timeZone: 'UTC' });
      await change(dora, { quiet: { days: everyDay, from: clockIn(p, -1), to: clockIn(p, 2) } });
      await mails();
      for (const ownerId of [dora.id, bruno.id]) await p.admin.api('POST', 'crm/leads', { title: `Of ${ownerId}`, ownerId });
      t.equal((await p.admin.api('POST', `people/${dora.id}/dismiss`, { toPersonId: null })).status, 200);
      p.pass(4 * hour);
      t.same(await mails(), [`Lead for you: Of ${bruno.id}`]);
    });

    await t.test('the inbox shows one kind, and what is unread of it', async (t) => {
      await p.admin.api('POST', 'crm/deals', { title: 'Gates', ownerId: bruno.id });
      const deals = (await bruno.api('GET', 'notices?kind=crm.deal')).body.items;
      t.same(
        deals.map(({ code }: { code: string }) => code),
        ['crm.deal.assigned'],
      );
      await bruno.api('POST', 'notices/read', { ids: [deals[0].id] });
      t.same((await bruno.api('GET', 'notices?kind=crm.deal&unread=true')).body.items, []);
    });

    await t.test('what was read three months ago is gone, what nobody read stays', async (t) => {
      const all = (await inbox()).items.length;
      p.pass(91 * 24 * hour);
      await p.settle();
      const again = await p.signIn('bruno.lima@aurora.example', password);
      const { items, unread } = (await again.api('GET', 'notices')).body;
      t.ok(items.length < all);
      t.equal(items.length, unread);
    });
  });
}
