import t from 'tap';
import '../../../server/modules/sales/tables.js';
import { dialects, type TestPortal } from '../../support/portal.js';
import { readPdf } from '../../support/read-pdf.js';
import { brl, dealOf, noticesOf, ok, pathsOf, portalWithMail, quoteOf, row, timelineOf, tokenOf } from './sales-portal.js';

async function pdfFrom(p: TestPortal, path: string, cookie = ''): Promise<{ response: Response; text: string }> {
  const response = await fetch(`${p.url}/api/v1/${path}`, { headers: { cookie } });
  return { response, text: readPdf(Buffer.from(await response.arrayBuffer())).pages.join('\n') };
}

for (const dialect of dialects) {
  t.test(`documents for clients on ${dialect}`, async (t) => {
    const { p, ana, bruno, mails } = await portalWithMail(t, dialect);

    await t.test('the PDF is shown in the browser, to whoever may read the document', async (t) => {
      const deal = await dealOf(bruno, 'PDF');
      const quote = await quoteOf(bruno, deal.id, [row('Tubo', 1.5, 1000)]);
      const { response, text } = await pdfFrom(p, `sales/quotes/${quote.id}/pdf`, bruno.cookie);
      t.equal(response.headers.get('content-type'), 'application/pdf');
      const name = `Quote ${quote.number} - Ferragens Aurora.pdf`;
      t.equal(response.headers.get('content-disposition'), `inline; filename="${name}"; filename*=UTF-8''${encodeURIComponent(name)}`);
      t.ok(text.includes('Tubo'));
      t.equal((await fetch(`${p.url}/api/v1/sales/quotes/${quote.id}/pdf`)).status, 401);
    });

    await t.test('the client sees the quote without signing in, and accepts it', async (t) => {
      const deal = await dealOf(bruno, 'Public');
      const quote = await quoteOf(bruno, deal.id, [row('Tubo', 1.5, 1000, { discountPercent: 10, taxRate: 5 })], { terms: 'Thirty days.' });
      const token = await tokenOf(bruno, 'quotes', quote.id);
      t.match(token, /^[\w-]{43}$/);
      const stored = await p.portal.services.db.read
        .selectFrom('sales_links')
        .selectAll()
        .where('document_id', '=', quote.id)
        .where('document_type', '=', 'quote')
        .execute();
      t.notOk(JSON.stringify(stored).includes(token), 'the database alone does not tell the link');
      const page = ok(await p.api('GET', `sales/public/${token}`));
      t.same(Object.keys(page).sort(), [
        'acceptedAt',
        'acceptedBy',
        'client',
        'clientName',
        'company',
        'companyName',
        'day',
        'due',
        'dueOn',
        'expired',
        'kind',
        'language',
        'net',
        'number',
        'rows',
        'status',
        'tax',
        'terms',
        'total',
        'validUntil',
      ]);
      t.equal(quote.status, 'draft');
      t.match(page, {
        kind: 'quote',
        status: 'sent',
        number: quote.number,
        companyName: 'Ferragens Aurora',
        clientName: 'Lumen Ltda',
        total: quote.total,
        expired: false,
        due: null,
      });
      t.same(Object.keys(page.rows[0]).sort(), ['discountPercent', 'name', 'net', 'price', 'quantity', 'tax', 'taxRate', 'unit']);
      const { response, text } = await pdfFrom(p, `sales/public/${token}/pdf`);
      t.equal(response.status, 200);
      t.ok(text.includes(quote.number));
      t.same(pathsOf(await p.api('POST', `sales/public/${token}/accept`, {})), ['name']);
      t.same(pathsOf(await p.api('POST', `sales/public/${token}/accept`, { name: '  ' })), ['name']);
      const accepted = ok(await p.api('POST', `sales/public/${token}/accept`, { name: 'Carla Dias' }));
      t.match(accepted, { status: 'accepted', acceptedBy: 'Carla Dias' });
      t.same(ok(await p.api('POST', `sales/public/${token}/accept`, { name: 'Somebody else' })), accepted, 'a second time changes nothing');
      t.equal((await p.api('POST', `sales/public/${token}/decline`, { name: 'Carla Dias' })).status, 409);
      const answers = await p.portal.services.db.read.selectFrom('sales_quote_answers').selectAll().where('quote_id', '=', quote.id).execute();
      t.match(answers, [{ answer: 'accepted', name: 'Carla Dias', address: '127.0.0.1', person_id: null }]);
      const notice = (await noticesOf(p, bruno)).find(({ code, recordId }) => code === 'sales.quote.accepted' && recordId === quote.id);
      t.ok(notice?.title.includes('Carla Dias'), notice?.title ?? 'no notice');
      t.match(
        (await timelineOf(bruno, deal.id)).find(({ kind }) => kind === 'sales.quote.accepted'),
        { actorId: null, data: { name: 'Carla Dias', byClient: true } },
      );
      t.same(ok(await bruno.api('GET', `crm/deals/${deal.id}`)).amount, quote.total);
    });

    await t.test('declined, expired, in the bin, unknown', async (t) => {
      const deal = await dealOf(bruno, 'Answers');
      const no = await quoteOf(bruno, deal.id);
      const declined = await tokenOf(bruno, 'quotes', no.id);
      t.notOk('declined' in ok(await p.api('POST', `sales/public/${declined}/decline`, { name: 'Carla', reason: 'Too <b>dear</b>' })));
      t.match(ok(await bruno.api('GET', `sales/quotes/${no.id}`)).declined, { at: /T/, by: 'Carla', reason: 'Too <b>dear</b>' }, 'says who, when and why');
      const silent = await quoteOf(bruno, deal.id);
      t.equal(ok(await bruno.api('GET', `sales/quotes/${silent.id}`)).declined, undefined);
      ok(await p.api('POST', `sales/public/${await tokenOf(bruno, 'quotes', silent.id)}/decline`, { name: 'Carla' }));
      const told = new Map((await noticesOf(p, bruno)).filter(({ code }) => code === 'sales.quote.declined').map(({ recordId, body }) => [recordId, body]));
      t.match(told.get(no.id), /The reason: “Too <b>dear<\/b>”$/, 'its owner is told why');
      t.match(told.get(silent.id), /A call may tell you why\.$/, 'as far as the client said it');
      const mail = mails.find(({ html }) => String(html).includes(`said no to quote ${no.number}`));
      t.match(mail?.html, /“Too &lt;b&gt;dear&lt;\/b&gt;”/, 'and so does the mail, as words');
      t.equal((await p.api('POST', `sales/public/${declined}/accept`, { name: 'Carla' })).body.code, 'document-closed');
      const expired = await tokenOf(bruno, 'quotes', (await quoteOf(bruno, deal.id, [row('A', 1, 1)], { validUntil: '2020-01-01' })).id);
      t.equal(ok(await p.api('GET', `sales/public/${expired}`)).expired, true);
      t.equal((await p.api('POST', `sales/public/${expired}/accept`, { name: 'Carla' })).body.code, 'quote-expired');
      const binned = await quoteOf(bruno, deal.id);
      const token = await tokenOf(bruno, 'quotes', binned.id);
      ok(await ana.api('DELETE', `sales/quotes/${binned.id}`));
      t.equal((await p.api('GET', `sales/public/${token}`)).status, 404);
      t.equal((await p.api('GET', `sales/public/${'x'.repeat(43)}`)).status, 404);
      t.equal((await p.api('GET', 'sales/public/short')).status, 404);
    });

    await t.test('an invoice shows what is open and cannot be accepted', async (t) => {
      const deal = await dealOf(bruno, 'Invoice');
      const invoice = ok(await bruno.api('POST', 'sales/invoices', { dealId: deal.id, rows: [row('A', 1, 1000)], dueOn: '2099-01-31' }), 201);
      const token = await tokenOf(bruno, 'invoices', invoice.id);
      ok(await bruno.api('POST', `sales/invoices/${invoice.id}/payments`, { amount: brl(400) }), 201);
      t.match(ok(await p.api('GET', `sales/public/${token}`)), { kind: 'invoice', dueOn: '2099-01-31', total: brl(1000), due: brl(600), validUntil: null });
      t.equal((await p.api('POST', `sales/public/${token}/accept`, { name: 'Carla' })).status, 404);
      await p.restart();
      t.equal(await tokenOf(bruno, 'invoices', invoice.id), token, 'the same link after a restart');
      const { text } = await pdfFrom(p, `sales/public/${token}/pdf`);
      t.ok(text.includes(invoice.number));
    });

    await t.test('guessing is slowed down', async (t) => {
      const answers = await Promise.all(Array.from({ length: 140 }, (_, i) => p.api('GET', `sales/public/${String(i).padStart(43, 'a')}`)));
      const refused = answers.filter(({ status }) => status === 429);
      t.ok(refused.length >= 10, `${refused.length} refused`);
      t.ok(Number(refused[0]?.headers.get('retry-after')) > 0);
    });
  });
}
