import { readdirSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import t from 'tap';
import type { Database } from '../../server/core/db/database.js';
import { catalog } from '../../server/modules/catalog.js';
import { dialects, startPortal } from '../support/portal.js';
import { mountedRoutes } from '../support/routes.js';

const all = catalog.map(({ manifest }) => manifest.id);
const requiredBy = (id: string): readonly string[] => catalog.find(({ manifest }) => manifest.id === id)?.manifest.requires ?? [];
const withRequired = (ids: readonly string[]): string[] => all.filter((id) => ids.includes(id) || ids.some((one) => requiredBy(one).includes(id)));
const without = (id: string): string[] => all.filter((one) => one !== id && !requiredBy(one).includes(id));
/** None, each alone with what it needs, all but each, all; every set of modules once. */
const compositions = [...new Map([[], ...all.map((id) => withRequired([id])), ...all.map(without), all].map((ids) => [ids.join('+'), ids])).values()];

const builtWeb = fileURLToPath(new URL('../../web/assets/modules/', import.meta.url));
/** Every file that was built for a module's screens, as the browser would ask for it. */
const scriptsOf = (id: string): string[] =>
  readdirSync(join(builtWeb, id), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
    .map((entry) => `/assets/modules/${id}/${entry.name}`);

/** Asks for exactly this path, which a browser would tidy up first. */
const statusOf = (url: string, path: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    get({ hostname, port, path }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    }).once('error', reject);
  });

/** Tables of the database itself, not of what the portal says. */
async function tablesOf(db: Database): Promise<string[]> {
  const query =
    db.dialect === 'sqlite'
      ? sql<{ name: string }>`select name from sqlite_schema where type = 'table' order by name`
      : sql<{ name: string }>`select table_name as name from information_schema.tables where table_schema = current_schema() order by 1`;
  return (await query.execute(db.read)).rows.map(({ name }) => name);
}

for (const dialect of dialects) {
  for (const on of compositions) {
    t.test(`a portal with ${on.join(' and ') || 'no module'} on ${dialect}`, async (t) => {
      const p = await startPortal(t, { dialect, modules: on });
      const off = all.filter((id) => !on.includes(id));
      const db = () => p.portal.services.db;
      const holds = async (id: string) => (await tablesOf(db())).filter((name) => name.startsWith(`${id}_`));

      await t.test('has the tables, routes, rights, jobs and scripts of its modules, and of no other', async (t) => {
        const tables = await tablesOf(db());
        for (const { manifest } of catalog) {
          const present = tables.filter((name) => name.startsWith(`${manifest.id}_`));
          t.same(present, on.includes(manifest.id) ? [...manifest.owns.tables].sort() : [], `tables of ${manifest.id}`);
        }
        t.same([...new Set((await mountedRoutes(p.admin)).map(({ module }) => module))].sort(), ['core', ...on].sort());
        const { permissions } = (await p.admin.api('GET', 'roles')).body;
        t.same(
          permissions.filter((one: string) => off.some((id) => one.startsWith(`${id}.`))),
          [],
        );
        const session = (await p.admin.api('GET', 'session')).body;
        t.same([...session.modules].sort(), [...on].sort());
        t.same(
          Object.keys(session.permissions).filter((one) => off.some((id) => one.startsWith(`${id}.`))),
          [],
        );
        for (const card of (await p.admin.api('GET', 'modules')).body.items) {
          t.equal(card.state, on.includes(card.id) ? 'on' : 'absent');
          if (off.includes(card.id)) t.match(card, { tables: 0, routes: 0, jobs: 0, records: 0 });
        }
        for (const id of all) {
          const numbers = (await p.admin.api('GET', `modules/${id}/numbers`)).body;
          const left = Object.entries(numbers).filter(([, value]) => value !== 0);
          if (on.includes(id)) t.ok(numbers.routes > 0 && numbers.topics > 0 && numbers.startMs > 0 && numbers.tables > 0 && numbers.rights > 0, id);
          else t.same(left, [], `nothing of ${id}`);
        }
        for (const id of off) {
          const answers = await Promise.all(scriptsOf(id).map((path) => statusOf(p.url, path)));
          t.ok(answers.length > 0 && answers.every((status) => status === 404), `no script of ${id}`);
          for (const way of [
            `/assets/modules/%${id.charCodeAt(0).toString(16)}${id.slice(1)}/entry.js`,
            `/assets/%6dodules/${id}/entry.js`,
            `/assets//modules/${id}/entry.js`,
            `/assets/x/../modules/${id}/entry.js`,
            `/assets/modules%2f${id}/entry.js`,
          ])
            t.equal(await statusOf(p.url, way), 404, way);
          for (const { method, path } of [
            { method: 'GET', path: 'leads' },
            { method: 'POST', path: 'quotes' },
          ])
            t.equal((await p.admin.api(method, `${id}/${path}`, method === 'POST' ? {} : undefined)).status, 404);
        }
      });

      await t.test('starts again as it was, and goes on working', async (t) => {
        const before = await tablesOf(db());
        await p.settle();
        await p.restart();
        await p.settle();
        t.same(await tablesOf(db()), before);
        for (const path of ['session', 'people', 'notices', 'settings/company', 'imports/kinds', 'search?q=a'])
          t.equal((await p.admin.api('GET', path)).status, 200, path);
        if (on.includes('crm')) t.equal((await p.admin.api('POST', 'crm/deals', { title: 'A deal' })).status, 201);
        if (on.includes('sales')) t.equal((await p.admin.api('POST', 'sales/products', { name: 'Hinge', price: { amount: 1, currency: 'BRL' } })).status, 201);
      });

      if (off.length === 0) return;
      await t.test('takes what was left out later, in the order of what needs what', async (t) => {
        for (const id of all.filter((one) => off.includes(one))) {
          t.equal((await p.admin.api('POST', `modules/${id}/add`)).status, 200, id);
          t.ok((await holds(id)).length > 0, `tables of ${id}`);
        }
        t.same([...(await p.admin.api('GET', 'session')).body.modules].sort(), [...all].sort());
      });
    });
  }
}
