import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import t from 'tap';
import { create, extract } from 'tar';
import type { ArchiveManifest } from '../../server/core/modules/archive-format.js';
import { catalog } from '../../server/modules/catalog.js';
import { hashesOf, nothingLeft } from '../support/archives.js';
import { dialects, startPortal, type TestPortal, type Visitor } from '../support/portal.js';
import { ownFolder } from '../support/process.js';
import { tusOf } from '../support/uploads.js';

/** Deals with quotes, comments, a file, a reminder, a saved view, somebody who owns them. */
async function fill(p: TestPortal) {
  const rui = await p.person('Rui Teles', { role: 'sales-manager' });
  const { admin } = p;
  const made = async (path: string, body: unknown) => {
    const answer = await admin.api('POST', path, body);
    if (answer.status !== 201 && answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const deal = await made('crm/deals', { title: 'Gates for the harbour', ownerId: rui.id, amount: { amount: 500_000, currency: 'BRL' } });
  const product = await made('sales/products', { name: 'Hinge', price: { amount: 1890, currency: 'BRL' }, taxRate: 8.25 });
  const rows = [{ productId: product.id, name: 'Hinge', quantity: 4, price: { amount: 1890, currency: 'BRL' }, taxRate: 8.25, discountPercent: 0 }];
  const quote = await made('sales/quotes', { dealId: deal.id, rows });
  await made('comments', { recordType: 'sales.quote', recordId: quote.id, html: '<p>Ask for the colour</p>' });
  const form = new FormData();
  form.append('file', new Blob(['a drawing of a hinge'], { type: 'text/plain' }), 'hinge.txt');
  const file = await made('files', form);
  await made('record-files', { recordType: 'sales.quote', recordId: quote.id, fileIds: [file.id] });
  await made('views', { recordType: 'sales.quote', name: 'Mine', settings: { query: { sort: '-total' }, look: { view: 'list' } } });
  await p.settle();
  return { rui, deal, product, quote, file };
}

/** Sends a file to the portal and asks it to take it in as an archive. */
async function bring(p: TestPortal, who: Visitor, bytes: Uint8Array<ArrayBuffer>) {
  const tus = tusOf(p, who);
  const { token } = (await tus.begin(bytes.length, { filename: 'any.sede-archive' })).body;
  await tus.append(token, 0, bytes);
  return who.api('POST', 'module-archives', { upload: token });
}

/** What is downloaded of an archive. */
async function fetched(p: TestPortal, who: Visitor, name: string) {
  const answer = await fetch(`${p.url}/api/v1/module-archives/${name}/file`, { headers: { cookie: who.cookie } });
  return { answer, bytes: new Uint8Array(await answer.arrayBuffer()) };
}

for (const dialect of dialects) {
  t.test(`a module leaves and comes back on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect });
    const { admin } = p;
    const { deal, quote, product, file } = await fill(p);
    const card = async (id: string) => (await admin.api('GET', 'modules')).body.items.find((one: { id: string }) => one.id === id);
    const numbers = async (id: string) => (await admin.api('GET', `modules/${id}/numbers`)).body;
    const archives = async () => (await admin.api('GET', 'module-archives')).body.items;
    const opened = async () => ({
      quote: (await admin.api('GET', `sales/quotes/${quote.id}`)).body,
      comments: (await admin.api('GET', `comments?recordType=sales.quote&recordId=${quote.id}`)).body,
      files: (await admin.api('GET', `record-files?recordType=sales.quote&recordId=${quote.id}`)).body,
      views: (await admin.api('GET', 'views?recordType=sales.quote')).body,
      history: (await admin.api('GET', `sales/quotes/${quote.id}/history`)).body,
      found: (await admin.api('GET', 'search?q=hinge')).body.items.length,
      roles: (await admin.api('GET', 'roles')).body.items,
    });
    const before = await opened();

    await t.test('it must be parked first, and says what would be touched', async (t) => {
      t.equal((await admin.api('POST', 'modules/sales/archive')).body.code, 'module-not-parked');
      t.equal((await admin.api('POST', 'modules/sales/purge', { confirm: 'sales' })).body.code, 'module-not-away');
      t.equal((await admin.api('POST', 'modules/sales/park')).status, 200);
      const preview = (await admin.api('GET', 'modules/sales/preview')).body;
      // The row of the quote, and how its numbers are written.
      t.match(preview, { files: 1, fileBytes: 20, seen: [{ type: 'crm.deal', count: 1, through: ['sales.quote'] }] });
      t.same(
        preview.records.filter(({ count }: { count: number }) => count > 0).map(({ type }: { type: string }) => type),
        ['sales.product', 'sales.quote'],
      );
      t.equal((await card('sales')).records, 2, 'a person counts a product and a quote');
      t.equal(preview.parts, (await numbers('sales')).rows - 2, 'and what they are made of is named beside them');
    });

    await t.test('archived it leaves nothing but the file, and the deal stays as it was', async (t) => {
      const archived = await admin.api('POST', 'modules/sales/archive');
      t.equal(archived.status, 200, JSON.stringify(archived.body));
      t.equal(archived.body.state, 'archived');
      t.ok(archived.body.archive.bytes > 0);
      await nothingLeft(t, p, 'sales');
      t.equal((await admin.api('GET', `crm/deals/${deal.id}`)).body.title, deal.title);
      t.equal((await admin.api('POST', 'modules/sales/add')).body.code, 'module-archived');
      t.equal((await admin.api('POST', 'modules/sales/resume')).body.code, 'module-needs-attach');
    });

    await t.test('attached it is as it was, with every id, and the same by hash when it is archived again', async (t) => {
      const [first] = await archives();
      t.match(first, { module: 'sales', own: true, files: 1, records: 2 });
      t.ok(first.rows > 2);
      const attached = await admin.api('POST', `module-archives/${first.name}/attach`, {});
      t.equal(attached.status, 200, JSON.stringify(attached.body));
      t.equal(attached.body.state, 'on');
      t.same(await opened(), before);
      t.equal((await admin.api('GET', `files/${file.id}`)).body, 'a drawing of a hinge');
      t.equal((await admin.api('POST', `module-archives/${first.name}/attach`, {})).body.code, 'module-already-added');
      p.pass(1000);
      await admin.api('POST', 'modules/sales/park');
      t.equal((await admin.api('POST', 'modules/sales/archive')).status, 200);
      const made = await p.portal.life.moves.archives();
      t.equal(made.length, 2);
      const [one, other] = made.map(({ manifest }) => hashesOf(manifest as ArchiveManifest));
      t.same(one, other);
    });

    await t.test('it begins anew only after a purge, whose word must be typed; ids go on after those that were', async (t) => {
      t.equal((await admin.api('POST', 'modules/sales/purge', { confirm: 'yes' })).body.errors[0].path, 'confirm');
      t.equal((await archives()).length, 2);
      const purged = await admin.api('POST', 'modules/sales/purge', { confirm: 'sales', withArchive: true });
      t.equal(purged.status, 200, JSON.stringify(purged.body));
      t.match(purged.body, { state: 'purged', archive: null, tables: 0, records: 0 });
      t.same(await archives(), [], 'with its archives nothing can bring it back');
      await nothingLeft(t, p, 'sales');
      const contents = (await readdir(join(p.folder, 'files'), { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
      t.same(contents.length, 0, 'the contents of its files are gone from the disk');
      t.equal((await admin.api('POST', 'modules/sales/add')).status, 200);
      const next = await admin.api('POST', 'sales/products', { name: 'Bolt', price: { amount: 90, currency: 'BRL' } });
      t.equal(next.body.id, product.id + 1);
    });

    await t.test('purged while it is archived nothing is left either but the file, and the audit stays without values', async (t) => {
      await admin.api('POST', 'modules/sales/park');
      p.pass(1000);
      t.equal((await admin.api('POST', 'modules/sales/archive')).status, 200);
      t.equal((await admin.api('POST', 'modules/sales/purge', { confirm: 'sales' })).status, 200);
      await nothingLeft(t, p, 'sales');
      const { db } = p.portal.services;
      const { rows } = await sql<{ text: string }>`select action || data as text from audit where target = 'sales'`.execute(db.read);
      t.ok(rows.length > 5);
      t.notOk(rows.some(({ text }) => /hinge|bolt/i.test(text)));
      t.equal((await db.read.selectFrom('module_moves').selectAll().execute()).length, 0);
    });

    await t.test('a step that was interrupted is told of after the next start, until the next step', async (t) => {
      const at = '2026-03-04T05:06:07.000Z';
      const left = { sales: 'reading', crm: 'archiving' };
      const { db } = p.portal.services;
      await db.write(({ q }) =>
        q
          .insertInto('module_moves')
          .values(Object.entries(left).map(([module, work]) => ({ module, work, data: '{}', at })))
          .execute(),
      );
      await p.restart();
      t.match((await card('sales')).interrupted, { action: 'attach', outcome: 'before', at });
      t.match((await card('crm')).interrupted, { action: 'archive', outcome: 'before', at });
      t.equal((await card('crm')).state, 'on');
      t.equal((await p.portal.services.db.read.selectFrom('module_moves').selectAll().execute()).length, 0);
      t.equal((await admin.api('POST', 'modules/crm/park')).status, 200);
      t.equal((await card('crm')).interrupted, null);
      t.equal((await admin.api('POST', 'modules/crm/resume')).status, 200);
      p.pass(8 * 86_400_000);
      t.equal((await card('sales')).interrupted, null, 'after a week nobody asks any more');
    });

    await t.test('an archive that is damaged or newer is refused, saying which part, and nothing has changed', async (t) => {
      const [good] = await archives();
      const folder = join(p.folder, 'archives');
      const bytes = await readFile(join(folder, good.name));
      await writeFile(join(folder, 'cut.sede-archive'), bytes.subarray(0, bytes.length - 200));
      const cut = await admin.api('POST', 'module-archives/cut.sede-archive/attach', {});
      t.equal(cut.status, 422);
      t.equal(cut.body.code, 'archive-damaged');
      t.ok(cut.body.part.length > 0);
      await writeFile(join(folder, 'other.sede-archive'), 'no archive');
      t.equal((await admin.api('POST', 'module-archives/other.sede-archive/attach', {})).body.code, 'archive-unreadable');
      t.equal((await admin.api('POST', 'module-archives/none.sede-archive/attach', {})).status, 404);
      t.equal((await admin.api('POST', 'module-archives/..%2Fsede.sqlite/attach', {})).status, 404);
      t.equal((await card('sales')).state, 'purged');
      t.equal((await numbers('sales')).tables, 0);
      for (const name of ['cut.sede-archive', 'other.sede-archive']) t.equal((await admin.api('DELETE', `module-archives/${name}`)).status, 200);
      t.same(await archives(), [good]);
    });
  });

  t.test(`an archive goes to another portal, on the other database than ${dialect}`, async (t) => {
    const from = await startPortal(t, { dialect });
    const { quote, rui } = await fill(from);
    await from.portal.services.search.catchUp();
    await from.admin.api('POST', 'modules/sales/park');
    // As a portal leaves it that was killed before the comment had its place in the index.
    await from.portal.services.db.write(async (tx) => {
      const { id } = await tx.q.deleteFrom('search_comments').returning('comment_id as id').executeTakeFirstOrThrow();
      await from.portal.services.search.add(tx, 'core.comment', id);
    });
    await from.portal.services.search.catchUp();
    await from.admin.api('POST', 'modules/sales/archive');
    await from.admin.api('POST', 'modules/crm/park');
    from.pass(1000);
    t.equal((await from.admin.api('POST', 'modules/crm/archive')).status, 200);
    const to = await startPortal(t, { dialect: dialect === 'sqlite' ? 'postgres' : 'sqlite', modules: [] });
    const bia = await to.person('Bia Reis', { role: 'salesperson' });
    for (const { name } of (await from.admin.api('GET', 'module-archives')).body.items) {
      const { answer, bytes } = await fetched(from, from.admin, name);
      t.equal(answer.headers.get('content-disposition'), `attachment; filename="${name}"`);
      const brought = await bring(to, to.admin, bytes);
      t.match(brought, { status: 201, body: { name, own: false, bytes: bytes.length } });
      t.match(await bring(to, to.admin, bytes), { status: 409, body: { code: 'archive-exists' } }, 'brought twice it is there once');
      t.match(await bring(to, to.admin, bytes.slice(0, -100)), { status: 422, body: { code: 'archive-damaged' } });
      t.equal((await fetched(to, bia, name)).answer.status, 403);
      t.equal((await bring(to, bia, bytes)).status, 403);
    }
    t.match(await bring(to, to.admin, new TextEncoder().encode('a picture')), { status: 422, body: { code: 'archive-unreadable' } });
    const noted = (await to.admin.api('GET', 'audit?action=module.archive-received')).body.items;
    t.equal(noted.length, 2);
    const archives = (await to.admin.api('GET', 'module-archives')).body.items as { name: string; module: string; own: boolean }[];
    const named = (id: string) => archives.find(({ module }) => module === id)?.name;
    t.same(
      archives.map(({ own }) => own),
      [false, false],
    );
    t.equal((await to.admin.api('POST', `module-archives/${named('sales')}/attach`, {})).body.code, 'module-requires');
    for (const id of ['crm', 'sales']) {
      const attached = await to.admin.api('POST', `module-archives/${named(id)}/attach`, {});
      t.equal(attached.status, 200, JSON.stringify(attached.body));
    }
    const there = (await to.admin.api('GET', `sales/quotes/${quote.id}`)).body;
    t.equal(there.number, quote.number);
    t.same(there.total, quote.total);
    const deal = (await to.admin.api('GET', `crm/deals/${quote.dealId}`)).body;
    t.not(deal.ownerId, rui.id, 'somebody else has that id here');
    const owner = (await to.admin.api('GET', 'people')).body.items.find(({ id }: { id: number }) => id === deal.ownerId);
    t.match(owner, { name: 'Rui Teles', status: 'dismissed', email: null }, 'who is not here stays as a name');
    t.equal((await to.admin.api('GET', `comments?recordType=sales.quote&recordId=${quote.id}`)).body.items[0].html, '<p>Ask for the colour</p>');
    t.match((await to.admin.api('GET', 'search?q=the%20colour')).body.items, [{ type: 'sales.quote', id: quote.id }], 'and its record is found by it');
    t.ok((await to.admin.api('GET', 'search?q=harbour')).body.items.length > 0);
    t.equal((await to.admin.api('POST', 'crm/deals', { title: 'The next' })).body.id, quote.dealId + 1);
  });
}

for (const dialect of dialects)
  t.test(`an archive of another version on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect });
    const { admin } = p;
    const { quote, product } = await fill(p);
    await admin.api('POST', 'modules/sales/park');
    const { archive } = (await admin.api('POST', 'modules/sales/archive')).body;
    const root = join(p.folder, 'archives');
    /** The archive as another version would have made it. */
    const remade = async (name: string, change: (manifest: ArchiveManifest, folder: string) => Promise<void>) => {
      const folder = await ownFolder(t);
      await extract({ file: join(root, archive.name), cwd: folder });
      const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as ArchiveManifest;
      await change(manifest, folder);
      await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
      await create({ file: join(root, name), cwd: folder, gzip: true }, ['manifest.json', ...Object.keys(manifest.parts), 'files']);
    };
    const later = '0007-sent-and-given';
    /** What it and those after it have added. */
    const added = new Set(['changed_after_sending', 'sent_via', 'sent_to', 'mail_state', 'mail_reason', 'paper_id', 'parties']);

    await t.test('a newer one is refused, and nothing has changed', async (t) => {
      await remade('newer.sede-archive', async (manifest) => {
        manifest.version = '99.0.0';
        manifest.migrations.push('0999-later');
      });
      const refused = await admin.api('POST', 'module-archives/newer.sede-archive/attach', {});
      t.equal(refused.status, 422);
      t.match(refused.body, { code: 'archive-newer', detail: /99\.0\.0/ });
      const card = (await admin.api('GET', 'modules')).body.items.find(({ id }: { id: string }) => id === 'sales');
      t.match(card, { state: 'archived', tables: 0 });
    });

    await t.test('one made by hand brings nothing but what belongs to its module', async (t) => {
      const { db } = p.portal.services;
      const counted = async () => {
        const { rows } = await sql<{ people: number; grants: number; settings: number; migrations: number }>`select
          (select count(*) from people) as people, (select count(*) from role_grants) as grants, (select count(*) from settings) as settings,
          (select count(*) from migrations) as migrations`.execute(db.read);
        return rows[0];
      };
      const before = await counted();
      /** Writes rows into a part, as whoever makes an archive by hand would. */
      const forge = async (manifest: ArchiveManifest, folder: string, of: 'module' | 'core', table: string, rows: Record<string, unknown>[]) => {
        const path = `${of}/${table}.ndjson`;
        const columns = manifest.parts[path]?.columns ?? Object.keys(rows[0] ?? {}).map((name) => ({ name, type: 'text' as const, nullable: true }));
        const text = rows.map((row) => `${JSON.stringify(columns.map(({ name }) => row[name] ?? null))}\n`).join('');
        await writeFile(join(folder, path), text);
        const sha256 = createHash('sha256').update(text).digest('hex');
        manifest.parts[path] = { of, table, columns, rows: rows.length, bytes: Buffer.byteLength(text), sha256 };
      };
      const attacks: Record<string, (manifest: ArchiveManifest, folder: string) => Promise<void> | void> = {
        'a person among its own tables': (m, f) => forge(m, f, 'module', 'people', [{ name: 'Eve', email: 'eve@example.com' }]),
        'a person among what is around them': (m, f) => forge(m, f, 'core', 'people', [{ name: 'Eve', email: 'eve@example.com' }]),
        'a right of core': (m, f) => forge(m, f, 'core', 'role_grants', [{ role_id: m.roles[0]?.id, permission: 'core.people.manage', scope: 'all' }]),
        'a setting of core': (m, f) => forge(m, f, 'core', 'settings', [{ key: 'portal.id', value: '"x"' }]),
        'a job of core': (m, f) => forge(m, f, 'core', 'jobs', [{ id: 1, kind: 'core.erase', key: 'x', payload: '{}' }]),
        'a line of another module': (m, f) => forge(m, f, 'core', 'migrations', [{ module: 'crm', name: '9999-x', at: 'x' }]),
        'a comment at a deal': (m, f) => forge(m, f, 'core', 'comments', [{ id: 900, record_type: 'crm.deal', record_id: 1, html: 'x' }]),
        'no rows at all': async (m, f) => {
          await forge(m, f, 'core', 'settings', [{}]);
          const text = '{"key":"sales.x"}\n';
          await writeFile(join(f, 'core/settings.ndjson'), text);
          Object.assign(m.parts['core/settings.ndjson'] as object, {
            bytes: text.length,
            sha256: createHash('sha256').update(text).digest('hex'),
          });
        },
        'ids of people': (m) => void Object.assign(m.marks, { people: 9e15 }),
      };
      for (const [what, attack] of Object.entries(attacks)) {
        await remade('forged.sede-archive', async (manifest, folder) => attack(manifest, folder));
        const refused = await admin.api('POST', 'module-archives/forged.sede-archive/attach', {});
        t.match(refused, { status: 422, body: { code: 'archive-damaged' } }, `${what}: ${JSON.stringify(refused.body)}`);
        t.same(await counted(), before, what);
      }
      const shapes: object[] = [{ people: null }, { created: '../../x' }, { module: '../x' }, { contents: { '../../keys': 1 } }];
      for (const change of shapes) {
        await remade('forged.sede-archive', async (manifest) => void Object.assign(manifest, change));
        const refused = await admin.api('POST', 'module-archives/forged.sede-archive/attach', {});
        t.match(refused, { status: 422, body: { code: 'archive-unreadable' } }, JSON.stringify(change));
      }
      await remade('forged.sede-archive', async (manifest) => {
        manifest.module = 'holidays';
      });
      t.match(await bring(p, admin, new Uint8Array(await readFile(join(root, 'forged.sede-archive')))), {
        status: 422,
        body: { code: 'archive-unknown-module', detail: /holidays/ },
      });
      t.equal((await admin.api('DELETE', 'module-archives/forged.sede-archive')).status, 200);
    });

    await t.test('an older one is brought up to date: the migrations that it had not seen run over its rows', async (t) => {
      await remade('older.sede-archive', async (manifest, folder) => {
        manifest.migrations = manifest.migrations.filter((name) => name < later || !/^\d/.test(name));
        for (const [path, part] of Object.entries(manifest.parts)) {
          // A table that there was not yet.
          if (part.table === 'sales_typed_amounts') {
            delete manifest.parts[path];
            continue;
          }
          const rows = (await readFile(join(folder, path), 'utf8'))
            .split('\n')
            .filter(Boolean)
            .map((line) => JSON.parse(line) as unknown[]);
          const isOlder = part.columns.map(({ name }) => !(['sales_quotes', 'sales_invoices', 'sales_quote_answers'].includes(part.table) && added.has(name)));
          const given = part.table === 'number_sequences' ? part.columns.findIndex(({ name }) => name === 'given') : -1;
          const kept = part.table === 'migrations' ? rows.filter((row) => manifest.migrations.some((name) => row.includes(name))) : rows;
          if (given >= 0) for (const row of kept) row[given] = 0;
          // Hundredths of a percent until then.
          const rate = part.columns.findIndex(({ name }) => name === 'tax_rate');
          if (rate >= 0) for (const row of kept) row[rate] = Number(row[rate]) / 10;
          part.columns = part.columns.filter((_, at) => isOlder[at]);
          const text = kept.map((row) => `${JSON.stringify(row.filter((_, at) => isOlder[at]))}\n`).join('');
          await writeFile(join(folder, path), text);
          Object.assign(part, { rows: kept.length, bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') });
        }
      });
      const attached = await admin.api('POST', 'module-archives/older.sede-archive/attach', {});
      t.equal(attached.status, 200, JSON.stringify(attached.body));
      t.match((await admin.api('GET', `sales/quotes/${quote.id}`)).body, {
        number: quote.number,
        total: quote.total,
        changedAfterSending: null,
        rows: [{ taxRate: 8.25 }],
      });
      t.match((await admin.api('GET', `sales/products/${product.id}`)).body, { taxRate: 8.25 }, 'tax rates are converted');
      const ledger = await p.portal.services.db.read.selectFrom('migrations').select('name').where('module', '=', 'sales').execute();
      t.ok(ledger.some(({ name }) => name === later));
    });
  });

t.test('the columns of modules that name people are called so that an archive knows them', async (t) => {
  const p = await startPortal(t, { dialect: 'sqlite' });
  const { namesPerson } = await import('../../server/core/modules/archive-format.js');
  const { columnOf } = await import('../../server/core/records/kind.js');
  t.ok(catalog.length > 0);
  for (const kind of p.portal.life.composition().records.kinds.values()) {
    for (const [name, field] of kind.fields) {
      const column = { name: columnOf(name), type: 'int' as const, nullable: true };
      if (field.kind === 'person') t.ok(namesPerson(column), `${kind.type}.${name}`);
    }
  }
});

t.test('for every table of core it is said what of it belongs to a module', async (t) => {
  const { belongings, coreOnly } = await import('../../server/core/modules/belongings.js');
  const said = [...belongings.map(({ table }) => table as string), ...Object.keys(coreOnly)].sort();
  for (const dialect of dialects) {
    const p = await startPortal(t, { dialect, modules: [] });
    const { db } = p.portal.services;
    const { rows } = await (dialect === 'sqlite'
      ? sql<{
          name: string;
        }>`select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name not like 'search%trigrams%'`
      : sql<{ name: string }>`select table_name as name from information_schema.tables where table_schema = current_schema()`
    ).execute(db.read);
    t.same(rows.map(({ name }) => name).sort(), said, dialect);
  }
});
