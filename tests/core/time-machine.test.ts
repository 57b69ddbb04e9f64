import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import t from 'tap';
import type { RowSums } from '../../server/core/db/row-sums.js';
import { summer } from '../../server/core/db/row-sums.js';
import { catalog } from '../../server/modules/catalog.js';
import { dialects, startPortal, type TestPortal } from '../support/portal.js';
import { backedUp, emptied, made, opened } from './time-machine-fixtures.js';

/** A company with a deal, on which hang a comment with a file, a file, an activity, rows, a quote with rows, a task about it. */
async function fill(p: TestPortal) {
  const company = await made(p, 'crm/companies', {
    title: "Doca'; drop table crm_deals; -- 100%_Ltda",
    phones: [{ kind: 'work', value: '+55 11 5555-0100' }],
    emails: [],
  });
  const deal = await made(p, 'crm/deals', { title: 'Portões do cais', companyId: company.id, amount: { amount: 500_000, currency: 'BRL' } });
  const file = async (text: string, name: string) => {
    const form = new FormData();
    form.append('file', new Blob([text], { type: 'text/plain' }), name);
    return made(p, 'files', form);
  };
  const drawing = await file('a drawing of a gate', '../../etc/pass wd.txt');
  await made(p, 'record-files', { recordType: 'crm.deal', recordId: deal.id, fileIds: [drawing.id] });
  const photo = await file('a photo', 'photo.txt');
  await made(p, 'comments', { recordType: 'crm.deal', recordId: deal.id, html: '<p>Ask for the colour of the gate</p>', fileIds: [photo.id] });
  const activity = await made(p, 'crm/activities', {
    kind: 'call',
    title: 'Call the docks',
    recordType: 'crm.deal',
    recordId: deal.id,
    dueAt: '2190-01-01T10:00:00.000Z',
  });
  const product = await made(p, 'sales/products', { name: 'Hinge', price: { amount: 1890, currency: 'BRL' } });
  const rows = [{ productId: product.id, name: 'Hinge', quantity: 4, price: { amount: 1890, currency: 'BRL' }, taxRate: 0, discountPercent: 0 }];
  const quote = await made(p, 'sales/quotes', { dealId: deal.id, rows });
  const project = await made(p, 'tasks/projects', { name: 'Docks' });
  const task = await made(p, 'tasks/tasks', { title: 'Measure the gate', aboutType: 'crm.deal', aboutId: deal.id, projectId: project.id });
  const later = await made(p, 'tasks/tasks', { title: 'Paint it', projectId: project.id });
  const point = await made(p, `tasks/tasks/${task.id}/checks`, { text: 'Width' });
  const link = await made(p, 'tasks/dependencies', { fromId: task.id, toId: later.id, kind: 'end-start' });
  const hours = await made(p, 'tasks/time', { taskId: task.id, day: p.today(), minutes: 60 });
  const client = await made(p, 'crm/contacts', { firstName: 'Zuleika', lastName: 'Quintana' });
  const hers = await made(p, 'crm/deals', { title: 'Gate for Zuleika Quintana', contactId: client.id });
  await made(p, 'comments', { recordType: 'crm.deal', recordId: hers.id, html: '<p>Quintana wants it green</p>' });
  const left = await made(p, 'people', { name: 'Quirino Vaz' });
  const mention = `<p><span data-mention="${left.id}">@Quirino Vaz</span> knows</p>`;
  await made(p, 'comments', { recordType: 'crm.deal', recordId: hers.id, html: mention });
  await made(p, 'tasks/tasks', { title: 'Ask', description: mention, aboutType: 'crm.deal', aboutId: hers.id });
  const hersToo = await made(p, 'sales/quotes', { dealId: hers.id, terms: 'Zuleika Quintana pays on Fridays', rows });
  await made(p, 'comments', { recordType: 'sales.quote', recordId: hersToo.id, html: '<p>Quintana fetches it herself</p>' });
  await p.settle();
  return { hersToo, client, hers, left, company, deal, drawing, photo, activity, product, quote, project, task, later, point, link, hours };
}

const own = [
  ...['crm_deals', 'crm_companies', 'crm_activities', 'crm_channels', 'crm_stage_history', 'sales_quotes', 'sales_rows'],
  ...['tasks_tasks', 'tasks_checks', 'tasks_dependencies', 'tasks_time'],
];
const core = ['files', 'comments', 'timeline_entries', 'timeline_links', 'record_history', 'record_counters'];

