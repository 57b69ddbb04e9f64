import pg from 'pg';
import t, { type Test } from 'tap';
import { expectAccessible, launchBrowser } from '../support/browser.js';
import { freshPostgres } from '../support/postgres.js';

t.test('each asker gets an empty PostgreSQL database of its own, and takes it away again', async (t) => {
  const [one, other] = await Promise.all([freshPostgres(), freshPostgres()]);
  t.not(one.url, other.url);
  const client = new pg.Client({ connectionString: one.url });
  await client.connect();
  // Cut off by the drop below: that is what is tested.
  client.on('error', () => {});
  const { rows } = await client.query<{ tables: string; encoding: string; lower: string }>(
    "select (select count(*) from pg_tables where schemaname = 'public') as tables, current_setting('server_encoding') as encoding, lower('ÇÃÉЖ') as lower",
  );
  t.same(rows, [{ tables: '0', encoding: 'UTF8', lower: 'çãéж' }]);
  await client.query('create extension pg_trgm; create extension unaccent; create table things (id int)');
  await one.drop();
  await t.rejects(client.query('select 1'));
  const late = new pg.Client({ connectionString: one.url });
  late.on('error', () => {});
  await t.rejects(late.connect(), { code: '3D000' });
  await other.drop();
});

/** Takes note of what would have been asserted. */
function witness(): { t: Test; found: string[] } {
  const found: string[] = [];
  const t = { ok: () => true, same: (actual: string[]) => found.push(...actual) };
  return { t: t as unknown as Test, found };
}

t.test('axe names what keeps people from using a page, and lets named exceptions pass', async (t) => {
  const browser = await launchBrowser();
  t.teardown(() => browser.close());
  const page = await browser.newPage();
  await page.setContent('<html lang="en"><title>x</title><main><h1>Title</h1><input id="bare"><img src="x.png"></main></html>');
  const all = witness();
  await expectAccessible(all.t, page);
  t.ok(all.found.some((each) => each.startsWith('label: ') && each.includes('#bare')));
  t.ok(all.found.some((each) => each.startsWith('image-alt: ')));
  const some = witness();
  await expectAccessible(some.t, page, { except: [{ rule: 'label', reason: 'planted' }] });
  t.notOk(some.found.some((each) => each.startsWith('label: ')));
  t.ok(some.found.some((each) => each.startsWith('image-alt: ')));
  await page.setContent('<html lang="en"><title>x</title><main><h1>Title</h1><label>Name <input></label></main></html>');
  await expectAccessible(t, page);
});
