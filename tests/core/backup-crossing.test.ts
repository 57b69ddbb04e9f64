import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { filesBelow, sha256Of } from '../../server/core/backup/manifest.js';
import { takeSet } from '../../server/core/backup/take.js';
import type { Database, Dialect } from '../../server/core/db/database.js';
import { dialects, startPortal, type TestPortal } from '../support/portal.js';
import { freshPostgres } from '../support/postgres.js';
import { call, ownFolder, sede, startProcess } from '../support/process.js';
import { openDatabase, tableSums } from '../support/rows.js';

/** Data of many kinds, with the letters, numbers and gaps that two databases could take differently. */
async function fill(p: TestPortal): Promise<void> {
  const make = async (path: string, body: unknown) => {
    const answer = await p.admin.api('POST', path, body);
    if (answer.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body as { id: number; version: number };
  };
  const company = await make('crm/companies', { title: 'Ünïcødé ☕ “Aspas” \\ barra' });
  const contact = await make('crm/contacts', { firstName: 'João D’Ávila', phones: [{ kind: 'work', value: '+55 11 98765-4321' }], companyId: company.id });
  for (let i = 0; i < 25; i += 1)
    await make('crm/leads', { title: `Orçamento №${i}`, amount: { amount: 999_999_999_999_000 + i, currency: i % 2 ? 'BRL' : 'USD' } });
  const deal = await make('crm/deals', { title: 'Portão', contactId: contact.id, amount: { amount: 0, currency: 'BRL' } });
  await make('comments', { recordType: 'crm.deal', recordId: deal.id, html: '<p>Lá e <b>cá</b></p>' });
  const product = await make('sales/products', { name: 'Dobradiça 3½"', price: { amount: 1999, currency: 'BRL' } });
  await make('sales/quotes', {
    dealId: deal.id,
    rows: [{ productId: product.id, name: 'Dobradiça', quantity: 1.5, price: { amount: 1999, currency: 'BRL' }, discountPercent: 3.25 }],
  });
  const gone = await make('crm/leads', { title: 'The last one' });
  await p.admin.api('DELETE', `crm/leads/${gone.id}`);
  const form = new FormData();
  form.append('file', new Blob([Buffer.alloc(70_000, 'x')]), 'contrato.txt');
  await p.admin.api('POST', 'files', form);
  await p.settle();
  await p.portal.services.search.catchUp();
}

/** Makes leads one after the other until it is stopped. @returns how many of them were confirmed. */
function writing(p: TestPortal): { confirmed(): number; stop(): Promise<void> } {
  let [made, isOver] = [0, false];
  const written = (async () => {
    for (; !isOver; made += 1) {
      const { status } = await p.admin.api('POST', 'crm/leads', { title: `Carga ${made}` });
      if (status !== 201) throw new Error(`The lead was answered with ${status}`);
    }
  })();
  return {
    confirmed: () => made,
    stop() {
      isOver = true;
      return written;
    },
  };
}

/** Without where numbering stands, which is looked at by making the next record. */
const common = async (db: Database) => {
  const { sqlite_sequence: _, ...sums } = await tableSums(db);
  return sums;
};

for (const dialect of dialects) {
  const other: Dialect = dialect === 'sqlite' ? 'postgres' : 'sqlite';
  t.test(`a backup of ${dialect}, taken while others write, is restored elsewhere into ${other}, and a backup of that back again`, async (t) => {
    const p = await startPortal(t, { dialect });
    await fill(p);
    const { db } = p.portal.services;
    const root = await ownFolder(t);
    const files = async (folder: string) => {
      const found = (await filesBelow(folder)).filter((path) => /^(files|archives)\//.test(path));
      return Promise.all(found.sort().map(async (path) => [path, await sha256Of(join(folder, path))]));
    };
    const archive = join(p.folder, 'archives', 'sales-2026-01-02.sede-archive');
    await mkdir(dirname(archive), { recursive: true });
    await writeFile(archive, 'All of a module that was archived');
    await writeFile(join(p.folder, 'archives', '.making-another'), 'Half');
    const load = writing(p);
    while (load.confirmed() < 5) await pause(5);
    const before = load.confirmed();
    const { id } = await takeSet({ folder: p.folder }, { db, version: '0.1.0', company: 'Aurora', now: p.now() });
    const after = load.confirmed();
    t.ok(after > before, `${after - before} leads were confirmed meanwhile`);
    await load.stop();
    const contents = (await files(p.folder)).filter(([path]) => !path?.includes('.making'));
    t.equal(contents.length, 2);
    let sums: Record<string, string> | undefined;

    const place = async (into: Dialect): Promise<{ args: string[]; url: string | null }> => {
      if (into === 'sqlite') return { args: ['--sqlite'], url: null };
      const { url, drop } = await freshPostgres();
      t.teardown(drop);
      return { args: ['--database-url', url], url };
    };
    const restore = async (source: string, name: string, into: Dialect) => {
      const { args, url } = await place(into);
      const data = join(root, name);
      const done = await sede(['restore', source, '--data', data, '--json', ...args]);
      t.equal(done.code, 0, done.err);
      t.match(JSON.parse(done.out), { dialect: into, files: 1 });
      const made = openDatabase(data, url);
      // The first was compared with the sums of the backup by the restore itself; the others are compared with it.
      const restored = await common(made);
      sums ??= restored;
      t.ok(Object.keys(restored).length > 60);
      t.same(restored, sums, `every row of ${name} is as it was`);
      await made.close();
      t.same(await files(data), contents, 'so is every file, by its hash');
      return { data, url };
    };

    const crossed = await restore(join(p.folder, 'backups', 'sets', id), 'crossed', other);
    const file = join(root, 'back.tar.gz');
    const made = await sede(['backup', '--data', crossed.data, '--to', file]);
    t.equal(made.code, 0, made.err);
    const back = await restore(file, 'back', dialect);
    const config = await readFile(join(back.data, 'config.toml'), 'utf8').catch(() => '');
    t.equal(/url = "postgres/.test(config), dialect === 'postgres', 'its configuration names the database it is in');

    const token = (await sede(['token', 'create', '--person', 'ana@aurora.example', '--name', 'test', '--data', crossed.data])).out.trim();
    const again = await startProcess(t, ['--data', crossed.data]);
    const read = async (path: string) => (await (await call(again, token, 'GET', path)).json()) as { items: { id: number }[] };
    const loaded = Number(((await (await call(again, token, 'GET', 'crm/leads?limit=1&total=true&q=carga')).json()) as { total: number }).total);
    t.ok(loaded >= before && loaded <= after + 1, `${loaded} of the leads are in it: ${before} were confirmed before it, ${after} after it`);
    t.equal((await read('crm/leads?limit=100&q=orcamento')).items.length, 25, 'words are found');
    t.equal((await read('crm/contacts?q=avila')).items.length, 1);
    t.equal((await read(`search?types=crm.contact&q=${encodeURIComponent('98765')}`)).items.length, 1, 'so is a number');
    const lastLead = Math.max(...(await read('crm/leads?limit=1&sort=-id')).items.map((lead) => lead.id));
    const next = (await (await call(again, token, 'POST', 'crm/leads', { title: 'The next one' })).json()) as { id: number };
    t.ok(next.id > lastLead, 'numbers go on where they were');
    await again.end('SIGTERM');
  });
}

t.test('what crosses over is asked for once and in words', async (t) => {
  const root = await ownFolder(t);
  const both = await sede(['restore', root, '--data', join(root, 'new'), '--sqlite', '--database-url', 'postgres://x/y']);
  t.equal(both.code, 2);
  t.match(both.err, /choose one/);
  const none = await sede(['restore', root, '--data', join(root, 'new')]);
  t.equal(none.code, 1);
  t.match(none.err, /There is no backup in/);
  const noKey = await sede(['restore', root, '--data', join(root, 'new'), '--key', 'SEDE-123']);
  t.match(noKey.err, /52 letters/);
});
