import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { sql } from 'kysely';
import t from 'tap';
import { contentPath } from '../../server/core/modules/archive-format.js';
import { unpackArchive, verifyArchive } from '../../server/core/modules/read-archive.js';
import { listPath, noteErased } from '../../server/core/privacy/list.js';
import { eraseWhatCameBack } from '../../server/core/privacy/plan.js';
import { dialects, startPortal, type TestPortal } from '../support/portal.js';
import { readZip } from '../support/read-zip.js';

/** Names, e-mail, phone and words that only this client has. */
const secrets = ['Zuleika', 'Brandão', 'zuleika@padaria-brandao.example', '98765-4321', 'alergia a glúten', 'Rua das Acácias', '3222-1717', 'Ibitinga'];

/** Every table and row in which one of the words still stands. */
async function tracesOf(p: TestPortal, words: readonly string[]): Promise<string[]> {
  const { db } = p.portal.services;
  const names =
    db.dialect === 'sqlite'
      ? sql<{
          name: string;
        }>`select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name not like 'search\\_trigrams\\_%' escape '\\'`
      : sql<{ name: string }>`select table_name as name from information_schema.tables where table_schema = current_schema()`;
  const found: string[] = [];
  for (const { name } of (await names.execute(db.read)).rows)
    for (const row of (await sql<object>`select * from ${sql.table(name)}`.execute(db.read)).rows) {
      const text = JSON.stringify(row).toLowerCase();
      const there = words.filter((word) => text.includes(word.toLowerCase()));
      if (there.length > 0) found.push(`${name}: ${there.join(', ')}`);
    }
  return found;
}

/** The same of another client. */
const others = ['Yolanda', 'Quaresma', 'yolanda@doces-quaresma.example', '91234-8765', 'alergia a nozes', 'Rua dos Ipês', '3444-1818', 'Jaboticabal'];
const asOther = (text: string) => secrets.reduce((all, word, at) => all.replaceAll(word, others[at] as string), text);

