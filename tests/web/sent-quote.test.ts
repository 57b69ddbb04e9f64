import t from 'tap';
import { dealOf, ok, quoteOf, row, tokenOf } from '../modules/sales/sales-portal.js';
import { expectAccessible } from '../support/browser.js';
import { startMailServer } from '../support/mail-server.js';
import { browserFor, misses, sees, step, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('what was sent of a quote, and what was invoiced of it', async (t) => {
  const mailServer = await startMailServer({ refuse: (address) => (address.startsWith('gone') ? [550, '5.1.1 No such mailbox'] : undefined) });
  t.teardown(() => mailServer.close());
  const mail = { smtp: `smtp://127.0.0.1:${mailServer.port}`, from: 'vendas@aurora.example' };
  const portal = await startPortal(t, { dialect: 'sqlite', language: 'pt-BR', mail });
  const { admin } = portal;
  const deal = await dealOf(admin, 'Portões');
  const quote = await quoteOf(admin, deal.id);
  const bruno = await portal.person('Bruno Lima', { role: 'salesperson' });
  const fences = await dealOf(bruno, 'Cercas');
  ok(await admin.api('POST', `sales/quotes/${quote.id}/send`, { to: 'rui@example.com' }));
  const browser = await browserFor(t);
  const { page, go, complaints } = await visit(browser, portal.url, { language: 'pt-BR', phone: true, dark: true, cookie: admin.cookie });
  const older = page.getByText('Foi alterado depois do envio');

  await step(t, 'a sent quote that is changed says that its client has an older one, and is sent again', async (t) => {
    await go(`/sales/quotes/${quote.id}`);
    await page.getByLabel('Condições e observações para o cliente').fill('À vista.');
    t.equal(await older.count(), 0);
    await page.getByRole('button', { name: 'Salvar' }).click();
    await sees(t, older, 'says so');
    await expectAccessible(t, page);
    await page.getByRole('button', { name: 'Enviar de novo' }).click();
    const form = page.getByRole('dialog', { name: /^Enviar o orçamento/ });
    await form.getByLabel('Para').fill('rui@example.com');
    await form.getByRole('button', { name: 'Enviar' }).click();
    await misses(t, older, 'no longer');
  });

  await step(t, 'a second invoice of a quote is asked about', async (t) => {
    ok(await admin.api('POST', `sales/quotes/${quote.id}/accept`, { name: 'Rui' }));
    const { number } = ok(await admin.api('POST', 'sales/invoices', { quoteId: quote.id }), 201);
    await page.reload();
    await sees(t, page.getByRole('button', { name: `Abrir fatura ${number}` }), 'it goes on with the one that it has');
    const makeAnother = async () => {
      await page.getByRole('button', { name: 'Mais ações' }).click();
      await page.getByRole('menuitem', { name: 'Gerar outra fatura' }).click();
    };
    await makeAnother();
    const question = page.getByRole('dialog', { name: 'Este orçamento já tem fatura' });
    await sees(t, question.getByText(number), 'names it');
    await expectAccessible(t, page);
    await question.getByRole('button', { name: 'Cancelar' }).click();
    await misses(t, question, 'nothing is made');
    await makeAnother();
    await question.getByRole('button', { name: 'Gerar outra fatura' }).click();
    await page.waitForURL(/\/sales\/invoices\/2$/);
    ok(await admin.api('POST', 'sales/invoices/2/cancel', { reason: 'x' }));
    ok(await admin.api('POST', 'sales/invoices/1/cancel', { reason: 'x' }));
    await go(`/sales/quotes/${quote.id}`);
    await page.getByRole('button', { name: 'Gerar fatura' }).click();
    await page.waitForURL(/\/sales\/invoices\/3$/);
    t.pass('cancelled ones are not counted');
  });

  await step(t, 'a quote that went by link is marked as sent, and that is taken back', async (t) => {
    const { id, number } = await quoteOf(admin, deal.id);
    await go(`/sales/quotes/${id}`);
    await sees(t, page.getByText('Rascunho', { exact: true }), 'a draft');
    await page.getByRole('button', { name: 'Mais ações' }).click();
    await page.getByRole('menuitem', { name: 'Marcar como enviado' }).click();
    const form = page.getByRole('dialog', { name: `Marcar o orçamento ${number} como enviado` });
    await form.getByLabel('Como foi').selectOption({ label: 'Em papel' });
    await expectAccessible(t, page);
    await form.getByRole('button', { name: 'Marcar como enviado' }).click();
    await sees(t, page.getByText('entregue em papel'), 'how it went');
    await sees(t, page.getByRole('button', { name: 'Aceitar pelo cliente' }), 'its answer is awaited');
    await page.getByRole('button', { name: 'Desfazer' }).click();
    await sees(t, page.getByText('Rascunho', { exact: true }), 'a draft again');
    ok(await admin.api('POST', `sales/quotes/${id}/hand-on`, { via: 'paper', day: portal.today(-3) }));
    await page.reload();
    t.match(await page.getByText('entregue em papel').textContent(), /^entregue em papel [^:]+$/, 'of a day that was given no time is said');
  });

  await step(t, 'a quote that expired goes on with a new one, which begins as it was', async (t) => {
    const { id } = await quoteOf(admin, deal.id, [row('Portão azul', 2, 1000, { discountPercent: 5 })], { validUntil: portal.today(-2), terms: 'À vista.' });
    ok(await admin.api('POST', `sales/quotes/${id}/hand-on`, { via: 'link' }));
    await go(`/sales/quotes/${id}`);
    const renew = page.getByRole('button', { name: 'Fazer um novo' });
    await sees(t, renew, 'the first action');
    await page.getByRole('button', { name: 'Mais ações' }).click();
    await sees(t, page.getByRole('menuitem', { name: 'Aceitar pelo cliente' }), 'what nobody can do by itself any more stands in the menu');
    await page.keyboard.press('Escape');
    await renew.click();
    await page.waitForURL(`**/sales/quotes/new/${deal.id}?from=${id}`);
    t.equal(await page.getByLabel('Desc. %, Portão azul').inputValue(), '5', 'with its rows');
    t.equal(await page.getByLabel('Condições e observações para o cliente').inputValue(), 'À vista.', 'and its terms');
    t.equal(await page.getByLabel('Válido até').inputValue(), '', 'its last day is not taken along');
    await page.getByRole('button', { name: 'Salvar' }).click();
    await page.waitForURL(/\/sales\/quotes\/\d+$/);
    t.not(page.url().split('/').at(-1), String(id), 'another quote');
  });

  await step(t, 'a quote that was declined says by whom and why, and goes on with a new one', async (t) => {
    const { id, number } = await quoteOf(bruno, fences.id, [row('Portão verde', 3, 1000)]);
    const token = await tokenOf(bruno, 'quotes', id);
    ok(await portal.api('POST', `sales/public/${token}/decline`, { name: 'Zoe', reason: 'Caro <b>demais</b>' }));
    await portal.settle();
    const seller = await visit(browser, portal.url, { language: 'pt-BR', phone: true, cookie: bruno.cookie });
    await seller.go('/inbox');
    await sees(t, seller.page.getByText(new RegExp(`Zoe recusou o orçamento ${number}, .*: “Caro <b>demais</b>”`)), 'the notice tells why');
    await seller.go(`/sales/quotes/${id}`);
    await sees(t, seller.page.getByText(/^recusado por Zoe .*: “Caro <b>demais<\/b>”$/), 'and so does its page');
    await expectAccessible(t, seller.page);
    await seller.page.getByRole('button', { name: 'Fazer um novo' }).click();
    await seller.page.waitForURL(`**/sales/quotes/new/${fences.id}?from=${id}`);
    t.equal(await seller.page.getByLabel('Qtd., Portão verde').inputValue(), '3', 'with its rows');
    t.same(seller.complaints(), []);
  });

  await step(t, 'a deal that is paid in full is closed from the toast of its last payment, and from My day', async (t) => {
    const invoice = ok(await bruno.api('POST', 'sales/invoices', { dealId: fences.id, rows: [row('A', 1, 1000)] }), 201);
    const seller = await visit(browser, portal.url, { language: 'pt-BR', phone: true, cookie: bruno.cookie });
    const stands = async () => ok(await bruno.api('GET', `crm/deals/${fences.id}`)).closedAt !== null;
    const win = seller.page.getByRole('button', { name: 'Marcar como ganho' });
    const won = seller.page.getByText('Cercas foi para Ganho');
    const undo = async () => {
      await sees(t, won, 'it is won');
      t.ok(await stands());
      await seller.page.getByRole('button', { name: 'Desfazer', exact: true }).click();
      await misses(t, won, 'and taken back');
      await seller.rest();
      t.notOk(await stands());
    };
    await seller.go(`/sales/invoices/${invoice.id}?pay=1`);
    await seller.page.getByRole('dialog').getByRole('button', { name: 'Registrar pagamento' }).click();
    await sees(t, win, 'the toast offers it');
    await expectAccessible(t, seller.page);
    await win.click();
    await undo();
    await seller.go('/');
    await sees(t, seller.page.getByText('Pago por inteiro: Cercas'), 'My day has it');
    await sees(t, seller.page.getByText(/Lumen Ltda · R\$\s10,00/), 'with client and amount');
    await expectAccessible(t, seller.page);
    await win.click();
    await undo();
    await sees(t, seller.page.getByText('Pago por inteiro: Cercas'), 'it is to be closed again');
    await win.click();
    await misses(t, seller.page.getByText('Pago por inteiro: Cercas'), 'until it is');
    t.same(seller.complaints(), []);
  });

  await step(t, 'a shipment is taken back by whoever noted it, from its toast and from its page', async (t) => {
    const quote = await quoteOf(bruno, fences.id, [row('Portão verde', 3, 1000)]);
    ok(await bruno.api('POST', `sales/quotes/${quote.id}/accept`, {}));
    const seller = await visit(browser, portal.url, { language: 'pt-BR', phone: true, cookie: bruno.cookie });
    const count = async () => ok(await bruno.api('GET', 'sales/shipments?total=true')).total as number;
    const ship = async () => {
      await seller.go(`/crm/deals/${fences.id}`);
      await seller.page.getByRole('tab', { name: 'Entregas' }).click();
      await seller.page.getByRole('button', { name: 'Registrar entrega' }).click();
      await seller.page.getByRole('dialog', { name: 'O que vai sair?' }).getByRole('button', { name: 'Registrar entrega' }).click();
      await sees(t, seller.page.getByText(/^Entrega \S+ registrada/), 'noted');
    };
    await ship();
    await seller.page.getByRole('button', { name: 'Desfazer', exact: true }).click();
    await sees(t, seller.page.getByRole('button', { name: 'Registrar entrega' }), 'it is open again');
    t.equal(await count(), 0);
    await ship();
    const { items } = ok(await bruno.api('GET', 'sales/shipments'));
    await seller.go(`/sales/shipments/${items[0].id}`);
    await seller.page.getByRole('button', { name: 'Mais ações' }).click();
    await seller.page.getByRole('menuitem', { name: 'Desfazer entrega' }).click();
    await seller.page.getByRole('dialog').getByRole('button', { name: 'Desfazer entrega' }).click();
    await sees(t, seller.page.getByText(/^Entrega \S+ desfeita/), 'said so');
    t.equal(await count(), 0);
    t.same(seller.complaints(), []);
  });

  await step(t, 'a quote that did not arrive says so, in the inbox and on its page, and is sent to another address', async (t) => {
    const { id, number } = await quoteOf(admin, deal.id);
    ok(await admin.api('POST', `sales/quotes/${id}/send`, { to: 'gone@lumen.example' }));
    await portal.settle();
    await go('/');
    await sees(t, page.getByText(`O orçamento ${number} não chegou a gone@lumen.example`), 'My day names it');
    await go('/inbox');
    const notice = `O orçamento ${number} para Lumen Ltda não chegou a gone@lumen.example`;
    await page.getByRole('button', { name: `Enviar de novo: ${notice}` }).click();
    const form = page.getByRole('dialog', { name: `Enviar o orçamento ${number}` });
    await sees(t, form.getByText('Este endereço não existe.', { exact: false }), 'with what the mail server said');
    await expectAccessible(t, page);
    await form.getByLabel('Para').fill('carla@lumen.example');
    await form.getByRole('button', { name: 'Enviar', exact: true }).click();
    await misses(t, form, 'it is on its way');
    await portal.settle();
    await sees(t, page.getByText('enviado para carla@lumen.example'), 'and arrived');

    const token = await tokenOf(admin, 'quotes', id);
    ok(await admin.api('POST', `sales/public/${token}/accept`, { name: 'Carla Dias' }));
    await go('/inbox');
    await page.getByRole('button', { name: /^Gerar fatura: Carla Dias aceitou/ }).click();
    await page.waitForURL(/\/sales\/invoices\/\d+$/);
    t.equal(ok(await admin.api('GET', `sales/invoices?quoteId=${id}`)).items.length, 1, 'the notice of its acceptance makes the invoice');
  });
  t.same(complaints(), []);
});
