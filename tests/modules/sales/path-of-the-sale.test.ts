import t from 'tap';
import { openLive } from '../../support/live-socket.js';
import { startMailServer } from '../../support/mail-server.js';
import { messagesOf } from '../../support/messages.js';
import { dialects, startPortal, type Visitor } from '../../support/portal.js';
import { readPdf } from '../../support/read-pdf.js';
import { brl, noticesOf, ok, pathsOf, row, timelineOf } from './sales-portal.js';

const publicUrl = 'https://portal.aurora.example';
const topics = ['crm.lead', 'crm.deal', 'crm.contact', 'crm.company', 'sales.quote', 'sales.invoice', 'sales.payment', 'sales.shipment'];

for (const dialect of dialects) {
  t.test(`the path of the sale on ${dialect}`, async (t) => {
    const mailServer = await startMailServer();
    t.teardown(() => mailServer.close());
    const smtp = `smtp://127.0.0.1:${mailServer.port}`;
    const p = await startPortal(t, { dialect, language: 'pt-BR', country: 'BR', publicUrl, mail: { smtp, from: 'Aurora <vendas@aurora.example>' } });
    const ana = p.admin;
    const marta = await p.person('Marta Nunes', { role: 'sales-manager' });
    const { id: departmentId } = await p.department('Vendas', { headId: marta.id });
    const bruno = await p.person('Bruno Lima', { role: 'salesperson', departmentId });
    const diego = await p.person('Diego Reis', { role: 'salesperson', departmentId });
    const mailTo = async (address: string, fits: (subject: string) => boolean = () => true) => {
      await p.settle();
      const mail = mailServer.received.find(({ to, subject }) => to && 'text' in to && to.text === address && fits(subject ?? ''));
      if (!mail) throw new Error(`No mail to ${address}: ${mailServer.received.map(({ subject }) => subject).join('; ')}`);
      return mail;
    };
    const [live, foreign] = [await openLive(t, p.url, bruno.cookie), await openLive(t, p.url, diego.cookie)];
    foreign.send({ type: 'subscribe', topics });
    const known = {
      company: ok(await bruno.api('POST', 'crm/companies', { title: 'Padaria Central' }), 201),
      contact: ok(await bruno.api('POST', 'crm/contacts', { firstName: 'Maria', emails: [{ value: 'maria@padaria.example' }] }), 201),
    };
    const made = {} as Record<'lead' | 'deal' | 'quote' | 'invoice' | 'file' | 'shipment' | 'payment' | 'sentFile', number>;

    await t.test('an integrator brings a lead with a token that can do nothing else', async (t) => {
      const { token } = ok(await ana.api('POST', 'tokens', { name: 'Site', scopes: ['crm.lead.create'] }), 201);
      const site: Visitor['api'] = (method, path, body) => p.api(method, path, body, { authorization: `Bearer ${token}` });
      const lead = ok(
        await site('POST', 'crm/leads', {
          title: 'Portões para a padaria',
          firstName: 'Maria',
          lastName: 'Silva',
          companyName: 'Padaria Central',
          phones: [{ kind: 'mobile', value: '+55 11 98765-4321' }],
          emails: [{ kind: 'work', value: 'Maria@Padaria.example' }],
          amount: brl(125_000),
          ownerId: bruno.id,
        }),
        201,
      );
      made.lead = lead.id;
      t.match(lead, { ownerId: bruno.id, createdBy: ana.id });
      for (const [method, path, permission] of [
        ['GET', `crm/leads/${lead.id}`, 'crm.lead.read'],
        ['GET', 'crm/leads', 'crm.lead.read'],
        ['PATCH', `crm/leads/${lead.id}`, 'crm.lead.change'],
        ['POST', 'crm/deals', 'crm.deal.create'],
        ['GET', 'modules', 'core.modules.manage'],
      ] as const)
        t.match(await site(method, path, method === 'GET' ? undefined : { title: 'x' }), { status: 403, body: { permission } }, `${method} ${path}`);
      t.match(await site('POST', 'tokens', { name: 'more' }), { status: 403, body: { code: 'needs-session' } });
      t.equal((await p.api('POST', 'crm/leads', { title: 'x' }, { authorization: `Bearer ${token}x` })).status, 401);
    });

    await t.test('the responsible hears of it at once in the portal, and by mail', async (t) => {
      const { data } = await live.wait('the notice', ({ topic, name }) => topic === 'me' && name === 'notice.created');
      t.match(data, {
        code: 'crm.lead.assigned',
        recordType: 'crm.lead',
        recordId: made.lead,
        title: /Portões para a padaria/,
        url: `/crm/leads/${made.lead}`,
      });
      const [notice] = await noticesOf(p, bruno);
      t.same({ ...notice, pop: false }, data, 'the same as in the list, and nothing to interrupt for');
      const mail = await mailTo('bruno.lima@aurora.example', (subject) => subject.includes('Portões para a padaria'));
      t.match(mail.text, `${publicUrl}/crm/leads/${made.lead}`);
      t.match(mail.text, 'Ana Souza');
      t.same(await noticesOf(p, diego), []);
    });

    await t.test('a deal is made of the lead', async (t) => {
      ok(await bruno.api('POST', 'comments', { recordType: 'crm.lead', recordId: made.lead, html: 'Quer visita na terça.' }), 201);
      const { dealId, contactId, companyId } = ok(await bruno.api('POST', `crm/leads/${made.lead}/convert`, { deal: true }));
      t.same([contactId, companyId], [null, null]);
      made.deal = dealId;
      t.match(ok(await bruno.api('GET', `crm/deals/${dealId}`)), {
        title: 'Portões para a padaria',
        amount: brl(125_000),
        leadId: made.lead,
        ownerId: bruno.id,
      });
      t.equal((await bruno.api('POST', `crm/leads/${made.lead}/convert`, { deal: true })).status, 409);
    });

    await t.test('a quote with discount and tax adds up as computed by hand', async (t) => {
      const quote = ok(
        await bruno.api('POST', 'sales/quotes', {
          dealId: made.deal,
          validUntil: '2099-12-31',
          rows: [
            // 48 × 18.90 = 907.20, less 8 % = 834.624 → 834.62; 17.5 % of it = 146.0585 → 146.06
            row('Dobradiça', 48, 1890, { discountPercent: 8, taxRate: 17.5, unit: 'un' }),
            // 1.005 × 10.00 = 10.05; 12 % = 1.206 → 1.21
            row('Tubo', 1.005, 1000, { taxRate: 12, unit: 'm' }),
            // 0.5 × 2.01 = 1.005 → 1.01 (half up); 50 % = 0.505 → 0.51 (half up)
            row('Chave', 0.5, 201, { taxRate: 50 }),
          ],
        }),
        201,
      );
      made.quote = quote.id;
      t.same(
        quote.rows.map(({ net, tax }: { net: object; tax: object }) => [net, tax]),
        [
          [brl(83_462), brl(14_606)],
          [brl(1005), brl(121)],
          [brl(101), brl(51)],
        ],
      );
      t.match(quote, { net: brl(84_568), tax: brl(14_778), total: brl(99_346), status: 'draft', number: /^\d{4}-0001$/ });
      t.same(ok(await bruno.api('GET', `crm/deals/${made.deal}`)).amount, brl(99_346), 'the deal follows its quote');
    });

    await t.test('its PDF says whose it is, what it is and what it is not', async (t) => {
      const response = await fetch(`${p.url}/api/v1/sales/quotes/${made.quote}/pdf`, { headers: { cookie: bruno.cookie } });
      t.equal(response.status, 200);
      const text = readPdf(Buffer.from(await response.arrayBuffer())).pages.join('\n');
      const { number } = ok(await bruno.api('GET', `sales/quotes/${made.quote}`));
      t.equal(
        response.headers.get('content-disposition'),
        `inline; filename="Orcamento ${number} - Ferragens Aurora.pdf"; filename*=UTF-8''Or%C3%A7amento%20${number}%20-%20Ferragens%20Aurora.pdf`,
        'and is saved under a name that says so too',
      );
      for (const words of [`Orçamento ${number}`, 'Ferragens Aurora', 'Não é documento fiscal', 'Dobradiça', '1,005', '845,68', '993,46'])
        t.ok(text.includes(words), words);
    });

    await t.test('it goes to the client by mail, and the client accepts it by the link in that mail', async (t) => {
      t.same(pathsOf(await bruno.api('POST', `sales/quotes/${made.quote}/send`, {})), ['to'], 'the deal has no contact yet');
      const { number } = ok(await bruno.api('POST', `sales/quotes/${made.quote}/send`, { to: 'maria@padaria.example' }));
      const mail = await mailTo('maria@padaria.example');
      t.match(mail.subject, number);
      t.match(mail.attachments[0], { filename: `Orçamento ${number} - Ferragens Aurora.pdf`, contentType: 'application/pdf' });
      t.ok(
        readPdf(mail.attachments[0]?.content as Buffer)
          .pages.join('\n')
          .includes('993,46'),
      );
      const token = /https:\/\/portal\.aurora\.example\/p\/([\w-]{43})/.exec(mail.text ?? '')?.[1] as string;
      t.match(ok(await p.api('GET', `sales/public/${token}`)), { number, status: 'sent', total: brl(99_346), language: 'pt-BR' });
      t.match(ok(await p.api('POST', `sales/public/${token}/accept`, { name: 'Maria Silva' })), { status: 'accepted', acceptedBy: 'Maria Silva' });
      const notice = (await noticesOf(p, bruno)).find(({ code }) => code === 'sales.quote.accepted');
      t.match(notice, { recordId: made.quote, title: /Maria Silva/ });
      const sent = (await timelineOf(bruno, made.deal)).find(({ kind }) => kind === 'sales.quote.sent');
      made.sentFile = Number(sent?.data.fileId);
    });

    await t.test('contact and company that are known already are offered and linked', async (t) => {
      const offered = ok(await bruno.api('GET', `crm/leads/${made.lead}/matches`));
      t.match(offered.contacts, [{ id: known.contact.id, because: ['email'] }]);
      t.match(offered.companies, [{ id: known.company.id, because: ['name'] }]);
      const linked = { contact: { id: known.contact.id }, company: { id: known.company.id } };
      const whole = { dealId: made.deal, contactId: known.contact.id, companyId: known.company.id };
      t.same(ok(await bruno.api('POST', `crm/leads/${made.lead}/convert`, linked)), whole);
      t.match(ok(await bruno.api('GET', `crm/deals/${made.deal}`)), { contactId: known.contact.id, companyId: known.company.id });
    });

    await t.test('the contract is noted on the deal with its number, day and file', async (t) => {
      const form = new FormData();
      form.set('file', new Blob(['assinado'], { type: 'application/pdf' }), 'contrato.pdf');
      made.file = ok(await bruno.api('POST', 'files', form), 201).id;
      t.equal((await marta.api('GET', `files/${made.file}`)).status, 404, 'not yet on the deal');
      const contract = { contractNumber: 'C-17', contractDay: '2026-11-24', contractFileId: made.file };
      t.match(ok(await bruno.api('PATCH', `crm/deals/${made.deal}`, contract)), contract);
      t.equal(ok(await bruno.api('GET', `files/${made.file}`)), 'assinado');
    });

    await t.test('an invoice is made of the quote', async (t) => {
      const invoice = ok(await bruno.api('POST', 'sales/invoices', { quoteId: made.quote }), 201);
      made.invoice = invoice.id;
      t.match(invoice, { total: brl(99_346), paid: brl(0), due: brl(99_346), status: 'unpaid', dealId: made.deal });
    });

    await t.test('two shipments carry what was ordered, and not more', async (t) => {
      const state = async () => ok(await bruno.api('GET', `sales/shipments/state?dealId=${made.deal}`)).rows as { quoteRowId: number; open: number }[];
      const [hinge, pipe, key] = (await state()).map(({ quoteRowId }) => quoteRowId);
      const ship = (rows: object[], tracking: string) => bruno.api('POST', 'sales/shipments', { dealId: made.deal, rows, tracking });
      made.shipment = ok(await ship([{ quoteRowId: hinge, quantity: 20 }], 'BR1'), 201).id;
      t.same(pathsOf(await ship([{ quoteRowId: hinge, quantity: 28.001 }], 'BR2')), ['rows.0.quantity']);
      const rest = [
        { quoteRowId: hinge, quantity: 28 },
        { quoteRowId: pipe, quantity: 1.005 },
        { quoteRowId: key, quantity: 0.5 },
      ];
      t.match(ok(await ship(rest, 'BR2'), 201), { tracking: 'BR2', rows: rest });
      t.same(
        (await state()).map(({ open }) => open),
        [0, 0, 0],
      );
    });

    await t.test('two payments pay the invoice, and not more', async (t) => {
      const pay = (amount: number) => bruno.api('POST', `sales/invoices/${made.invoice}/payments`, { amount: brl(amount), method: 'Pix' });
      t.same(pathsOf(await pay(99_347)), ['amount']);
      made.payment = ok(await pay(50_000), 201).id;
      t.match(ok(await bruno.api('GET', `sales/invoices/${made.invoice}`)), { status: 'partly-paid', paid: brl(50_000), due: brl(49_346) });
      t.same(pathsOf(await pay(49_347)), ['amount']);
      ok(await pay(49_346), 201);
      t.match(ok(await bruno.api('GET', `sales/invoices/${made.invoice}`)), { status: 'paid', due: brl(0) });
    });

    await t.test('the deal is won; another is lost, with a reason', async (t) => {
      const { pipelineId } = ok(await bruno.api('GET', `crm/deals/${made.deal}`));
      const stages = ok(await bruno.api('GET', `crm/stages?pipelineId=${pipelineId}&limit=200`)).items as { id: number; semantic: string }[];
      const stageOf = (semantic: string) => stages.find((stage) => stage.semantic === semantic)?.id;
      const won = ok(await bruno.api('POST', `crm/deals/${made.deal}/move`, { stageId: stageOf('won') }));
      t.ok(won.closedAt);
      const other = ok(await bruno.api('POST', 'crm/deals', { title: 'Cercas' }), 201);
      t.same(pathsOf(await bruno.api('POST', `crm/deals/${other.id}/move`, { stageId: stageOf('lost') })), ['lostReasonId']);
      const [reason] = ok(await bruno.api('GET', 'crm/lost-reasons')).items;
      const lost = ok(await bruno.api('POST', `crm/deals/${other.id}/move`, { stageId: stageOf('lost'), lostReasonId: reason.id }));
      t.match(lost, { lostReasonId: reason.id, stageId: stageOf('lost') });
      t.ok(lost.closedAt);
    });

    await t.test('every step stands on the one timeline of the deal, in order and in words', async (t) => {
      const entries = await timelineOf(bruno, made.deal);
      const kinds = entries.map(({ kind }) => kind);
      t.same(kinds, [
        'crm.lead.created',
        'comment',
        'crm.deal.created',
        'crm.lead.converted',
        'crm.lead.moved',
        'sales.quote.created',
        'sales.deal.amount',
        'sales.quote.sent',
        'sales.quote.accepted',
        'crm.lead.converted',
        'crm.deal.contract',
        'sales.invoice.created',
        'sales.shipment.sent',
        'sales.shipment.sent',
        'sales.payment.received',
        'sales.payment.received',
        'crm.deal.moved',
      ]);
      t.same(
        entries.filter(({ actorId }) => actorId !== bruno.id).map(({ kind, actorId }) => [kind, actorId]),
        [
          ['crm.lead.created', ana.id],
          ['sales.quote.accepted', null],
        ],
      );
      for (const language of ['en', 'pt-BR']) {
        const texts = messagesOf('web', language);
        for (const kind of kinds) {
          const [module, ...rest] = kind.split('.');
          t.ok(texts.has(kind === 'comment' ? 'core:comment.said' : `${module}:timeline.${rest.join('.')}`), `${kind} in ${language}`);
        }
      }
    });

    const records = () =>
      [
        ['crm.lead', 'crm/leads', made.lead],
        ['crm.deal', 'crm/deals', made.deal],
        ['crm.contact', 'crm/contacts', known.contact.id],
        ['crm.company', 'crm/companies', known.company.id],
        ['sales.quote', 'sales/quotes', made.quote],
        ['sales.invoice', 'sales/invoices', made.invoice],
        ['sales.payment', 'sales/payments', made.payment],
        ['sales.shipment', 'sales/shipments', made.shipment],
      ] as const;
    /** All ways to come by the records of the sale, and what somebody sees through each. */
    const viewOf = async (who: Visitor) => {
      const seen: Record<string, unknown> = {};
      for (const [type, path, id] of records()) {
        seen[path] = [(await who.api('GET', `${path}/${id}`)).status, ok(await who.api('GET', `${path}?total=true`)).total];
        if (type.startsWith('crm.')) seen[`timeline of ${type}`] = (await who.api('GET', `${path}/${id}/timeline`)).status;
        if (!['sales.payment', 'sales.shipment'].includes(type)) seen[`history of ${type}`] = (await who.api('GET', `${path}/${id}/history`)).status;
      }
      const refs = records().map(([type, , id]) => `${type}:${id}`);
      const resolved = ok(await who.api('GET', `references?refs=${refs.join(',')}`)).items as { title: string | null }[];
      seen.references = resolved.filter(({ title }) => title !== null).length;
      const found = ok(await who.api('GET', 'search?q=padaria')).items as { type: string }[];
      seen.search = found.map(({ type }) => type).sort();
      for (const plural of ['leads', 'deals']) {
        const { columns } = ok(await who.api('GET', `crm/${plural}/board`));
        seen[`board of ${plural}`] = columns.reduce((sum: number, column: { count: number }) => sum + column.count, 0);
      }
      seen.files = [(await who.api('GET', `files/${made.file}`)).status, (await who.api('GET', `files/${made.sentFile}`)).status];
      seen.pdf = (await who.api('GET', `sales/quotes/${made.quote}/pdf`)).status;
      seen.rows = (await who.api('GET', `sales/deals/${made.deal}/rows`)).status;
      return seen;
    };

    await t.test('the head of the department sees all that the salesperson sees', async (t) => {
      const [his, hers] = [await viewOf(bruno), await viewOf(marta)];
      t.same(hers, his);
      t.same(hers['crm/deals'], [200, 2]);
      t.same(hers.search, ['crm.company', 'crm.contact', 'crm.deal', 'crm.lead']);
      t.equal(hers.references, 8);
      t.same(hers.files, [200, 200]);
    });

    await t.test('another salesperson of the same department comes by none of it', async (t) => {
      const seen = await viewOf(diego);
      for (const [name, value] of Object.entries(seen)) {
        const nothing = /^(crm|sales)\//.test(name)
          ? [404, 0]
          : name === 'search'
            ? []
            : name === 'files'
              ? [404, 404]
              : /^(references|board)/.test(name)
                ? 0
                : 404;
        t.same(value, nothing, name);
      }
      t.same(pathsOf(await diego.api('POST', 'sales/quotes', { dealId: made.deal, rows: [row('A', 1, 1)] })), ['dealId']);
      t.equal((await diego.api('POST', 'comments', { recordType: 'crm.deal', recordId: made.deal, html: 'x' })).status, 404);
      const own = ok(await diego.api('POST', 'crm/deals', { title: 'Own' }), 201);
      await foreign.wait('his own deal', ({ data }) => data?.id === own.id);
      t.same(
        foreign.events
          .filter(({ topic }) => topic !== 'portal')
          .map(({ topic, data }) => [topic, data?.id])
          .filter(([topic]) => topic !== undefined),
        [['crm.deal', own.id]],
        'nor by his socket',
      );
      t.same(await noticesOf(p, diego), []);
    });
  });
}
