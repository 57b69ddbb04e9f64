import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv } from 'ajv';
import t from 'tap';
import { hasText } from '../../server/core/i18n/texts.js';
import { expectAccessible } from '../support/browser.js';
import { browserFor, rawTexts, sees, visit } from '../support/pages.js';
import { startPortal } from '../support/portal.js';

t.test('the description of the API', async (t) => {
  const p = await startPortal(t, { dialect: 'sqlite', modules: ['crm', 'sales', 'tasks'] });
  // biome-ignore lint/suspicious/noExplicitAny: a document of another standard, looked into here only
  const documentOf = async (language = 'en'): Promise<any> => (await p.api('GET', 'openapi.json', undefined, { 'accept-language': language })).body;

  await t.test('is valid, and every operation has a name of its own', async (t) => {
    const document = await documentOf();
    const result = await new Validator().validate(structuredClone(document));
    t.same(result.errors ?? [], []);
    const operations = Object.values(document.paths as Record<string, Record<string, { operationId: string; summary: string }>>).flatMap((one) =>
      Object.values(one),
    );
    const ids = operations.map(({ operationId }) => operationId);
    t.same(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
    );
    t.ok(operations.every(({ summary }) => summary.includes(': ')));
  });

  await t.test('says of every operation in both languages what it is about and what it does', async (t) => {
    const { paths } = await documentOf();
    const unnamed = Object.entries(paths as Record<string, Record<string, { operationId: string }>>).flatMap(([path, operations]) => {
      const part = path.split('/')[3] ?? '';
      const isPart = [`core:docs.part.${part}`, `${part}:module.name`].some(hasText);
      const names = Object.values(operations).map(({ operationId }) => operationId.split('.').at(-1));
      const without = names.filter((name) => ![`${part}:docs.action.${name}`, `core:docs.action.${name}`].some(hasText));
      return [...(isPart ? [] : [`docs.part.${part}`]), ...without.map((name) => `docs.action.${name}`)];
    });
    t.same([...new Set(unnamed)], [], 'each has its words in server/messages');
  });

  await t.test('describes records, filters, refusals, keys and webhooks', async (t) => {
    const { paths, components, webhooks } = await documentOf();
    const list = paths['/api/v1/crm/deals'].get;
    t.same(list.responses[200].content['application/json'].schema.properties.items.items, { $ref: '#/components/schemas/crm.deal' });
    t.match(
      list.parameters.find(({ name }: { name: string }) => name === 'amount'),
      { in: 'query', schema: { type: 'integer' }, 'x-operators': ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'empty'] },
    );
    t.ok(list.parameters.find(({ name }: { name: string }) => name === 'sort').schema.enum.includes('-createdAt'));
    t.same(list.responses.default, { $ref: '#/components/responses/Problem' });
    t.ok(paths['/api/v1/crm/deals'].post.parameters.some(({ $ref }: { $ref?: string }) => $ref?.endsWith('IdempotencyKey')));
    t.match(webhooks.delivery.post.requestBody.content['application/json'].schema.required, ['id', 'event', 'at', 'record', 'data']);
    // A record that was read fits its schema.
    const deal = (await p.admin.api('POST', 'crm/deals', { title: 'Twelve ladders' })).body;
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(components.schemas['crm.deal']);
    t.ok(validate(deal), JSON.stringify(validate.errors));
  });

  await t.test('shows examples that are taken', async (t) => {
    const { paths } = await documentOf();
    const example = (path: string) => paths[`/api/v1/${path}`].post.requestBody.content['application/json'].example;
    const lead = await p.admin.api('POST', 'crm/leads', example('crm/leads'));
    t.equal(lead.status, 201);
    t.equal((await p.admin.api('POST', `crm/leads/${lead.body.id}/convert`, example('crm/leads/{id}/convert'))).status, 200);
    const deal = await p.admin.api('POST', 'crm/deals', example('crm/deals'));
    t.equal(deal.status, 201);
    const quote = await p.admin.api('POST', 'sales/quotes', { ...example('sales/quotes'), dealId: deal.body.id });
    t.equal(quote.status, 201);
    const invoice = await p.admin.api('POST', 'sales/invoices', { ...example('sales/invoices'), quoteId: quote.body.id });
    t.equal(invoice.status, 201);
    t.equal((await p.admin.api('POST', `sales/invoices/${invoice.body.id}/payments`, example('sales/invoices/{id}/payments'))).status, 201);
  });

  await t.test('is readable, of the modules that are on, in the language of whoever reads', async (t) => {
    const browser = await browserFor(t);
    for (const [language, dark, phone, heading] of [
      ['en', false, false, 'The API of this portal'],
      ['pt-BR', true, true, 'A API deste portal'],
    ] as const) {
      const { page, go, complaints } = await visit(browser, p.url, { language, dark, phone });
      await go('/api/docs');
      await sees(t, page.getByRole('heading', { name: heading }), 'a page of its own');
      await page.getByText('/api/v1/crm/deals', { exact: true }).first().click();
      await expectAccessible(t, page);
      const levels = await page.evaluate(() => Array.from(document.querySelectorAll('h1,h2,h3,h4,h5,h6'), ({ tagName }) => Number(tagName[1])));
      t.notOk(
        levels.some((level, n) => level > (levels[n - 1] ?? 0) + 1),
        'no level of headings is left out',
      );
      t.same(
        (await rawTexts(page)).filter((word) => /^core:|\{\{/.test(word)),
        [],
      );
      t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider than the window');
      t.same(complaints(), [], 'within the content security policy');
      await page.context().close();
    }
    const docs = (await p.api('GET', '/api/docs')).body as string;
    for (const [part, what] of [
      ['rows[].taxRate', 'fields of rows'],
      ['integer 1–200 = 50', 'limits and what is usual'],
      ['crm.deal.won', 'names of events'],
    ] as const)
      t.ok(docs.includes(part), what);
    t.notMatch(docs, '<th scope="col"></th>');
    const { paths } = await documentOf();
    t.equal(paths['/api/v1/tokens/{id}'].delete.summary, 'API tokens: remove');
    t.equal(paths['/api/v1/crm/deals/{id}'].delete.summary, 'Deals: put into the bin');
    await p.admin.api('POST', 'modules/sales/park');
    const page = await p.api('GET', '/api/docs');
    t.match(page.body, '/api/v1/crm/deals');
    t.notMatch(page.body, '/api/v1/sales/');
  });
});
