import t from 'tap';
import '../../../server/modules/sales/tables.js';
import type { HealthCheck } from '../../../server/contracts/core/health.js';
import { askRunning, openControl } from '../../../server/control.js';
import { instantAt } from '../../../server/core/db/days.js';
import { dialects, startPortal } from '../../support/portal.js';
import { readPdf } from '../../support/read-pdf.js';
import { dealOf, noticesOf, ok, pathsOf, portalWithMail, quoteOf, row, timelineOf } from './sales-portal.js';

/** What the mail server answers to an address: no such mailbox, or not now. */
const refusals = new Map<string, [code: number, text: string]>();

for (const dialect of dialects) {
  t.test(`documents on their way to clients on ${dialect}`, async (t) => {
    const { p, ana, bruno, mails } = await portalWithMail(t, dialect, (address) => refusals.get(address));

    await t.test('a quote is sent: mail with PDF and link, status, timeline, file', async (t) => {
      const deal = await dealOf(bruno, 'Doors');
      const quote = await quoteOf(bruno, deal.id, [row('Dobradiça', 48, 1890, { taxRate: 12 })], { validUntil: '2099-12-31' });
      const sent = ok(await bruno.api('POST', `sales/quotes/${quote.id}/send`, {}));
      t.equal(sent.status, 'sent');
      t.ok(sent.sentAt);
      await p.settle();
      mails.splice(
        0,
        mails.findIndex(({ attachments }) => attachments.length > 0),
      );
      const [mail] = mails;
      t.match(mail, { to: { text: 'carla@lumen.example' } });
      t.ok(mail?.subject?.includes(quote.number), mail?.subject ?? 'no subject');
      const url = /https:\/\/portal\.aurora\.example\/p\/[\w-]{43}/.exec(mail?.text ?? '')?.[0];
      t.equal(url, ok(await bruno.api('GET', `sales/quotes/${quote.id}/link`)).url, 'the link in the mail is the one that is shown');
      t.equal(mail?.attachments[0]?.filename, `Quote ${quote.number} - Ferragens Aurora.pdf`);
      const text = readPdf(mail?.attachments[0]?.content as Buffer).pages.join('\n');
      for (const words of [quote.number, 'Dobradiça', 'Lumen Ltda', 'Ferragens Aurora']) t.ok(text.includes(words), words);
      const entry = (await timelineOf(bruno, deal.id)).find(({ kind }) => kind === 'sales.quote.sent');
      t.match(entry, { data: { number: quote.number, to: 'carla@lumen.example' } });
      t.equal((await bruno.api('GET', `files/${entry?.data.fileId}`)).status, 200, 'what was sent is kept, for whoever may read the quote');
      ok(await bruno.api('POST', `sales/quotes/${quote.id}/send`, { to: 'diego@lumen.example', message: 'Como combinado.' }));
      await p.settle();
      t.match(mails[1], { to: { text: 'diego@lumen.example' } });
      t.ok(mails[1]?.text?.includes('Como combinado.'));
      ok(await bruno.api('POST', `sales/quotes/${quote.id}/accept`, {}));
      t.equal((await bruno.api('POST', `sales/quotes/${quote.id}/send`, {})).body.code, 'document-closed');
      const invoice = ok(await bruno.api('POST', 'sales/invoices', { quoteId: quote.id }), 201);
      t.equal(ok(await bruno.api('POST', `sales/invoices/${invoice.id}/send`, {})).status, 'unpaid');
      await p.settle();
      t.equal(mails[2]?.attachments[0]?.filename, `Invoice ${invoice.number} - Ferragens Aurora.pdf`);
    });

    await t.test('without an address there is nowhere to send it', async (t) => {
      const deal = await dealOf(bruno, 'No address', null);
      const quote = await quoteOf(bruno, deal.id);
      t.same(pathsOf(await bruno.api('POST', `sales/quotes/${quote.id}/send`, {})), ['to']);
      t.same(pathsOf(await bruno.api('POST', `sales/quotes/${quote.id}/send`, { to: 'nobody' })), ['to']);
      ok(await bruno.api('POST', `sales/quotes/${quote.id}/send`, { to: 'x@lumen.example' }));
    });

    await t.test('a mail that does not get through is said on its document, until that is sent again or handed on otherwise', async (t) => {
      refusals.set('gone@lumen.example', [550, '5.1.1 No such mailbox']).set('later@lumen.example', [451, '4.3.0 Not now']);
      t.teardown(() => refusals.clear());
      const deal = await dealOf(bruno, 'Undelivered');
      const quote = await quoteOf(bruno, deal.id);
      const path = `sales/quotes/${quote.id}`;
      const send = async (to: string, of = path) => ok(await ana.api('POST', `${of}/send`, { to }));
      const standing = async (of = path) => {
        await p.settle();
        return ok(await bruno.api('GET', of));
      };
      const mine = async () =>
        (ok(await bruno.api('GET', 'sales/quotes/undelivered')).items as { id: number; sentTo: string }[]).filter(({ id }) => id === quote.id);
      const told = async (who: typeof bruno) =>
        (await noticesOf(p, who)).filter(({ code, recordId }) => code === 'sales.quote.undelivered' && recordId === quote.id);
      t.match(await send('later@lumen.example'), { status: 'sent', sentVia: 'mail', sentTo: 'later@lumen.example', mailState: 'queued', mailReason: null });
      t.match(await standing(), { mailState: 'queued', mailReason: '451 4.3.0 Not now' }, 'it is tried again, and why');
      t.same(await mine(), []);
      const first = await send('gone@lumen.example');
      t.match(await standing(), {
        mailState: 'failed',
        mailReason: 'There is no such address. (550 5.1.1 No such mailbox)',
        sentTo: 'gone@lumen.example',
        version: first.version + 1,
      });
      t.match(await mine(), [
        { sentTo: 'gone@lumen.example', mailReason: 'There is no such address. (550 5.1.1 No such mailbox)', number: quote.number, dealId: deal.id },
      ]);
      t.same(ok(await ana.api('GET', 'sales/quotes/undelivered')).items, [], 'of others it says nothing');
      for (const who of [ana, bruno]) {
        const [notice] = await told(who);
        t.match(
          notice,
          { title: `Quote ${quote.number} for Lumen Ltda did not reach gone@lumen.example`, url: `/${path}`, outcome: null },
          'its sender and its owner hear of it',
        );
      }
      t.ok((ok(await bruno.api('GET', 'sales/quotes?mailState=failed')).items as { id: number }[]).some(({ id }) => id === quote.id));
      refusals.delete('later@lumen.example');
      p.pass(3_600_000);
      await p.settle();
      t.match(await standing(), { mailState: 'failed' }, 'an earlier mail that arrives later changes nothing');
      const sent = ok(await ana.api('GET', 'settings/mail')).recent as { id: number; to: string; state: string }[];
      refusals.clear();
      ok(await ana.api('POST', `settings/mail/${sent.find(({ to, state }) => to === 'gone@lumen.example' && state === 'failed')?.id}/retry`));
      t.match(ok(await bruno.api('GET', path)), { mailState: 'queued', mailReason: null }, 'also where it is sent again by an administrator');
      t.match(await standing(), { mailState: 'sent', mailReason: null });
      t.match(await told(bruno), [{ outcome: 'It was sent again.' }]);
      refusals.set('gone@lumen.example', [550, '5.1.1 No such mailbox']);
      await send('gone@lumen.example');
      await standing();
      t.match(ok(await bruno.api('POST', `${path}/hand-on`, { via: 'paper' })), {
        status: 'sent',
        sentVia: 'paper',
        sentTo: null,
        mailState: null,
        mailReason: null,
      });
      t.match(await told(bruno), [{ outcome: 'It went another way.' }, { outcome: 'It went another way.' }]);
      t.match(ok(await bruno.api('POST', `${path}/take-back`)), { status: 'sent', sentVia: 'mail', mailState: 'failed', sentTo: 'gone@lumen.example' });
      ok(await ana.api('DELETE', path));
      ok(await ana.api('POST', `${path}/restore`, {}));
      t.match(await standing(), { mailState: 'failed' });
      ok(await bruno.api('POST', `${path}/accept`, {}));
      t.same(await mine(), [], 'what was answered is not to be sent');
      const invoice = ok(await bruno.api('POST', 'sales/invoices', { quoteId: quote.id }), 201);
      await send('gone@lumen.example', `sales/invoices/${invoice.id}`);
      t.match(await standing(`sales/invoices/${invoice.id}`), { status: 'unpaid', mailState: 'failed' });
      t.match(ok(await bruno.api('GET', 'sales/invoices/undelivered')), { total: 1, items: [{ id: invoice.id }] });
      const accepted = (await noticesOf(p, bruno)).filter(({ code }) => code === 'sales.invoice.undelivered');
      t.match(accepted, [{ title: `Invoice ${invoice.number} for Lumen Ltda did not reach gone@lumen.example` }]);
      const kinds = (await timelineOf(bruno, deal.id)).map(({ kind }) => kind).filter((kind) => /undelivered|again|handed|taken/.test(kind));
      t.same(kinds, [
        'sales.quote.undelivered',
        'sales.quote.sent-again',
        'sales.quote.undelivered',
        'sales.quote.handed-on',
        'sales.quote.taken-back',
        'sales.invoice.undelivered',
      ]);
    });

    await t.test('a mail that did not get through is not sent once its document was settled otherwise', async (t) => {
      refusals.set('gone@lumen.example', [550, '5.1.1 No such mailbox']).set('later@lumen.example', [451, '4.3.0 Not now']);
      t.teardown(() => refusals.clear());
      const deal = await dealOf(bruno, 'Settled');
      const sendNew = async (to: string) => {
        const { id } = await quoteOf(bruno, deal.id);
        ok(await bruno.api('POST', `sales/quotes/${id}/send`, { to }));
        await p.settle();
        const [mail] = ok(await ana.api('GET', 'settings/mail')).recent as { id: number }[];
        return { path: `sales/quotes/${id}`, mailId: mail?.id as number };
      };
      const stateOf = async (mailId: number) =>
        (ok(await ana.api('GET', 'settings/mail')).recent as { id: number; state: string }[]).find(({ id }) => id === mailId)?.state;
      const failedNow = async () => (ok(await ana.api('POST', 'health/actions/check')).checks as HealthCheck[]).find(({ check }) => check === 'mail');
      const before = await failedNow();
      t.ok(before?.text, 'the portal looks at its mail');
      const settlings: [what: string, settle: (path: string) => Promise<unknown>][] = [
        ['handed on', async (path) => ok(await bruno.api('POST', `${path}/hand-on`, { via: 'link' }))],
        ['accepted', async (path) => ok(await bruno.api('POST', `${path}/accept`, {}))],
        ['declined', async (path) => ok(await bruno.api('POST', `${path}/decline`, {}))],
        ['sent again', async (path) => ok(await bruno.api('POST', `${path}/send`, { to: 'right@lumen.example' }))],
        ['removed', async (path) => ok(await ana.api('DELETE', path))],
      ];
      for (const [what, settle] of settlings) {
        const { path, mailId } = await sendNew('gone@lumen.example');
        t.equal(await stateOf(mailId), 'failed');
        await settle(path);
        await p.settle();
        t.equal(await stateOf(mailId), 'settled', what);
        t.match(await ana.api('POST', `settings/mail/${mailId}/retry`), { status: 409, body: { code: 'mail-settled' } }, what);
      }
      t.same(await failedNow(), before, 'the health of the portal counts none of them');
      const control = await openControl(p.folder, p.portal, p.url);
      const failed = (ok(await ana.api('GET', 'settings/mail')).recent as { id: number }[]).map(({ id }) => id);
      t.ok(
        ((await askRunning(p.folder, { action: 'settled-mails', ids: failed }, () => undefined)).ids as number[]).length >= settlings.length,
        'nor does the command line',
      );
      await control.close();

      const back = await sendNew('gone@lumen.example');
      ok(await bruno.api('POST', `${back.path}/hand-on`, { via: 'paper' }));
      ok(await bruno.api('POST', `${back.path}/take-back`));
      t.equal(await stateOf(back.mailId), 'failed', 'what is taken back counts as not happened');

      const waiting = await sendNew('later@lumen.example');
      ok(await bruno.api('POST', `${waiting.path}/accept`, {}));
      refusals.clear();
      const arrived = mails.length;
      p.pass(3_600_000);
      await p.settle();
      t.equal(await stateOf(waiting.mailId), 'settled', 'nor is it tried again by itself');
      ok(await ana.api('POST', 'health/actions/retry-mails'));
      await p.settle();
      t.same(
        mails
          .slice(arrived)
          .map(({ to }) => (Array.isArray(to) ? '' : to?.text))
          .filter((to) => to === 'later@lumen.example'),
        [],
      );
    });

    await t.test('what goes by link or on paper is sent, says how and when, and can be taken back', async (t) => {
      const deal = await dealOf(bruno, 'By hand');
      const quote = await quoteOf(bruno, deal.id);
      const path = `sales/quotes/${quote.id}`;
      const [today, yesterday, tomorrow] = [p.today(), p.today(-1), p.today(1)];
      t.same(pathsOf(await bruno.api('POST', `${path}/hand-on`, { via: 'mail' })), ['via']);
      t.match(await bruno.api('POST', `${path}/hand-on`, { via: 'link', day: tomorrow }), { status: 422, body: { errors: [{ path: 'day' }] } });
      const carla = await p.person('Carla Reis', { role: 'salesperson' });
      t.equal((await carla.api('POST', `${path}/hand-on`, { via: 'link' })).status, 404, 'only whoever may change it');
      t.match(ok(await bruno.api('POST', `${path}/hand-on`, { via: 'link', day: today })), { status: 'sent', sentVia: 'link', sentAt: /T/ });
      ok(await bruno.api('PATCH', path, { terms: 'Half at once' }));
      const again = ok(await bruno.api('POST', `${path}/hand-on`, { via: 'paper', day: yesterday }));
      t.match(again, { status: 'sent', sentVia: 'paper', changedAfterSending: null });
      t.equal(again.sentAt, instantAt(yesterday, 12, 'America/Sao_Paulo'));
      t.match(ok(await bruno.api('POST', `${path}/take-back`)), { status: 'sent', sentVia: 'link', changedAfterSending: /T/ });
      t.match(ok(await bruno.api('POST', `${path}/take-back`)), { status: 'draft', sentVia: null, sentAt: null });
      t.match(ok(await bruno.api('POST', `${path}/take-back`)), { status: 'draft' }, 'a second time changes nothing');
      t.same(
        (await timelineOf(bruno, deal.id)).slice(-4).map(({ kind, data }) => [kind, data.context, data.day]),
        [
          ['sales.quote.handed-on', 'link', today],
          ['sales.quote.handed-on', 'paper', yesterday],
          ['sales.quote.taken-back', undefined, undefined],
          ['sales.quote.taken-back', undefined, undefined],
        ],
      );
      ok(await bruno.api('POST', `${path}/hand-on`, { via: 'other' }));
      ok(await bruno.api('POST', `${path}/decline`, {}));
      t.equal((await bruno.api('POST', `${path}/hand-on`, { via: 'other' })).body.code, 'document-closed');
      t.equal((await bruno.api('POST', `${path}/take-back`)).body.code, 'document-closed');
      const invoice = ok(await bruno.api('POST', 'sales/invoices', { dealId: deal.id, rows: [row('A', 1, 1000)] }), 201);
      t.match(ok(await bruno.api('POST', `sales/invoices/${invoice.id}/hand-on`, { via: 'paper' })), { status: 'unpaid', sentVia: 'paper', sentAt: /T/ });
      t.match(ok(await bruno.api('POST', `sales/invoices/${invoice.id}/take-back`)), { status: 'unpaid', sentVia: null, sentAt: null });
    });
  });

  t.test(`without mail on ${dialect} sending says who can set it up`, async (t) => {
    const p = await startPortal(t, { dialect });
    const bruno = await p.person('Bruno Lima', { role: 'salesperson' });
    const quote = await quoteOf(bruno, (await dealOf(bruno, 'No mail')).id);
    const refused = await bruno.api('POST', `sales/quotes/${quote.id}/send`, {});
    t.match(refused, { status: 409, body: { code: 'mail-not-set-up', who: ['Ana Souza'] } });
    t.equal(ok(await bruno.api('GET', `sales/quotes/${quote.id}`)).status, 'draft');
    const link = ok(await bruno.api('GET', `sales/quotes/${quote.id}/link`)).url;
    t.ok(link.startsWith(`${p.url}/p/`), 'without a public address the link is the one the portal is reached by');
  });
}
