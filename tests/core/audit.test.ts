import { sql } from 'kysely';
import t from 'tap';
import { verifyChain } from '../../server/core/audit/chain.js';
import { hasText } from '../../server/core/i18n/texts.js';
import { dialects, startPortal, type TestPortal } from '../support/portal.js';
import { sede, setUpFolder } from '../support/process.js';
import { filesBelow, readText } from '../support/repository.js';
import { openDatabase } from '../support/rows.js';

const chainOf = (p: TestPortal) => verifyChain(p.portal.services.db.read);

/** As somebody would who has the database to himself. */
const withoutGuard = (p: TestPortal) =>
  p.portal.services.db.write(async ({ q, dialect }) => {
    if (dialect === 'sqlite') for (const what of ['update', 'delete']) await sql`drop trigger ${sql.ref(`audit_no_${what}`)}`.execute(q);
    else for (const what of ['change', 'truncate']) await sql`drop trigger ${sql.ref(`audit_no_${what}`)} on audit`.execute(q);
  });

for (const dialect of dialects) {
  t.test(`the audit log on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect });
    const { db } = p.portal.services;
    const clerk = await p.person('Rui Clerk', { role: 'salesperson' });
    const reader = await p.person('Lia Leitora', { grants: { 'core.audit.read': 'all' } });

    await t.test('chains what many write at the same time', async (t) => {
      const added = await Promise.all(Array.from({ length: 20 }, (_, n) => p.admin.api('POST', 'departments', { name: `Department ${n}` })));
      t.ok(added.every(({ status }) => status === 201));
      const { entries, broken, last } = await chainOf(p);
      t.equal(broken, null);
      t.equal(entries, last?.id, 'numbered without a gap');
    });

    await t.test('refuses to change or remove an entry', async (t) => {
      await t.rejects(
        db.write(({ q }) => q.updateTable('audit').set({ actor_id: null }).where('id', '=', 1).execute()),
        /only ever added to/,
      );
      await t.rejects(
        db.write(({ q }) => q.deleteFrom('audit').where('id', '=', 1).execute()),
        /only ever added to/,
      );
    });

    await t.test('is read in words, by whoever has the right', async (t) => {
      t.equal((await clerk.api('GET', 'audit')).status, 403);
      const { body } = await reader.api('GET', 'audit?limit=5');
      t.equal(body.items.length, 5);
      const about = (await reader.api('GET', `audit?action=person.created&target=core.person:${clerk.id}`)).body.items;
      t.match(about, [{ actorId: p.admin.id, actor: 'Ana Souza', what: 'added a person', record: 'Rui Clerk' }]);
      await reader.api('PATCH', 'session', { language: 'pt-BR' });
      t.equal((await reader.api('GET', `audit/${about[0].id}`)).body.what, 'adicionou uma pessoa');
      t.ok((await reader.api('GET', 'audit-actions')).body.items.some(({ what }: { what: string }) => what === 'adicionou um departamento'));
      await reader.api('PATCH', 'session', { language: 'en' });
    });

    await t.test('is narrowed by person, kind of record and time, and paged', async (t) => {
      const ids = (query: string) => reader.api('GET', `audit?${query}`).then(({ body }) => body.items.map(({ id }: { id: number }) => id) as number[]);
      const all = await ids('limit=200');
      const [first, second] = [await reader.api('GET', 'audit?limit=7'), await reader.api('GET', `audit?limit=7&after=${all[6]}`)];
      t.same(
        [...first.body.items, ...second.body.items].map(({ id }: { id: number }) => id),
        all.slice(0, 14),
      );
      t.equal((await ids('limit=200&target=core.department')).length, 20);
      t.same(await ids(`personId=${reader.id}&action=person.accepted`), await ids(`target=core.person:${reader.id}&action=person.accepted`));
      const at = (await reader.api('GET', `audit/${all[3]}`)).body.at;
      t.ok((await ids(`from=${at}`)).includes(all[0] as number));
      t.notOk((await ids(`to=${at}&limit=200`)).some((id) => id > (all[0] as number)));
      const whats = async (q: string) => [
        ...new Set((await reader.api('GET', `audit?limit=200&q=${encodeURIComponent(q)}`)).body.items.map(({ what }: { what: string }) => what)),
      ];
      t.same(await whats('DEPARTMENT added'), ['added a department'], 'by the words of what was done');
      const { items } = (await reader.api('GET', 'audit?q=%20department%20%2019')).body as { items: { record: string }[] };
      t.ok(
        items.some(({ record }) => record === 'Department 19'),
        'by what it was done to',
      );
      t.notOk(items.some(({ record }) => record === 'Department 3'));
      const leitora = await ids('q=leitora');
      for (const id of await ids(`target=core.person:${reader.id}`)) t.ok(leitora.includes(id), 'by whom and to whom');
      t.notOk(leitora.includes((await ids(`target=core.person:${clerk.id}`))[0] as number));
      t.same(await ids('q=nowhere%25'), []);
      t.same(await ids('limit=200&q=%20'), all);
      for (const wrong of ['from=never', 'after=x', 'limit=0', 'colour=red'])
        t.ok([400, 422].includes((await reader.api('GET', `audit?${wrong}`)).status), wrong);
    });

    await t.test('is taken away as CSV, which is noted, too', async (t) => {
      const { status, body, headers } = await reader.api('GET', 'audit-export?target=core.department');
      t.equal(status, 200);
      t.match(headers.get('content-type'), /text\/csv/);
      const lines = body.trim().split('\n');
      t.equal(lines.length, 21);
      t.match(lines[1], /Ana Souza[;,]added a department[;,]Department/);
      t.match((await reader.api('GET', 'audit?limit=1')).body.items, [{ action: 'audit.exported', actorId: reader.id }]);
      t.equal((await clerk.api('GET', 'audit-export')).status, 403);
    });

    await t.test('of an older portal is chained when it starts with this version', async (t) => {
      const before = await db.read.selectFrom('audit').select(['id', 'at', 'action', 'target', 'data']).orderBy('id').execute();
      await withoutGuard(p);
      await db.write(async ({ q }) => {
        for (const by of ['actor', 'action', 'target']) await sql`drop index ${sql.ref(`audit_by_${by}`)}`.execute(q);
        if (dialect === 'postgres') await sql`drop function audit_is_only_added_to`.execute(q);
        await sql`alter table audit drop column hash`.execute(q);
        await q.deleteFrom('migrations').where('name', '=', '0029-audit-chain').execute();
      });
      await p.restart();
      const read = p.portal.services.db.read;
      t.same(await read.selectFrom('audit').select(['id', 'at', 'action', 'target', 'data']).orderBy('id').execute(), before);
      t.match(await chainOf(p), { entries: before.length, broken: null });
    });

    await t.test('names the first entry that does not fit', async (t) => {
      const check = async () => (await reader.api('POST', 'audit-check', {})).body;
      t.match(await check(), { broken: null });
      const { db } = p.portal.services;
      const tamper = (work: Parameters<typeof db.write>[0]) => db.write(work);
      await withoutGuard(p);
      await tamper(({ q }) => q.updateTable('audit').set({ actor_id: clerk.id }).where('id', '=', 9).execute());
      t.match(await check(), { entries: 8, broken: { id: 9 } });
      await tamper(({ q }) => q.deleteFrom('audit').where('id', 'in', [5, 9]).execute());
      t.match(await check(), { entries: 4, broken: { id: 6 } });
    });
  });
}

t.test('sede audit verify', async (t) => {
  const { data } = await setUpFolder(t);
  const sound = await sede(['audit', 'verify', '--json', '--data', data]);
  t.equal(sound.code, 0);
  const { entries, last } = JSON.parse(sound.out);
  t.ok(entries > 1);
  const noted = `${last.id}:${last.hash}`;
  t.match(await sede(['audit', 'verify', '--noted', noted, '--data', data]), { code: 0, out: `The newest: ${noted}` });
  for (const wrong of [['audit'], ['audit', 'mend'], ['audit', 'verify', '--noted', '7']]) t.equal((await sede([...wrong, '--data', data])).code, 2);

  const db = openDatabase(data, null);
  await db.write(async ({ q }) => {
    await sql`drop trigger audit_no_delete`.execute(q);
    await q.deleteFrom('audit').where('id', '=', last.id).execute();
  });
  await db.close();
  t.equal((await sede(['audit', 'verify', '--data', data])).code, 0, 'a log that was cut off is whole in itself');
  t.match(await sede(['audit', 'verify', '--noted', noted, '--data', data]), { code: 1, out: new RegExp(`Entry ${last.id}, which was noted, is not there`) });
  const again = openDatabase(data, null);
  await again.write(async ({ q }) => {
    await sql`drop trigger audit_no_update`.execute(q);
    await q.updateTable('audit').set({ action: 'nothing.happened' }).where('id', '=', 1).execute();
  });
  await again.close();
  t.match(await sede(['audit', 'verify', '--data', data]), { code: 1, out: /Entry 1 of .* does not fit/ });
});

t.test('every action that is written into the audit log has its words', async (t) => {
  const calls = filesBelow('server').flatMap((file) =>
    file.endsWith('.ts') ? [...readText(file).matchAll(/\baudit\(tx,[^;]*?'([a-z-]+(?:\.[a-z-]+)+)'/g)].map(([, action = '']) => action) : [],
  );
  const switches = [...readText('server/core/modules/life.ts').matchAll(/'(module\.[a-z]+)'/g)].map(([, action = '']) => action);
  // Those are handed on to the one place that writes them.
  const asked = [...readText('server/core/backup/api.ts').matchAll(/'(backup\.[a-z-]+)'/g)].map(([, action = '']) => action);
  const actions = [...new Set([...calls, ...switches, ...asked, 'person.dismissed', 'person.returned', 'person.changed'])];
  t.ok(actions.length > 35, `${actions.length} actions were found`);
  const keyOf = (action: string) => [`core:audit.${action}`, `${action.split('.')[0]}:audit.${action.split('.').slice(1).join('.')}`];
  t.same(
    actions.filter((action) => !keyOf(action).some(hasText)),
    [],
  );
});