/** Sums of what belongs to the records of the modules; the word that something was brought back is left out, and what is derived. */
async function sumsOf(p: TestPortal): Promise<RowSums> {
  const { db } = p.portal.services;
  const sums = summer();
  for (const table of [...own, ...core]) {
    const where = table === 'record_history' ? sql`kind not in ('restored', 'deleted')` : table === 'record_counters' ? sql`n <> 0` : sql`1 = 1`;
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)} where ${where}`.execute(db.read);
    const columns = Object.keys(rows[0] ?? {});
    sums.table(table, columns);
    for (const row of rows) sums.add(columns.map((column) => row[column]));
  }
  return sums.sums();
}

for (const dialect of dialects)
  t.test(`records come back out of a backup on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect, modules: ['crm', 'sales', 'tasks'] });
    const { admin } = p;
    const of = await fill(p);
    const { deal, company, quote, task, activity } = of;
    const before = await sumsOf(p);
    const set = await backedUp(p);
    const path = (rest: string) => `backups/${set}/inside${rest}`;
    const wish = (records: { type: string; id: number }[], more = {}) => ({ records, withPointing: true, withPointed: true, ...more });
    const ref = { type: 'crm.deal', id: deal.id };
    const undone = async (items: { type: string; id: number; run: string }[]) =>
      (await admin.api('POST', 'backups/brought-back/undo', { items: items.map(({ type, id, run }) => ({ type, id, run })) })).body;

    await t.test('nothing is shown before it is opened, nor to whoever may not', async (t) => {
      t.equal((await admin.api('GET', path('/records?type=crm.deal'))).body.code, 'backup-not-open');
      t.equal((await admin.api('GET', 'backups/2020-01-01T00-00-00Z/inside/records?type=crm.deal')).status, 409);
      t.equal((await admin.api('POST', 'backups/2020-01-01T00-00-00Z/inside')).status, 404);
      t.equal((await admin.api('POST', 'backups/..%2F..%2Fetc/inside')).status, 404);
      const rui = await p.person('Rui Teles', { role: 'sales-manager' });
      for (const [method, rest] of [
        ['POST', ''],
        ['GET', '/records?type=crm.deal'],
        ['POST', '/bring-back'],
      ] as const)
        t.equal((await rui.api(method, path(rest), method === 'POST' && rest ? wish([ref]) : undefined)).status, 403, `${method} ${rest}`);
    });

    await t.test('opened it says what is in it, and that nothing is different', async (t) => {
      const inside = await opened(p, set);
      t.equal(inside.state, 'open', JSON.stringify(inside.failure));
      const deals = inside.kinds.find((one: { type: string }) => one.type === 'crm.deal');
      t.match(deals, { name: 'Deals', count: 2, gone: 0, changed: 0 });
      t.match(
        inside.modules.find((one: { id: string }) => one.id === 'sales'),
        { state: 'on', ready: false },
      );
      t.equal((await admin.api('GET', path('/records?type=crm.nothing'))).status, 404);
      t.equal((await admin.api('GET', path('/records?type=crm.deal&show=other'))).status, 422);
    });

    await t.test('a deal that was deleted and emptied from the bin comes back with all that hung on it, by every sum', async (t) => {
      t.equal((await admin.api('DELETE', `tasks/tasks/${task.id}`)).status, 200);
      t.equal((await admin.api('DELETE', `sales/quotes/${quote.id}`)).status, 200);
      t.equal((await admin.api('DELETE', `crm/deals/${deal.id}`)).status, 200);
      t.equal((await admin.api('DELETE', `crm/companies/${company.id}`)).status, 200);
      await emptied(p);
      t.equal((await admin.api('GET', `bin?type=crm.deal`)).body.items?.length ?? 0, 0);
      await opened(p, set);
      const gone = (await admin.api('GET', path('/records?type=crm.deal&show=gone'))).body.items;
      t.match(gone, [{ id: deal.id, title: deal.title, state: 'gone' }]);
      t.ok(gone[0].since, 'and when');
      t.equal((await admin.api('GET', path(`/records?type=crm.deal&show=gone&to=${p.today(-5)}`))).body.items.length, 0);
      t.equal((await admin.api('GET', path(`/records?type=crm.deal&show=gone&from=${p.today(-1)}`))).body.items.length, 1);
      for (const q of ['portões', 'PORT', String(deal.id), `%23${deal.id}`])
        t.equal((await admin.api('GET', path(`/records?type=crm.deal&q=${q}`))).body.items.length, 1, q);
      t.equal((await admin.api('GET', path('/records?type=crm.deal&q=%25_%27%5C'))).body.items.length, 0);

      const detail = (await admin.api('GET', path(`/records/crm.deal/${deal.id}`))).body;
      t.match(detail, { state: 'gone', around: { comments: 1, files: 2, parts: 1, missing: { comments: 1, files: 2 } } });
      t.ok(detail.timeline.some(({ text }: { text: string | null }) => text === 'Ask for the colour of the gate'));

      const preview = (await admin.api('POST', path('/preview'), wish([ref]))).body;
      t.match(preview, { files: 2, comments: 1, refused: [], pointed: 1 });
      t.same(
        Object.fromEntries(preview.kinds.map(({ type, insert, restore }: { type: string; insert: number; restore: number }) => [type, insert + restore])),
        { 'crm.company': 1, 'crm.deal': 1, 'crm.activity': 1, 'sales.quote': 1, 'tasks.task': 1 },
      );
      const brought = await admin.api('POST', path('/bring-back'), wish([ref]));
      t.equal(brought.status, 200, JSON.stringify(brought.body));
      t.equal(brought.body.items.filter(({ outcome }: { outcome: string }) => outcome === 'inserted' || outcome === 'restored').length, 5);
      await p.settle();
      t.equal((await admin.api('GET', `files/${of.drawing.id}`)).body, 'a drawing of a gate');
      t.equal(
        (await admin.api('GET', 'search?q=gate')).body.items.some(({ type }: { type: string }) => type === 'crm.deal'),
        true,
      );
      const jobs = await p.portal.services.db.read.selectFrom('jobs').select('key').where('kind', '=', 'crm.activity-reminder').execute();
      t.same(jobs, [{ key: String(activity.id) }], 'the reminder is planned again');
      const after = await sumsOf(p);
      // Quotes stay in the bin for ever, so that one was restored by hand: its version is as it was.
      for (const table of Object.keys(before)) t.same(after[table], before[table], table);
      const again = (await admin.api('POST', path('/bring-back'), wish([ref]))).body.items;
      t.same([...new Set(again.map(({ outcome }: { outcome: string }) => outcome))], ['same'], 'and nothing is left to do');
    });

    await t.test('a changed record gets its fields back, and that can be undone', async (t) => {
      await admin.api('PATCH', `crm/deals/${deal.id}`, { title: 'Overwritten', amount: { amount: 1, currency: 'BRL' } });
      const comment = (await admin.api('GET', `comments?recordType=crm.deal&recordId=${deal.id}`)).body.items[0];
      await admin.api('DELETE', `comments/${comment.id}`);
      await opened(p, set);
      t.match((await admin.api('GET', path('/records?type=crm.deal&show=changed'))).body.items, [{ id: deal.id, state: 'changed' }]);
      const { fields } = (await admin.api('GET', path(`/records/crm.deal/${deal.id}`))).body;
      t.match(
        fields.find(({ name }: { name: string }) => name === 'title'),
        { was: deal.title, now: 'Overwritten', differs: true, comes: true },
      );
      const { items } = (await admin.api('POST', path('/bring-back'), wish([ref]))).body;
      t.match(items, [{ id: deal.id, outcome: 'changed' }]);
      t.match((await admin.api('GET', `crm/deals/${deal.id}`)).body, { title: deal.title, amount: { amount: 4 * 1890 } });
      t.equal((await admin.api('GET', `comments?recordType=crm.deal&recordId=${deal.id}`)).body.items.length, 1, 'its comment is back');
      t.same((await admin.api('GET', path('/records?type=crm.deal&show=changed'))).body.items, []);
      t.same(await undone(items), { undone: 1, left: [] });
      t.equal((await admin.api('GET', `crm/deals/${deal.id}`)).body.title, 'Overwritten');
      t.equal((await admin.api('GET', `comments?recordType=crm.deal&recordId=${deal.id}`)).body.items.length, 0, 'its comment is away again');
      t.match(await undone(items), { undone: 0, left: [{ id: deal.id, why: 'nothing' }] }, 'once');
      const { items: entries } = (await admin.api('GET', 'audit?limit=50')).body;
      t.ok(entries.some(({ action }: { action: string }) => /time-machine/.test(action)));
    });

    await t.test('an undo takes back what its run wrote and nothing else', async (t) => {
      const back = async () => (await admin.api('POST', path('/bring-back'), wish([ref]))).body.items;
      const comments = async () => (await admin.api('GET', `comments?recordType=crm.deal&recordId=${deal.id}`)).body.items;
      const files = async () => (await admin.api('GET', `record-files?recordType=crm.deal&recordId=${deal.id}`)).body.items;
      t.match(await back(), [{ outcome: 'changed' }]);
      await admin.api('PATCH', `crm/deals/${deal.id}`, { title: 'Named by somebody' });
      await admin.api('PATCH', `crm/deals/${deal.id}`, { title: deal.title });
      await admin.api('DELETE', `comments/${(await comments())[0].id}`);
      await admin.api('DELETE', `record-files/${of.drawing.id}`);
      const around = await back();
      t.match(around, [{ outcome: 'changed' }], 'only a comment and a file come');
      t.same([(await comments()).length, (await files()).length], [1, 1]);
      t.same(await undone(around), { undone: 1, left: [] });
      t.same([(await comments()).length, (await files()).length], [0, 0], 'they go again');
      t.equal((await admin.api('GET', `crm/deals/${deal.id}`)).body.title, deal.title, 'what somebody changed before stays');

      await admin.api('PATCH', `crm/deals/${deal.id}`, { title: 'Overwritten again' });
      const fields = await back();
      await admin.api('PATCH', `crm/deals/${deal.id}`, { amount: { amount: 7, currency: 'BRL' } });
      await admin.api('PATCH', `crm/deals/${deal.id}`, { title: 'Named since' });
      t.same(await undone(fields), { undone: 0, left: [{ type: 'crm.deal', id: deal.id, title: 'Named since', why: 'changed', fields: ['title'] }] });
      t.same([(await comments()).length, (await files()).length], [1, 1], 'nothing of it is taken back then');
      await admin.api('PATCH', `crm/deals/${deal.id}`, { title: deal.title });
      t.same(await undone(fields), { undone: 1, left: [] });
      t.match((await admin.api('GET', `crm/deals/${deal.id}`)).body, { title: 'Overwritten again', amount: { amount: 7 } }, 'other fields stay');
      t.match(await undone([{ ...ref, run: '0123456789abcdef' }]), { undone: 0, left: [{ why: 'nothing' }] });
      await back();
    });

    await t.test('rows of a document that is there come back with its sums, and go again; of one that is closed they stay', async (t) => {
      const quoteRef = { type: 'sales.quote', id: quote.id };
      const preview = async () => (await admin.api('POST', path('/preview'), wish([quoteRef]))).body;
      const back = async () => (await admin.api('POST', path('/bring-back'), wish([quoteRef]))).body.items;
      const now = async () => (await admin.api('GET', `sales/quotes/${quote.id}`)).body;
      const amount = async () => (await admin.api('GET', `crm/deals/${deal.id}`)).body.amount.amount;
      t.match(await preview(), { rowsBack: 0, rowsStay: 0 });
      const rows = [{ name: 'Another', quantity: 1, price: { amount: 1, currency: 'BRL' }, taxRate: 0, discountPercent: 0 }];
      const change = () => admin.api('PATCH', `sales/quotes/${quote.id}`, { rows, terms: 'Other terms' });
      t.equal((await change()).status, 200);
      await opened(p, set);
      t.match((await admin.api('GET', path('/records?type=sales.quote&show=changed'))).body.items, [{ id: quote.id }]);
      t.match(await preview(), { rowsBack: 1, rowsStay: 0 });
      const items = await back();
      t.match(items, [{ outcome: 'changed', left: [] }]);
      t.match(await now(), { terms: quote.terms, total: quote.total, rows: [{ name: 'Hinge', quantity: 4, productId: of.product.id }] });
      t.equal(await amount(), 4 * 1890, 'the deal follows its quote');
      t.match(await preview(), { rowsBack: 0, rowsStay: 0 });
      t.match(await back(), [{ outcome: 'same' }], 'asked again there is nothing to do');
      t.same(await undone(items), { undone: 1, left: [] });
      t.match(await now(), { terms: 'Other terms', total: { amount: 1 }, rows: [{ name: 'Another' }] });
      t.equal(await amount(), 1);
      const later = await back();
      t.equal((await change()).status, 200);
      t.match(await undone(later), { undone: 0, left: [{ id: quote.id, why: 'changed' }] }, 'what somebody wrote since stays');
      t.match(await now(), { rows: [{ name: 'Another' }] });
      const { db } = p.portal.services;
      const status = (to: string) => db.write(({ q }) => q.updateTable('sales_quotes').set({ status: to }).where('id', '=', quote.id).execute());
      await status('accepted');
      t.match(await preview(), { rowsBack: 0, rowsStay: 1 });
      await back();
      t.match(await now(), { total: { amount: 1 }, rows: [{ name: 'Another' }] });
      await status(quote.status);
    });

    await t.test('what is gone of a record that is there comes back, kind by kind, and goes again', async (t) => {
      const taskRef = { type: 'tasks.task', id: task.id };
      const projectRef = { type: 'tasks.project', id: of.project.id };
      const stages = `tasks/projects/${of.project.id}/stages`;
      const read = async (path: string) => (await admin.api('GET', path)).body.items as { id: number; name: string }[];
      const taken = (path: string) => async () => t.equal((await admin.api('DELETE', path)).status, 200);
      const ids = (path: string) => async () => (await read(path)).map(({ id }) => id);
      // Every part that a manifest lets come back so: the record, how it goes, where it is seen.
      const tried: Record<string, { ref: typeof taskRef; take(): Promise<unknown>; seen(): Promise<number[]> }> = {
        tasks_checks: { ref: taskRef, take: taken(`tasks/checks/${of.point.id}`), seen: ids(`tasks/tasks/${task.id}/checks`) },
        tasks_dependencies: { ref: taskRef, take: taken(`tasks/dependencies/${of.link.id}`), seen: ids(`tasks/dependencies?taskId=${task.id}`) },
        tasks_time: { ref: taskRef, take: taken(`tasks/time/${of.hours.id}`), seen: ids(`tasks/time?taskId=${task.id}`) },
        tasks_stages: {
          ref: projectRef,
          take: async () => {
            const [first, ...rest] = (await read(stages)).map(({ id, name }) => ({ id, name }));
            t.equal((await admin.api('PUT', stages, { stages: rest, moveTo: rest[0]?.id })).status, 200, `without ${first?.name}`);
          },
          seen: ids(stages),
        },
      };
      const parts = catalog.flatMap(({ manifest }) => manifest.owns.parts ?? []).filter(({ again }) => again === 'missing');
      t.same(Object.keys(tried).sort(), [...new Set(parts.map(({ table }) => table))].sort(), 'all that manifests name are tried');
      for (const [table, { ref: part, take, seen }] of Object.entries(tried)) {
        const all = await seen();
        await take();
        const fewer = await seen();
        t.equal(fewer.length, all.length - 1, table);
        t.match((await admin.api('GET', path(`/records/${part.type}/${part.id}`))).body.around.missing, { rows: 1 });
        t.match((await admin.api('POST', path('/preview'), { ...wish([part]), withPointing: false })).body, { partsBack: 1 });
        const items = (await admin.api('POST', path('/bring-back'), { ...wish([part]), withPointing: false })).body.items;
        t.same(await seen(), all, 'back under its number');
        t.same(await undone(items), { undone: 1, left: [] });
        t.same(await seen(), fewer, 'and away again');
        await admin.api('POST', path('/bring-back'), { ...wish([part]), withPointing: false });
      }
      t.match((await admin.api('GET', `tasks/tasks/${task.id}`)).body, { checkCount: 1 }, 'what the task counts goes with them');

      await tried.tasks_dependencies?.take();
      await made(p, 'tasks/dependencies', { fromId: of.later.id, toId: task.id, kind: 'end-start' });
      await tried.tasks_checks?.take();
      const { items } = (await admin.api('POST', path('/bring-back'), wish([taskRef]))).body;
      t.equal((await read(`tasks/dependencies?taskId=${task.id}`)).length, 1, 'a dependency that would close a circle stays away');
      t.equal((await admin.api('PATCH', `tasks/checks/${of.point.id}`, { done: true })).status, 200);
      t.match(await undone(items), { undone: 0, left: [{ why: 'changed' }] }, 'a point that somebody ticked since stays');
    });

    await t.test('whoever was erased does not come back', async (t) => {
      await admin.api('DELETE', `crm/companies/${company.id}`);
      await emptied(p);
      await p.portal.services.db.write(({ q }) =>
        q.insertInto('erasures').values({ record_type: 'crm.company', record_id: company.id, at: p.now(), by_id: null, state: 'done' }).execute(),
      );
      const back = { type: 'crm.company', id: company.id };
      await opened(p, set);
      t.match((await admin.api('POST', path('/preview'), wish([back]))).body.refused, [{ id: company.id, why: 'erased' }]);
      t.match((await admin.api('POST', path('/bring-back'), wish([back]))).body.items, [{ outcome: 'refused' }]);
      t.equal((await admin.api('GET', `crm/companies/${company.id}`)).status, 404);
    });

    await t.test('nor does their name with a record that names them', async (t) => {
      const title = 'Zuleika Quintana';
      t.equal((await admin.api('POST', 'privacy/erasures', { type: 'crm.contact', id: of.client.id, title })).status, 201);
      t.equal((await admin.api('POST', `people/${of.left.id}/dismiss`, { toPersonId: null })).status, 200);
      t.equal((await admin.api('POST', 'privacy/erasures', { type: 'core.person', id: of.left.id, title: 'Quirino Vaz' })).status, 201);
      await p.settle();
      const now = async () =>
        JSON.stringify([
          (await admin.api('GET', `crm/deals/${of.hers.id}`)).body.title,
          (await admin.api('GET', `comments?recordType=crm.deal&recordId=${of.hers.id}`)).body.items,
          (await admin.api('GET', `crm/deals/${of.hers.id}/timeline`)).body.items,
          (await admin.api('GET', `tasks/tasks?q=ask`)).body.items,
        ]);
      const names = /Zuleika|Quintana|Quirino/;
      t.notMatch(await now(), names, 'erased');
      await opened(p, set);
      t.match((await admin.api('GET', path(`/records/crm.deal/${of.hers.id}`))).body, { state: 'same' }, 'a name that was erased is no difference');
      const differing: { id: number }[] = (await admin.api('GET', path('/records?type=crm.deal&show=changed'))).body.items;
      t.notOk(
        differing.some(({ id }) => id === of.hers.id),
        'nor in the list',
      );
      for (const { id } of (await admin.api('GET', `comments?recordType=crm.deal&recordId=${of.hers.id}`)).body.items)
        await admin.api('DELETE', `comments/${id}`);
      await admin.api('PATCH', `crm/deals/${of.hers.id}`, { amount: { amount: 5, currency: 'BRL' } });
      await opened(p, set);
      const look = async (rest: string) => JSON.stringify((await admin.api('GET', path(rest))).body);
      for (const rest of [
        '/records?type=crm.contact&show=all',
        '/records?type=crm.deal&show=all',
        `/records/crm.deal/${of.hers.id}`,
        `/records/crm.contact/${of.client.id}`,
      ])
        t.notMatch(await look(rest), names, `not shown either: ${rest}`);
      t.match(await look(`/records/crm.contact/${of.client.id}`), /"title":"—","state":"erased"/);
      t.equal(await look('/records?type=crm.contact&q=zuleika'), '{"items":[],"next":null}', 'nor found by it');
      const { items } = (await admin.api('POST', path('/bring-back'), wish([{ type: 'crm.deal', id: of.hers.id }]))).body;
      t.match(items, [{ outcome: 'changed' }]);
      await p.settle();
      t.match((await admin.api('GET', `crm/deals/${of.hers.id}`)).body, { title: /^Gate for …/, amount: { amount: 7560 } });
      t.equal((await admin.api('GET', `comments?recordType=crm.deal&recordId=${of.hers.id}`)).body.items.length, 2, 'what was said is back');
      t.notMatch(await now(), names, 'and still is');
      t.same((await admin.api('GET', 'search?q=quintana')).body.items, []);
    });

    await t.test('a whole module comes back through an archive, without those who were erased', async (t) => {
      const wanda = await made(p, 'crm/contacts', { firstName: 'Wanda', lastName: 'Xisto' });
      const rows = [{ name: 'Hinge', quantity: 1, price: { amount: 1890, currency: 'BRL' } }];
      const ofWanda = await made(p, 'crm/deals', { title: 'Hinges', contactId: wanda.id });
      await made(p, 'sales/quotes', { dealId: ofWanda.id, terms: 'Wanda Xisto pays on Mondays', rows });
      const named = async (word: string, archive: string) =>
        (await admin.api('GET', `privacy/archives?q=${word}`)).body.items.find((one: { archive: string }) => one.archive === archive)?.rows;
      t.equal((await admin.api('POST', 'modules/sales/park')).status, 200);
      t.equal((await admin.api('POST', 'modules/sales/archive')).status, 200);
      // What lies in a backup as an archive is read the same way whatever database the portal has.
      const later = dialect === 'sqlite' ? await backedUp(p) : null;
      t.equal((await admin.api('POST', 'privacy/erasures', { type: 'crm.contact', id: wanda.id, title: 'Wanda Xisto' })).status, 201);
      await p.settle();
      t.equal((await admin.api('POST', 'modules/sales/purge', { confirm: 'sales', withArchive: true })).status, 200);
      const inside = await opened(p, set);
      t.match(
        inside.modules.find((one: { id: string }) => one.id === 'sales'),
        { state: 'purged', ready: true },
      );
      const taken = await admin.api('POST', path('/modules/sales'));
      t.equal(taken.status, 200, JSON.stringify(taken.body));
      t.match(taken.body, { archive: `sales-${set}.sede-archive`, unknown: 0 }, 'of the moment of the backup');
      t.equal(await named('quintana', taken.body.archive), 0, 'what only the backup knows of somebody is not in it');
      const { items } = (await admin.api('GET', 'module-archives')).body as { items: { name: string }[] };
      t.match(
        items.find(({ name }) => name === taken.body.archive),
        { own: true, fromBackup: true },
        'and it says so',
      );
      const attached = await admin.api('POST', `module-archives/${taken.body.archive}/attach`, {});
      t.equal(attached.status, 200, JSON.stringify(attached.body));
      t.equal((await admin.api('GET', `sales/quotes/${quote.id}`)).body.id, quote.id);
      await p.settle();
      t.match((await admin.api('GET', `sales/quotes/${of.hersToo.id}`)).body, { dealId: of.hers.id, terms: '… pays on Fridays' });
      t.match((await admin.api('GET', `comments?recordType=sales.quote&recordId=${of.hersToo.id}`)).body.items, [{ html: '<p>… fetches it herself</p>' }]);
      t.equal((await admin.api('POST', path('/modules/nothing'))).status, 404);

      if (later === null) return;
      await opened(p, later);
      const { status, body } = await admin.api('POST', `backups/${later}/inside/modules/sales`);
      t.match({ status, ...body }, { status: 200, unknown: 1 }, 'as it lay in the backup, too; of the company there was no more than the number');
      t.equal(await named('xisto', body.archive), 0);
      t.ok((await named('mondays', body.archive)) > 0, 'the rest is there');
      await admin.api('DELETE', `backups/${later}/inside`);
    });

    await t.test('nothing of it is left when it is closed, or the process ends', async (t) => {
      const left = async () => (await readdir(join(p.folder, 'backups'))).filter((name) => name.startsWith('.inside-'));
      t.equal((await left()).length, 1);
      await admin.api('DELETE', path(''));
      t.same(await left(), []);
      await opened(p, set);
      await p.restart();
      t.same(await left(), []);
    });
  });

t.test('every table of a module is of its records, or part of them, or named here', (t) => {
  const alone: Record<string, string> = {
    tasks_people: 'kept in step by the kit',
    tasks_timers: 'what runs now',
    tasks_time_locks: 'of the whole module',
    tasks_series: 'of many tasks',
    tasks_feeds: 'of a person',
    tasks_templates: 'copies of their own, which name no record',
    sales_numbering: 'of the whole module',
  };
  const ofRecord = (type: string) => `${type.replace(/[.-]/g, '_')}s`.replace(/ys$/, 'ies');
  for (const { manifest } of catalog) {
    const { tables, records, parts = [] } = manifest.owns;
    const known = [...records.map(ofRecord), ...parts.map(({ table }) => table), ...Object.keys(alone)];
    t.same(
      tables.filter((table) => !known.includes(table)),
      [],
      manifest.id,
    );
  }
  t.end();
});