/** @param said gives the words by which the client is known. */
async function fill({ admin }: TestPortal, said: (text: string) => string = (text) => text) {
  const make = async (path: string, given: object) => {
    const body = given instanceof FormData ? given : JSON.parse(said(JSON.stringify(given)));
    const answer = await admin.api('POST', path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const lead = await make('crm/leads', {
    title: 'Forno a lenha',
    firstName: 'Zuleika',
    lastName: 'Brandão',
    phones: [
      { kind: 'mobile', value: '+55 11 98765-4321' },
      { kind: 'home', value: '+55 11 3222-1717' },
    ],
    emails: [{ kind: 'work', value: 'zuleika@padaria-brandao.example' }],
    address: 'Rua das Acácias, 12',
    comments: 'Tem alergia a glúten, ligou da feira de Ibitinga',
  });
  await make('comments', { recordType: 'crm.lead', recordId: lead.id, html: '<p>Zuleika volta em Ibitinga</p>' });
  const { contactId } = await make(`crm/leads/${lead.id}/convert`, { contact: true });
  const known = { phones: [{ kind: 'mobile', value: '+55 11 98765-4321' }], address: 'Rua das Acácias, 14', comments: 'Tem alergia a glúten' };
  const { body: contact } = await admin.api('PATCH', `crm/contacts/${contactId}`, JSON.parse(said(JSON.stringify(known))));
  const deal = await make('crm/deals', { title: 'Forno para Zuleika Brandão', amount: { amount: 90_000, currency: 'BRL' }, contactId: contact.id });
  await make('comments', { recordType: 'crm.contact', recordId: contact.id, html: '<p>Zuleika prefere mensagens</p>' });
  await make('comments', { recordType: 'crm.deal', recordId: deal.id, html: '<p>Ligar para zuleika@padaria-brandao.example</p>' });
  await make('crm/activities', { kind: 'call', title: 'Ligar para Zuleika', recordType: 'crm.contact', recordId: contact.id });
  const aboutHer = { aboutType: 'crm.contact', aboutId: contact.id };
  const task = await make('tasks/tasks', { title: 'Buscar a receita da Zuleika', description: '<p>Zuleika Brandão liga antes</p>', ...aboutHer });
  await make(`tasks/tasks/${task.id}/checks`, { text: 'Avisar zuleika@padaria-brandao.example' });
  await make('comments', { recordType: 'tasks.task', recordId: task.id, html: '<p>Zuleika confirmou</p>' });
  await make('tasks/time', { taskId: task.id, day: '2026-01-05', minutes: 30, note: 'Visita à Zuleika' });
  await make('tasks/tasks', { title: 'Instalar o forno da Brandão', aboutType: 'crm.deal', aboutId: deal.id });
  const rows = [{ name: 'Forno da Zuleika', quantity: 1, price: { amount: 90_000, currency: 'BRL' } }];
  const quote = await make('sales/quotes', { dealId: deal.id, rows });
  const invoice = await make('sales/invoices', { dealId: deal.id, rows });
  await make('sales/shipments', { dealId: deal.id, rows: [{ name: 'Forno da Zuleika', quantity: 1 }], tracking: 'Zuleika recebe' });
  const form = new FormData();
  form.set('file', new Blob([said('RG da Zuleika')]), 'documento.txt');
  const file = await make('files', form);
  await make('record-files', { recordType: 'crm.contact', recordId: contact.id, fileIds: [file.id] });
  const other = await make('crm/contacts', { title: 'Ália Pessoa', comments: 'fica' });
  return { contact, lead, deal, quote, invoice, other };
}

/** Everything in an archive, and each row of its tables. */
async function linesOf({ folder }: TestPortal, name: string): Promise<{ all: string; lines: Set<string> }> {
  const target = await mkdtemp(join(tmpdir(), 'sede-unpacked-'));
  try {
    const { parts, contents } = await unpackArchive(join(folder, 'archives', name), target);
    const rows = await Promise.all(Object.keys(parts).map(async (path) => [path, await readFile(join(target, path), 'utf8')] as const));
    const files = await Promise.all(Object.keys(contents).map((sha256) => readFile(join(target, contentPath(sha256)), 'utf8')));
    const lines = rows.flatMap(([path, text]) => text.split('\n').flatMap((line) => (line === '' ? [] : `${path} ${line}`)));
    return { all: [...lines, ...files, await readFile(join(target, 'manifest.json'), 'utf8')].join('\n'), lines: new Set(lines) };
  } finally {
    await rm(target, { recursive: true });
  }
}

/** Rows without a word by which the client is known, of what is about them: changes of their fields, their files, their channels, words of their documents. */
function isAbout(line: string, { contact, lead, quote, invoice }: Awaited<ReturnType<typeof fill>>): boolean {
  const [, path = '', row = ''] = /^(\S+) (.*)$/.exec(line) ?? [];
  const values: unknown[] = JSON.parse(row);
  const isOf = (type: string, id: number) => values.includes(type) && values.includes(id);
  return (
    path.startsWith('module/crm_channels') ||
    [
      ['crm.contact', contact.id],
      ['crm.lead', lead.id],
      ['sales.quote', quote.id],
      ['sales.invoice', invoice.id],
    ].some(([type, id]) => isOf(String(type), Number(id)))
  );
}

for (const dialect of dialects) {
  t.test(`personal data on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect, modules: ['crm', 'sales', 'tasks'], lies: (folder) => noteErased(folder, { type: 'crm.contact', id: 1 }) });
    const { admin } = p;
    const clerk = await p.person('Rui Clerk', { role: 'sales-manager' });
    const { contact, lead, deal, invoice, other } = await fill(p);
    await p.settle();
    const of = `type=crm.contact&id=${contact.id}`;

    await t.test('of a new portal stays, whoever had these numbers in the one before it in the same folder', async (t) => {
      t.equal(contact.id, 1);
      await eraseWhatCameBack(p.portal.services);
      await p.settle();
      t.same((await admin.api('GET', 'privacy/erasures')).body.items, []);
      t.match((await admin.api('GET', 'crm/contacts/1')).body, { title: 'Zuleika Brandão' });
      t.equal((await readdir(dirname(listPath(p.folder)))).filter((name) => name.startsWith('erased-until-')).length, 1, 'the list is kept aside');
    });

    await t.test('is for those who have the right', async (t) => {
      for (const path of ['subjects?q=zul', `held?${of}`, `export?${of}`, 'erasures']) t.equal((await clerk.api('GET', `privacy/${path}`)).status, 403);
      t.equal((await clerk.api('POST', 'privacy/erasures', { type: 'crm.contact', id: contact.id, title: contact.title })).status, 403);
    });

    await t.test('is found and shown with what would become of it, also of a module that is parked', async (t) => {
      t.equal((await admin.api('POST', 'modules/sales/park')).status, 200);
      t.equal((await admin.api('POST', 'modules/crm/park')).status, 200);
      for (const q of ['zuleika', 'zuleika brandão', 'brandão zuleika', '98765', '11987654321', '(11) 98765 4321', 'padaria-brandao zuleika'])
        t.match((await admin.api('GET', `privacy/subjects?q=${q}`)).body.items, [{ type: 'crm.contact', id: contact.id, title: 'Zuleika Brandão' }], q);
      t.match((await admin.api('GET', 'privacy/subjects?q=%C3%A1lia')).body.items, [{ id: other.id }], 'whatever the case of a letter with an accent');
      const { body } = await admin.api('GET', `privacy/held?${of}`);
      const fates = Object.fromEntries(body.items.map(({ what, count, fate }: { what: string; count: number; fate: string }) => [what, [count, fate]]));
      t.match(fates, {
        Contacts: [1, 'erased'],
        Leads: [1, 'erased'],
        Comments: [2, 'erased'],
        Files: [1, 'erased'],
        Deals: [1, 'scrubbed'],
        Tasks: [2, 'scrubbed'],
        Invoices: [1, 'kept'],
      });
    });

    await t.test('is taken out as one ZIP, in files that can be read', async (t) => {
      const answer = await fetch(`${p.url}/api/v1/privacy/export?${of}`, { headers: { cookie: admin.cookie } });
      t.equal(answer.status, 200);
      const files = readZip(Buffer.from(await answer.arrayBuffer()));
      const names = [...files.keys()];
      t.ok(
        names.includes('README.txt') && names.includes(`records/crm.contact-${contact.id}.json`) && names.includes(`related/sales.invoice-${invoice.id}.json`),
      );
      const all = [...files.values()].join('\n');
      for (const word of [...secrets, 'prefere mensagens', 'RG da Zuleika']) t.ok(all.includes(word), word);
      t.notMatch(all, 'Ália Pessoa');
    });

    await t.test('is erased only with the name typed as it stands', async (t) => {
      const erase = (title: string) => admin.api('POST', 'privacy/erasures', { type: 'crm.contact', id: contact.id, title });
      t.match(await erase('Zuleika'), { status: 422, body: { errors: [{ path: 'title' }] } });
      t.equal((await tracesOf(p, ['Acácias'])).length > 0, true);
      t.match(await erase('Zuleika Brandão'), { status: 201, body: { state: 'running' } });
      await p.settle();
      t.same(
        (await admin.api('GET', 'privacy/erasures')).body.items.map(({ state }: { state: string }) => state),
        ['done'],
      );
    });

    await t.test('leaves no trace in any table, while modules are parked and when they are on again', async (t) => {
      t.same(await tracesOf(p, [...secrets, 'prefere mensagens']), []);
      for (const id of ['crm', 'sales']) t.equal((await admin.api('POST', `modules/${id}/resume`)).status, 200);
      await p.settle();
      t.same(await tracesOf(p, [...secrets, 'prefere mensagens']), []);
      t.same((await admin.api('GET', 'search?q=zuleika')).body.items, []);
    });

    if (dialect === 'sqlite')
      await t.test('nor in the file of the database', async (t) => {
        const file = join(p.folder, 'sede.sqlite');
        const handle = new BetterSqlite3(file);
        handle.pragma('wal_checkpoint(TRUNCATE)');
        handle.close();
        const bytes = await readFile(file);
        t.same(
          secrets.filter((word) => bytes.includes(word)),
          [],
        );
      });

    await t.test('keeps amounts, others and the chain of the audit log', async (t) => {
      t.match((await admin.api('GET', `crm/deals/${deal.id}`)).body, { amount: { amount: 90_000 }, contactId: contact.id });
      t.match((await admin.api('GET', `sales/invoices/${invoice.id}`)).body, { total: { amount: 90_000 } });
      t.match((await admin.api('GET', `crm/contacts/${other.id}`)).body, { title: 'Ália Pessoa', comments: 'fica' });
      t.match((await admin.api('GET', `crm/contacts/${contact.id}`)).body, { title: '—', phones: [], emails: [], address: null });
      t.match((await admin.api('GET', `crm/leads/${lead.id}`)).body, { title: '—', phones: [], comments: null, contactId: contact.id }, 'the lead it was, too');
      t.match((await admin.api('POST', 'audit-check', {})).body, { broken: null });
      const [told] = (await admin.api('GET', 'audit?action=privacy.erased')).body.items;
      t.match(told, { target: `crm.contact:${contact.id}`, record: new RegExp(`contat?[a-z]+, .* ?${contact.id}\\)$`) }, 'which says who it was by number');
    });

    const back = () =>
      p.portal.services.db.write((tx) => tx.update('crm_contacts', contact.id, { title: 'Zuleika Brandão', comments: 'Tem alergia a glúten' }));

    await t.test('is erased again where it comes back', async (t) => {
      const { services } = p.portal;
      await back();
      await services.db.write(({ q }) => q.deleteFrom('erasures').execute());
      t.same(JSON.parse(await readFile(listPath(p.folder), 'utf8')), [['crm.contact', contact.id]]);
      await eraseWhatCameBack(services);
      await p.settle();
      t.same(await tracesOf(p, secrets), [], 'as after an older database was put into the folder');
    });

    await t.test('in archives is found, shown, taken out and erased as in modules that are parked', async (t) => {
      const client = await fill(p, asOther);
      await p.settle();
      await back();
      const ref = `type=crm.contact&id=${client.contact.id}`;
      for (const id of ['tasks', 'sales', 'crm']) t.equal((await admin.api('POST', `modules/${id}/park`)).status, 200);
      for (const id of ['tasks', 'sales', 'crm']) t.equal((await admin.api('POST', `modules/${id}/archive`)).status, 200);
      await writeFile(join(p.folder, 'archives', 'sales-broken.sede-archive'), 'no archive');
      const names = [...p.portal.life.states().values()].map(({ archive }) => archive as string);
      const before = await Promise.all(names.map((name) => linesOf(p, name)));

      // Looking leaves nothing beside them, so that it is done also where they cannot be written; as far as that can be tried here.
      const shelf = join(p.folder, 'archives');
      if (spawnSync('mount', ['--bind', shelf, shelf]).status === 0) spawnSync('mount', ['-o', 'remount,bind,ro', shelf]);
      const unlock = () => spawnSync('umount', ['-l', shelf]);
      t.teardown(unlock);
      t.same((await admin.api('GET', 'privacy/subjects?q=yolanda')).body.items, []);
      const { items, subjects } = (await admin.api('GET', 'privacy/archives?q=yolanda')).body;
      t.ok(items.find(({ archive }: { archive: string }) => archive.startsWith('crm-')).rows > 3);
      t.match(subjects, [{ type: 'crm.contact', id: client.contact.id, title: 'Yolanda Quaresma' }]);
      t.match((await admin.api('GET', `privacy/held?${ref}`)).body, { title: 'Yolanda Quaresma', archives: 4 });
      const held = (await admin.api('GET', `privacy/held-in-archives?${ref}`)).body.items;
      const fates = Object.fromEntries(
        held.map(({ module, items }: { module: string; items: { what: string; count: number; fate: string }[] }) => [
          module,
          Object.fromEntries(items.map(({ what, count, fate }) => [what, [count, fate]])),
        ]),
      );
      t.match(fates, {
        CRM: { Contacts: [1, 'erased'], Leads: [1, 'erased'], Deals: [1, 'scrubbed'], Comments: [2, 'erased'], Files: [1, 'erased'] },
        'Sales documents': { Invoices: [1, 'kept'] },
        'Tasks and projects': { Tasks: [2, 'scrubbed'] },
      });
      t.match(held.at(-1), { archive: 'sales-broken.sede-archive', module: null, items: [], why: 'unreadable' });

      const answer = await fetch(`${p.url}/api/v1/privacy/export?${ref}`, { headers: { cookie: admin.cookie } });
      const files = readZip(Buffer.from(await answer.arrayBuffer()));
      const crm = names.find((name) => name.startsWith('crm-'));
      t.ok(files.has(`archives/${crm}/records/crm.contact-${client.contact.id}.json`));
      const exported = [...files.values()].join('\n');
      for (const word of [...others, 'RG da Yolanda']) t.ok(exported.includes(word), word);

      unlock();
      const whom = { type: 'crm.contact', id: client.contact.id, title: 'Yolanda Quaresma' };
      t.match(await admin.api('POST', 'privacy/erasures', whom, { 'idempotency-key': 'as a browser sends it' }), { status: 201 });
      await p.settle();
      const [told] = (await admin.api('GET', 'privacy/erasures')).body.items;
      t.match(told, { state: 'done', problem: null });
      for (const { module, items } of held.slice(0, -1)) {
        const counts = items.map(({ count, fate }: { count: number; fate: string }) => (fate === 'kept' ? 0 : count));
        const sum = counts.reduce((all: number, one: number) => all + one, 0);
        const one = told.archives.find((its: { module: string | null }) => its.module === module);
        t.equal(one.count, sum, `${module}: as many as were shown to go or to lose the name`);
      }
      t.same(
        new Set(told.archives.map((one: { module: string; why: string }) => one.module ?? one.why)),
        new Set(['CRM', 'Sales documents', 'Tasks and projects', 'unreadable']),
      );

      for (const [at, name] of names.entries()) {
        const manifest = await verifyArchive(join(p.folder, 'archives', name));
        t.equal(manifest.rewritten?.length, 1, `${name} says that it was written anew`);
        const after = await linesOf(p, name);
        t.same(
          others.filter((word) => after.all.includes(word)),
          [],
          name,
        );
        const gone = [...(before[at]?.lines ?? [])].filter((line) => !after.lines.has(line));
        t.same(
          gone.filter((line) => !others.some((word) => line.toLowerCase().includes(word.toLowerCase())) && !isAbout(line, client)),
          [],
          `what is of others is in ${name} as it was`,
        );
      }
      for (const id of ['crm', 'sales', 'tasks']) {
        const name = names.find((one) => one.startsWith(`${id}-`));
        t.equal((await admin.api('POST', `module-archives/${name}/attach`, {})).status, 200);
      }
      await p.settle();
      t.same(await tracesOf(p, [...others, ...secrets]), [], 'and who was erased before is erased as the module comes back');
      t.match((await admin.api('GET', `crm/deals/${client.deal.id}`)).body, { amount: { amount: 90_000 }, contactId: client.contact.id });
      t.match((await admin.api('GET', `sales/invoices/${client.invoice.id}`)).body, { total: { amount: 90_000 } });
      t.match((await admin.api('GET', `crm/contacts/${client.other.id}`)).body, { title: 'Ália Pessoa', comments: 'fica' });
    });

    await t.test('of staff goes once they have left', async (t) => {
      const title = 'Rui Clerk';
      const erase = () => admin.api('POST', 'privacy/erasures', { type: 'core.person', id: clerk.id, title });
      await clerk.api('POST', 'crm/deals', { title: 'Deal of somebody' });
      await admin.api('POST', 'comments', {
        recordType: 'crm.deal',
        recordId: deal.id,
        html: `<p><span data-mention="${clerk.id}">@Rui Clerk</span> veja</p>`,
      });
      const { body: errand } = await admin.api('POST', 'tasks/tasks', { title: 'Contar o estoque' });
      const description = `<p><span data-mention="${clerk.id}">@Rui Clerk</span> sabe onde</p>`;
      await admin.api('PATCH', `tasks/tasks/${errand.id}`, { version: errand.version, description });
      const { body: template } = await admin.api('POST', 'tasks/templates', { name: 'Estoque', taskId: errand.id });
      t.match(template, { tasks: [{ description: /Rui Clerk/ }] });
      t.match(await erase(), { status: 409, body: { code: 'still-here' } });
      await admin.api('POST', `people/${clerk.id}/dismiss`, { toPersonId: admin.id });
      await p.settle();
      const told = async () =>
        (await admin.api('GET', 'notices?limit=50')).body.items.filter((one: { code: string }) => one.code === 'core.hand-over.received');
      t.match(await told(), [{ params: { person: title } }]);
      t.match(await erase(), { status: 201 });
      await p.settle();
      t.match(await told(), [{ params: { person: '…' } }], 'what others were told stays, without the name');
      t.same(await tracesOf(p, ['rui clerk', 'rui.clerk@']), []);
      t.match((await admin.api('GET', `tasks/templates/${template.id}`)).body, {
        version: template.version + 1,
        tasks: [{ description: />—<\/span> sabe onde/ }],
      });
      t.match((await admin.api('GET', `people/${clerk.id}`)).body, { name: '—', email: null });
    });
  });
}
