import type { Locator, Page } from 'playwright-core';
import t from 'tap';
import { expectAccessible } from '../support/browser.js';
import { startMailServer } from '../support/mail-server.js';
import { browserFor, holdsFocus, messageOf, misses, rawTexts, sees, step, visit } from '../support/pages.js';
import { startPortal, type TestPortal, type Visitor } from '../support/portal.js';
import { readPdf } from '../support/read-pdf.js';

const panel = (page: Page, title: string): Locator => page.getByRole('dialog', { name: title });
/** A field by its whole label, whether or not it may stay empty. */
const field = (of: Locator, label: string): Locator => of.getByLabel(new RegExp(`^${label} *(opcional)?$`));
/** Figures as they can be read: without the spaces that must not break. */
const words = async (of: Locator): Promise<string[]> => (await of.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
/** The sums under the rows, or on the page of the client: label and figure. */
const sums = (of: Locator): Promise<string[]> => words(of.locator('dl').filter({ hasText: 'Total' }).last().locator('> div'));

/** Somebody who sells and also keeps the catalogue. */
async function seller(portal: TestPortal): Promise<Visitor> {
  const roles: { builtIn: boolean; grants: Record<string, 'own' | 'department' | 'all'> }[] = (await portal.admin.api('GET', 'roles')).body.items;
  const grants = roles.find((role) => role.builtIn && role.grants['sales.quote.create'] === 'own')?.grants;
  return portal.person('Bruno Lima', { grants: { ...grants, 'sales.product.create': 'all', 'sales.product.change': 'all' } });
}

/** The PDF that a click opens in a page of its own; that page is closed. */
async function pdfOf(page: Page, click: () => Promise<void>): Promise<Buffer> {
  const context = page.context();
  const [opened, asked] = await Promise.all([
    context.waitForEvent('page'),
    context.waitForEvent('request', (request) => request.url().endsWith('/pdf')),
    click(),
  ]);
  const answer = await context.request.get(asked.url());
  await opened.close();
  return answer.body();
}

t.test('from a lead to a closed sale, in Portuguese', async (t) => {
  const mailServer = await startMailServer();
  t.teardown(() => mailServer.close());
  const portal = await startPortal(t, {
    dialect: 'sqlite',
    language: 'pt-BR',
    publicUrl: 'https://portal.aurora.example',
    mail: { smtp: `smtp://127.0.0.1:${mailServer.port}`, from: 'Aurora <vendas@aurora.example>' },
  });
  const bruno = await seller(portal);
  const browser = await browserFor(t);
  const office = await visit(browser, portal.url, { language: 'pt-BR', cookie: bruno.cookie });
  const client = await visit(browser, portal.url, { language: 'pt-BR', phone: true });
  const { page } = office;
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const deal = panel(page, 'Portões para a padaria');
  const openDeal = async (tab: string) => {
    await office.go('/crm/deals/1');
    await deal.getByRole('tab', { name: tab }).click();
  };

  await step(t, 'a lead is typed and becomes a deal with its contact and company', async (t) => {
    await office.go('/crm/leads');
    await button('Novo lead').first().click();
    const form = panel(page, 'Novo lead');
    await field(form, 'Título').fill('Portões para a padaria');
    await field(form, 'Nome').fill('Maria');
    await field(form, 'Sobrenome').fill('Silva');
    await field(form, 'Nome da empresa').fill('Padaria Central');
    await form.getByLabel('E-mails').fill('maria@padaria.example');
    await form.getByRole('button', { name: 'Adicionar lead' }).click();
    await panel(page, 'Portões para a padaria').getByRole('button', { name: 'Gerar negócio' }).click();
    await panel(page, 'O que criar a partir de “Portões para a padaria”?').getByRole('button', { name: 'Criar' }).click();
    await page.waitForURL('**/crm/deals/1');
    await sees(t, deal.getByRole('link', { name: 'Padaria Central' }), 'the deal has the company');
    await sees(t, deal.getByRole('link', { name: 'Maria Silva' }), 'and the contact');
  });

  await step(t, 'a product comes into the catalogue', async (t) => {
    await office.go('/sales/products');
    await sees(t, page.getByText('O catálogo está vazio'), 'an empty catalogue says what it is for');
    await expectAccessible(t, page);
    await button('Novo produto').first().click();
    const form = panel(page, 'Novo produto');
    await form.getByRole('button', { name: 'Adicionar produto' }).click();
    t.equal(await messageOf(field(form, 'Nome')), 'Este campo é necessário.', 'a product needs a name');
    await field(form, 'Nome').fill('Dobradiça');
    await field(form, 'Preço').fill('R$ 1.234,567');
    await field(form, 'Imposto').fill('muito');
    await form.getByRole('button', { name: 'Adicionar produto' }).click();
    t.match(await messageOf(field(form, 'Preço')), 'Isto não é um valor em BRL', 'a price that cannot be read is not said to be missing');
    t.match(await messageOf(field(form, 'Imposto')), 'Isto não é um número', 'nor is its neighbour forgotten');
    await holdsFocus(t, field(form, 'Preço'), 'the first of them is at hand');
    await field(form, 'Preço').fill('18,9');
    await field(form, 'Unidade').fill('un');
    await field(form, 'Imposto').fill('17,5');
    await field(form, 'Código').fill('D-48');
    await expectAccessible(t, page);
    await form.getByRole('button', { name: 'Adicionar produto' }).click();
    await sees(t, panel(page, 'Dobradiça').getByText('R$ 18,90'), 'its panel opens with the price');
    t.same(await words(panel(page, 'Dobradiça').locator('[data-field="taxRate"]')), ['Imposto 17,5 %'], 'and its tax, with one sign of percent');
    await expectAccessible(t, page);
    await page.keyboard.press('Escape');
    await sees(t, page.getByRole('row', { name: /Dobradiça.*D-48.*R\$ 18,90/ }), 'and it stands in the list');
  });

  const editor = page.getByRole('region', { name: 'Orçamento', exact: true });
  const paper = page.getByRole('region', { name: 'Como o cliente vê' });
  const countedUp = [
    'Itens 917,25',
    'Descontos −72,58',
    'Subtotal 844,67',
    'Imposto 12 % sobre 10,05 1,21',
    'Imposto 17,5 % sobre 834,62 146,06',
    'Total R$ 991,94',
  ];
  await step(t, 'a quote of a product and of free words adds up to the cent while it is typed', async (t) => {
    await openDeal('Orçamentos');
    await sees(t, deal.getByText('Ainda não há orçamento deste negócio.'), 'the deal has none yet');
    await expectAccessible(t, page);
    await deal.getByRole('button', { name: 'Novo orçamento' }).click();
    await sees(t, paper.getByText('Padaria Central'), 'a new one is for the client of the deal');
    await expectAccessible(t, page);
    const add = editor.getByRole('combobox', { name: 'Produto do catálogo ou texto livre' });
    await add.fill('dobra');
    await page.getByRole('option', { name: /Dobradiça/ }).click();
    const cell = (name: string, row: string) => editor.getByLabel(`${name}, ${row}`, { exact: true });
    await holdsFocus(t, cell('Qtd.', 'Dobradiça'), 'a product goes on at its quantity');
    await page.keyboard.type('48');
    t.equal(await cell('Preço', 'Dobradiça').inputValue(), '18,90', 'with the price of the catalogue');
    t.equal(await cell('Imp. %', 'Dobradiça').inputValue(), '17,5', 'and its tax');
    t.match(await words(paper.getByRole('row', { name: /Dobradiça/ })), [/48 un.*18,90.*907,20/], 'the page of the client follows each key');
    await cell('Desc. %', 'Dobradiça').fill('8 %');
    await add.fill('Tubo sob medida');
    await page.keyboard.press('Enter');
    await holdsFocus(t, cell('Qtd.', 'Tubo sob medida'), 'and so do free words');
    await page.keyboard.type('999999999999999999');
    t.match(await messageOf(cell('Qtd.', 'Tubo sob medida')), 'Grande demais', 'a number that cannot be kept exactly is not rounded');
    await cell('Qtd.', 'Tubo sob medida').fill('1,005');
    await cell('Preço', 'Tubo sob medida').fill('dez');
    t.match(await messageOf(cell('Preço', 'Tubo sob medida')), 'Isto não é um valor', 'words are no price');
    for (const each of [editor, paper]) {
      await sees(t, each.locator('dl').getByText('–', { exact: true }), 'and nothing is summed up meanwhile');
      t.same(await sums(each), ['Total –']);
    }
    for (const other of ['US$ 10', '1,500']) {
      await cell('Preço', 'Tubo sob medida').fill(other);
      t.match(await messageOf(cell('Preço', 'Tubo sob medida')), 'Isto não é um valor em BRL', `${other} is not taken for another amount`);
    }
    await cell('Preço', 'Tubo sob medida').fill('10');
    await cell('Imp. %', 'Tubo sob medida').fill('12');
    await field(editor, 'Válido até').fill('2020-12-31');
    await sees(t, editor.getByText('Isto já passou.'), 'a day that is over is said to be so');
    await field(editor, 'Válido até').fill('2099-12-31');
    await field(editor, 'Condições e observações para o cliente').fill('Metade na entrega.');
    await page.waitForFunction(() => Object.values(localStorage).some((kept) => kept.includes('Metade na entrega.')));
    await page.reload();
    // 48 × 18,90 = 907,20, less 8 % = 834,62; 17,5 % of it = 146,06. 1,005 × 10,00 = 10,05; 12 % of it = 1,21.
    await sees(t, editor.getByText('R$ 991,94'), 'a reload loses nothing that was typed');
    t.equal(await field(editor, 'Válido até').inputValue(), '31/12/2099', 'and a day stands in the form of the portal');
    t.same(await sums(editor), countedUp);
    t.same(await sums(paper), countedUp, 'the client sees the same sums');
    await cell('Qtd.', 'Tubo sob medida').fill('0');
    await button('Salvar').click();
    t.equal(await messageOf(cell('Qtd.', 'Tubo sob medida')), 'Informe a quantidade ou tire a linha.', 'a row of nothing is named');
    await expectAccessible(t, page);
    await cell('Qtd.', 'Tubo sob medida').fill('1,005');
    await sees(t, editor.getByText('R$ 991,94'), 'and put right');
    await button('Salvar').click();
    await page.waitForURL('**/sales/quotes/1');
    await sees(t, page.getByText('Rascunho', { exact: true }), 'it is a draft with a number');
    t.match(await page.title(), /Orçamento \d{4}-0001/);
    t.same(await rawTexts(page), [], 'every text is in words');
    await expectAccessible(t, page);
    await cell('Preço', 'Tubo sob medida').fill('dez');
    await sees(t, editor.locator('dl').getByText('–', { exact: true }), 'what cannot be read has no sum');
    await button('Desfazer alterações').click();
    t.equal(await cell('Preço', 'Tubo sob medida').inputValue(), '10,00', 'and goes with the other changes');
    await sees(t, editor.getByText('R$ 991,94'), 'the sums are back');
  });

  await step(t, 'what is typed stays while the portal cannot be reached', async (t) => {
    const terms = field(editor, 'Condições e observações para o cliente');
    await terms.fill('À vista.');
    await office.follows('sales.quote');
    // As in a browser that keeps no answers: each attempt is in vain.
    await page.evaluate(() => {
      Cache.prototype.match = async () => undefined;
    });
    const once = '**/api/v1/sales/quotes/1';
    await page.route(once, (route) => route.abort());
    let failed = 0;
    const thrice = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/sales/quotes/1') && ++failed === 3);
    const { version } = (await portal.admin.api('GET', 'sales/quotes/1')).body;
    await portal.admin.api('PATCH', 'sales/quotes/1', { validUntil: '2099-11-30', version });
    await thrice;
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    t.equal(await terms.inputValue(), 'À vista.', 'also when it was asked in vain');
    await page.unroute(once);
    await button('Desfazer alterações').click();
    await portal.admin.api('PATCH', 'sales/quotes/1', { validUntil: '2099-12-31', version: version + 1 });
    await sees(t, paper.getByText('Metade na entrega.'), 'discarding brings back what is stored');
  });

  await step(t, 'its PDF opens', async (t) => {
    await page.emulateMedia({ media: 'print' });
    const printed = await paper.boundingBox();
    t.ok(printed && printed.width > 600, `printed by the browser, it has the width of the sheet (${printed?.width})`);
    await page.emulateMedia({ media: null });
    const pdf = readPdf(await pdfOf(page, () => button('Baixar PDF').click()));
    for (const text of ['Dobradiça', 'Tubo sob medida', 'Descontos', '−72,58', '991,94', 'Metade na entrega.']) t.ok(pdf.pages.join('\n').includes(text), text);
  });

  let link = '';
  await step(t, 'it goes to the client by mail', async (t) => {
    await button('Enviar ao cliente').click();
    const form = page.getByRole('dialog', { name: /^Enviar o orçamento \d{4}-0001$/ });
    await page.waitForFunction(() => Array.from(document.querySelectorAll('input')).some((input) => input.value === 'maria@padaria.example'));
    t.equal(await field(form, 'Para').inputValue(), 'maria@padaria.example', 'the address of the contact stands there');
    await field(form, 'Mensagem').fill('Segue o orçamento dos portões.');
    await expectAccessible(t, page);
    await form.getByRole('button', { name: 'Enviar' }).click();
    await sees(t, page.getByText('A caminho de maria@padaria.example'), 'says where it goes');
    await sees(t, page.getByText('Enviado', { exact: true }), 'and is sent');
    await portal.settle();
    const mail = mailServer.received.find(({ text }) => text?.includes('Segue o orçamento dos portões.'));
    link = /https:\/\/portal\.aurora\.example(\/p\/[\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
    t.ok(link, 'the mail carries the link');
    t.match(mail?.attachments[0]?.filename, /^Orçamento \d{4}-0001 - Ferragens Aurora\.pdf$/, 'and the PDF');
  });

  await step(t, 'the client accepts on a phone', async (t) => {
    await office.follows('sales.quote');
    await client.go(link);
    const { page: phone } = client;
    await sees(t, phone.getByRole('heading', { name: 'R$ 991,94. Você aceita?' }), 'is asked');
    t.same(await sums(phone.getByRole('article')), countedUp);
    await expectAccessible(t, phone);
    await phone.getByRole('button', { name: 'Aceitar', exact: true }).tap();
    const name = phone.getByLabel('Seu nome');
    await holdsFocus(t, name, 'the name can be typed at once');
    await phone.getByRole('button', { name: 'Aceitar por R$ 991,94' }).tap();
    t.match(await messageOf(name), 'Escreva seu nome', 'not without a name');
    await expectAccessible(t, phone);
    t.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider than the phone');
    await name.fill('Maria Silva');
    await phone.getByRole('button', { name: 'Aceitar por R$ 991,94' }).tap();
    await sees(t, phone.getByText('Aceito, obrigado'), 'is thanked');
    await expectAccessible(t, phone);
    t.same(await phone.context().cookies(), [], 'without a cookie');
    await portal.settle();
    await sees(t, page.getByText('aceito por Maria Silva'), 'and the office sees it without a reload');
    await expectAccessible(t, page);
  });

  await step(t, 'the contract is noted on the deal', async (t) => {
    await office.go('/crm/deals/1');
    await deal.getByRole('button', { name: 'Editar Número do contrato' }).click();
    await deal.getByLabel('Número do contrato').fill('C-17');
    await page.keyboard.press('Enter');
    await sees(t, deal.locator('[data-field="contractNumber"]').getByText('C-17'), 'its number');
    await deal.getByRole('button', { name: 'Editar Data do contrato' }).click();
    await deal.getByLabel('Data do contrato').fill('2020-11-24');
    await page.keyboard.press('Enter');
    await sees(t, deal.locator('[data-field="contractDay"] time, [data-field="contractDay"]').getByText(/24/), 'its day');
    await sees(t, deal.getByText('Contrato C-17 registrado'), 'and it stands on the timeline');
  });

  const invoice = page.getByRole('region', { name: 'Fatura', exact: true });
  /** Total, paid, open. */
  const money = async () => (await words(invoice.locator('dl').first().locator('dd'))).slice(0, 3);
  await step(t, 'an invoice is made of the quote', async (t) => {
    await openDeal('Faturas e pagamentos');
    await deal.getByRole('button', { name: 'Nova fatura' }).click();
    await expectAccessible(t, page);
    await page.getByRole('menuitem', { name: /^Do orçamento \d{4}-0001, R\$ 991,94$/ }).click();
    await page.waitForURL('**/sales/invoices/1');
    await sees(t, page.getByText('Em aberto', { exact: true }), 'is open');
    t.same(await money(), ['R$ 991,94', 'R$ 0,00', 'R$ 991,94']);
    await expectAccessible(t, page);
  });

  await step(t, 'it is paid in two parts', async (t) => {
    const pay = async (amount: string | null) => {
      await button('Registrar pagamento').click();
      const form = page.getByRole('dialog', { name: /^Pagamento da fatura/ });
      if (amount === null) t.equal(await field(form, 'Valor').inputValue(), '491,94', 'what is open is proposed');
      else {
        await field(form, 'Valor').fill('0');
        await sees(t, form.getByText('Informe mais do que zero.'), 'what cannot be paid is said while it is typed');
        await field(form, 'Valor').fill('2.000,00');
        await sees(t, form.getByText('Isto é mais do que o valor em aberto'), 'also more than is open');
        await field(form, 'Valor').fill(amount);
      }
      await field(form, 'Forma de pagamento').fill('Pix');
      await expectAccessible(t, page);
      await form.getByRole('button', { name: 'Registrar pagamento' }).click();
      return form;
    };
    const form = await pay('1.000,00');
    t.match(await messageOf(field(form, 'Valor')), /\S+ \S+/, 'more than is open is refused beside the amount');
    await holdsFocus(t, field(form, 'Valor'), 'and the focus is there');
    await field(form, 'Valor').fill('500');
    const day = field(form, 'Dia');
    const today = await day.inputValue();
    await day.fill('06/17/2026');
    await form.getByRole('button', { name: 'Registrar pagamento' }).click();
    t.match(await messageOf(day), 'Isto não é uma data', 'a day of another habit is not guessed, and nothing is stored');
    await day.fill('hoje');
    await day.blur();
    t.equal(await day.inputValue(), today);
    await form.getByRole('button', { name: 'Registrar pagamento' }).click();
    await sees(t, page.getByText('Paga em parte', { exact: true }), 'paid in part');
    t.same(await money(), ['R$ 991,94', 'R$ 500,00', 'R$ 491,94']);
    t.same(await sums(paper), [...countedUp, 'Pago R$ 500,00', 'A pagar R$ 491,94'], 'its page says so with the sign of the currency');
    await expectAccessible(t, page);
    await pay(null);
    await sees(t, page.getByText('Paga', { exact: true }), 'paid');
    t.same(await money(), ['R$ 991,94', 'R$ 991,94', 'R$ 0,00']);
    await misses(t, button('Registrar pagamento'), 'nothing more can be paid');
    await expectAccessible(t, page);
  });

  await step(t, 'it is shipped in two parts', async (t) => {
    await button('Mais ações').click();
    await page.getByRole('menuitem', { name: 'Registrar entrega' }).click();
    const form = panel(page, 'O que vai sair?');
    await holdsFocus(t, form.getByRole('textbox').first(), 'the keyboard begins in the first quantity');
    await form.getByLabel('Dobradiça').fill('20');
    await form.getByLabel('Tubo sob medida').fill('0');
    await field(form, 'Rastreio').fill('BR123');
    await expectAccessible(t, page);
    await form.getByRole('button', { name: 'Registrar entrega' }).click();
    await misses(t, form, 'a part goes out');
    await openDeal('Entregas');
    await sees(t, deal.getByRole('row', { name: 'Dobradiça 48 20 28' }), 'the deal says what is still to go');
    await sees(t, deal.getByText('BR123'), 'and how the part can be followed');
    await expectAccessible(t, page);
    await deal.getByRole('button', { name: 'Registrar entrega' }).click();
    t.equal(await form.getByLabel('Dobradiça').inputValue(), '28', 'the rest is proposed');
    await form.getByRole('button', { name: 'Registrar entrega' }).click();
    await sees(t, deal.getByRole('row', { name: 'Dobradiça 48 48 tudo entregue' }), 'all is out');
    await sees(t, deal.getByRole('row', { name: 'Tubo sob medida 1,005 1,005 tudo entregue' }), 'free words too');
    await misses(t, deal.getByRole('button', { name: 'Registrar entrega' }), 'nothing more can go out');
    await expectAccessible(t, page);
  });

  await step(t, 'the deal is won, and its timeline tells the whole path', async (t) => {
    await deal.getByRole('tab', { name: 'Visão geral' }).click();
    await sees(t, deal.getByRole('button', { name: 'Avançar para Preparação' }), 'the next step of its way is the main button');
    await deal.getByRole('button', { name: 'Mais ações' }).click();
    await page.getByRole('menuitem', { name: 'Marcar como ganho' }).click();
    await misses(t, deal.getByRole('button', { name: 'Avançar para Preparação' }), 'won');
    const stages = deal.getByRole('list', { name: 'Etapas' });
    await sees(t, stages.getByRole('listitem').filter({ hasText: 'Novo' }).getByText('concluída'), 'the stage that it came from is ticked');
    t.equal(await stages.getByText('concluída').count(), 1, 'those that it never was in are not');
    await sees(t, deal.locator('[aria-current="step"]').getByText('Ganho'), 'it stands at the end of its way');
    await sees(t, deal.getByText('Etapa: Novo → Ganho'), 'the last step is told');
    const told = await words(deal.getByRole('region', { name: 'Linha do tempo' }).locator('li'));
    const bare = told.map((line) => line.replace(/( · Bruno Lima)? (hoje|ontem), \d+:\d+$/, '').replace(/\d{4}-(?=\d{4})/, ''));
    t.same(bare, [
      'Etapa: Novo → Ganho',
      'Entrega 0002 saiu',
      'Entrega 0001 saiu',
      'R$ 491,94 recebidos da fatura 0001, R$ 0,00 em aberto',
      'R$ 500,00 recebidos da fatura 0001, R$ 491,94 em aberto',
      'Fatura 0001 criada, R$ 991,94',
      'Contrato com data de 24/11/2020',
      'Contrato C-17 registrado',
      'Maria Silva aceitou o orçamento 0001, R$ 991,94',
      'Orçamento 0001 enviado para maria@padaria.example, R$ 991,94',
      'O valor agora é R$ 991,94, como no orçamento 0001',
      'Orçamento 0001 criado, R$ 991,94',
      'Etapa do lead: Novo → Convertido',
      'Lead convertido',
      'Negócio adicionado',
      'Lead adicionado',
    ]);
    await expectAccessible(t, page);
  });

  await step(t, 'another deal is lost, with its reason', async (t) => {
    await office.go('/crm/deals');
    await button('Novo negócio').first().click();
    const form = panel(page, 'Novo negócio');
    await field(form, 'Título').fill('Cercas');
    await form.getByRole('button', { name: 'Adicionar negócio' }).click();
    const other = panel(page, 'Cercas');
    await other.getByRole('button', { name: 'Mais ações' }).click();
    await page.getByRole('menuitem', { name: 'Marcar como perdido' }).click();
    const why = panel(page, 'Por que “Cercas” foi perdido?');
    await why.getByLabel('Motivo').selectOption({ label: 'Preço' });
    await expectAccessible(t, page);
    await why.getByRole('button', { name: 'Marcar como perdido' }).click();
    await misses(t, why, 'lost');
    await sees(t, other.locator('[aria-current="step"]').getByText('Perdido'), 'it stands at the other end');
    await other.getByRole('button', { name: /^Mais \d+ campos$/ }).click();
    t.match(await words(other.locator('[data-field="lostReasonId"]')), [/Preço/], 'and says why');
    await expectAccessible(t, page);
  });
  t.same([...office.complaints(), ...client.complaints()], [], 'the browsers have nothing to complain about');
});
