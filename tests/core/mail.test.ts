import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { MailState } from '../../server/contracts/core/settings.js';
import { onePoint, uploadFile } from '../support/files.js';
import { startMailServer } from '../support/mail-server.js';
import { dialects, startPortal, type TestPortal } from '../support/portal.js';

const content = { language: 'en', subject: 'Quote 7', heading: 'Quote 7', paragraphs: ['Here it is.'] };
const hour = 3_600_000;

const recent = async (portal: TestPortal): Promise<MailState[]> => (await portal.admin.api('GET', 'settings/mail')).body.recent;
const settingsFor = (port: number) => ({ smtp: `smtp://127.0.0.1:${port}`, from: 'Aurora <hello@aurora.example>' });

for (const dialect of dialects) {
  t.test(`mail on ${dialect}`, async (t) => {
    const server = await startMailServer({ refuse: (address) => (address.startsWith('nobody') ? [550, '5.1.1 No such mailbox'] : undefined) });
    const { port } = server;
    let open = server;
    t.teardown(() => open.close());
    const portal = await startPortal(t, { dialect, modules: [], mail: settingsFor(port), publicUrl: 'https://portal.example/sede/' });
    const { services } = portal.portal;
    const queue = (to: string, extra = {}) => services.db.write((tx) => services.mail.queue(tx, { to, content, senderId: portal.admin.id, ...extra }));

    await t.test('goes out with its attachments', async (t) => {
      const put = await services.files.put(Buffer.from('%PDF-1.7'));
      const file = await services.db.write((tx) =>
        services.files.register(tx, put, { name: 'Orçamento 7.pdf', mediaType: 'application/pdf' }, portal.admin.id),
      );
      await queue('client@example.org', { attachments: [file.id] });
      await portal.settle();
      const [mail] = server.received;
      t.equal(mail?.subject, 'Quote 7');
      t.equal(mail?.from?.text, '"Aurora" <hello@aurora.example>');
      t.equal(mail?.replyTo?.text, 'ana@aurora.example', 'answers go to who sent it');
      t.equal(mail?.attachments[0]?.filename, 'Orçamento 7.pdf');
      t.equal(mail?.attachments[0]?.content.toString(), '%PDF-1.7');
      t.match((await recent(portal))[0], { state: 'sent', to: 'client@example.org', attempts: 1, error: null });
    });

    await t.test('carries the company’s logo inside it', async (t) => {
      t.notMatch(server.received[0]?.html, /<img|logo/, 'none without one');
      const logoId = await uploadFile(portal.admin, onePoint, 'logo.png', 'image/png');
      t.equal((await portal.admin.api('PATCH', 'settings/company', { logoId })).status, 200);
      await queue('logo@example.org');
      await portal.settle();
      const mail = server.received.at(-1);
      t.match(mail?.attachments, [{ cid: 'logo@sede', contentType: 'image/png', contentDisposition: 'inline', content: onePoint }]);
      // The parser puts what is shown in the mail in the place of its name.
      t.match(mail?.html, /<img src="(cid:logo@sede|data:image\/png;base64,)/);
      t.match(mail?.html, /alt="Ferragens Aurora"/);
      await portal.admin.api('PATCH', 'settings/company', { logoId: null });
      await queue('plain@example.org');
      await portal.settle();
      t.same(server.received.at(-1)?.attachments, []);
    });

    await t.test('waits while the mail server is down and arrives once', async (t) => {
      await server.close();
      await queue('later@example.org');
      await portal.settle();
      portal.pass(10_000);
      await portal.settle();
      t.match((await recent(portal))[0], { state: 'queued', attempts: 2, error: /ECONNREFUSED/ });
      open = await startMailServer({ port });
      await portal.settle();
      t.equal(open.received.length, 0, 'not before its time');
      portal.pass(hour);
      await portal.settle();
      portal.pass(hour);
      await portal.settle();
      t.equal(open.received.length, 1);
      t.match((await recent(portal))[0], { state: 'sent', attempts: 3, error: null });
    });

    await t.test('is given up after eight attempts, and its sender hears of it', async (t) => {
      await open.close();
      const id = await queue('never@example.org');
      for (let i = 0; i < 9; i += 1) {
        await portal.settle();
        portal.pass(3 * hour);
      }
      t.match((await recent(portal))[0], { id, state: 'failed', attempts: 8, error: /ECONNREFUSED/ });
      // Beside it, administrators hear that the portal itself is not well.
      const all = (await portal.admin.api('GET', 'notices')).body.items as { code: string; body: string }[];
      const items = all.filter(({ code }) => !code.startsWith('core.health.'));
      t.equal(items.length, 1);
      t.match(items[0], { code: 'core.mail.failed', title: 'A mail to never@example.org did not go out', readAt: null });
      t.match(items[0]?.body, /after 8 attempts.*ECONNREFUSED/);
      open = await startMailServer({ port, refuse: (address) => (address.startsWith('nobody') ? [550, '5.1.1 No such mailbox'] : undefined) });
      t.equal((await portal.admin.api('POST', `settings/mail/${id}/retry`)).body.state, 'queued');
      await portal.settle();
      t.equal(open.received.length, 1);
      t.equal((await portal.admin.api('POST', `settings/mail/${id}/retry`)).body.code, 'mail-not-failed');
      t.equal((await portal.admin.api('POST', 'settings/mail/999/retry')).status, 404);
    });

    await t.test('that is refused for good is not tried again', async (t) => {
      await queue('nobody@example.org', { senderId: null });
      await portal.settle();
      t.match((await recent(portal))[0], { state: 'failed', attempts: 1, error: 'There is no such address. (550 5.1.1 No such mailbox)' });
      t.match((await portal.admin.api('GET', 'notices')).body.items[0].body, /No such mailbox/, 'what the portal sent itself is told to who can mend it');
    });

    await t.test('carries invitations', async (t) => {
      const person = (await portal.admin.api('POST', 'people', { name: 'Rita', email: 'rita@aurora.example', language: 'pt-BR' })).body;
      const { url, mailed } = (await portal.admin.api('POST', `people/${person.id}/invite`, {})).body;
      t.ok(mailed);
      t.match(url, /^https:\/\/portal\.example\/sede\/invite\//);
      await portal.settle();
      const mail = open.received.at(-1);
      t.equal(mail?.subject, 'Ana Souza convidou você para Ferragens Aurora');
      t.match(mail?.text, url);
    });
  });

  t.test(`mail settings on ${dialect}`, async (t) => {
    const server = await startMailServer({ login: ['ana', 's3cret/with@signs'] });
    t.teardown(() => server.close());
    const portal = await startPortal(t, { dialect, modules: [] });
    const { admin } = portal;
    const smtp = `smtp://ana:${encodeURIComponent('s3cret/with@signs')}@127.0.0.1:${server.port}`;
    const masked = `smtp://ana:***@127.0.0.1:${server.port}`;
    const from = 'hello@aurora.example';
    t.same((await admin.api('GET', 'settings/mail')).body, { smtp: null, from: null, recent: [] });
    t.equal(portal.portal.services.mail.ready(), false);
    t.equal((await admin.api('POST', 'settings/mail/test', { to: 'a@b.example' })).body.errors[0].path, 'smtp');

    const wrong = await admin.api('POST', 'settings/mail/test', { to: 'a@b.example', from, smtp: smtp.replace('s3cret', 'Gue55') });
    t.equal(wrong.status, 422);
    t.equal(wrong.body.code, 'mail-refused');
    t.match(wrong.body.detail, /^127\.0\.0\.1 answered: .*535/);
    t.notMatch(JSON.stringify(wrong.body), /Gue55/, 'no secret in the answer');
    const down = await admin.api('POST', 'settings/mail/test', { to: 'a@b.example', from, smtp: 'smtp://127.0.0.1:1' });
    t.match(down.body, { status: 422, code: 'mail-unreachable' });
    t.match(down.body.detail, /^127\.0\.0\.1 is there, but nothing answers on port 1\. Please check the port\./);

    const unsafe = await admin.api('POST', 'settings/mail/test', { to: 'a@b.example', from, smtp: smtp.replace('smtp:', 'smtps:') });
    t.match(unsafe.body.detail, /\(wrong version number\)/, 'what OpenSSL says of a server without TLS');
    t.notMatch(unsafe.body.detail, /SSL routines|\.c:\d/, 'without the places in its source');

    for (const [body, path] of [
      [{ smtp: 'http://example.org', from }, 'smtp'],
      [{ smtp: 'mail.example.org', from }, 'smtp'],
      [{ smtp: masked, from }, 'smtp'],
      [{ smtp, from: 'nobody' }, 'from'],
      [{ smtp, from: 'a@b.example\r\nBcc: c@d.example' }, 'from'],
      [{ smtp, from: null }, 'from'],
    ] as const)
      t.equal((await admin.api('PUT', 'settings/mail', body)).body.errors[0].path, path, JSON.stringify(body));

    t.same((await admin.api('PUT', 'settings/mail', { smtp, from })).body, { smtp: masked, from });
    t.same((await admin.api('GET', 'settings/mail')).body, { smtp: masked, from, recent: [] });
    t.same((await admin.api('PUT', 'settings/mail', { smtp: masked, from: 'Aurora <hello@aurora.example>' })).body.smtp, masked);
    t.same((await admin.api('POST', 'settings/mail/test', { to: 'a@b.example' })).body, { sent: true }, 'the old password is kept');
    t.equal(server.received[0]?.subject, 'A test message from Ferragens Aurora');
    t.match(await recent(portal), [{ to: 'a@b.example', state: 'sent', subject: 'A test message from Ferragens Aurora' }], 'it stands among what was sent');
    const elsewhere = await admin.api('POST', 'settings/mail/test', { to: 'a@b.example', smtp: 'smtp://ana:***@127.0.0.2:25' });
    t.equal(elsewhere.body.errors[0].path, 'smtp', 'the password is not carried to another server');

    const stored = JSON.stringify(await portal.portal.services.db.read.selectFrom('settings').selectAll().execute());
    t.notMatch(stored, /s3cret/, 'encrypted in the database');
    t.equal(Buffer.from(readFileSync(join(portal.folder, 'keys/secret.key'), 'utf8'), 'base64').length, 32);
    await portal.restart();
    t.same((await admin.api('POST', 'settings/mail/test', { to: 'a@b.example' })).body, { sent: true }, 'read again after a restart');

    const clerk = await portal.person('Clerk', { grants: {} });
    for (const [method, path] of [
      ['GET', 'settings/mail'],
      ['PUT', 'settings/mail'],
      ['POST', 'settings/mail/test'],
      ['PATCH', 'settings/company'],
    ] as const)
      t.equal((await clerk.api(method, path, method === 'GET' ? undefined : {})).status, 403);
    t.same((await admin.api('PUT', 'settings/mail', { smtp: null, from: null })).body, { smtp: null, from: null });
    t.equal(portal.portal.services.mail.ready(), false);
  });
}
