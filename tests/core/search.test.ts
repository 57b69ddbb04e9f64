import t from 'tap';
import { dialects, startPortal } from '../support/portal.js';

for (const dialect of dialects) {
  t.test(`search and references on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect, modules: ['crm'] });
    const { admin } = portal;
    const [rui, eva] = [await portal.person('Rui Paz', { role: 'salesperson' }), await portal.person('Eva', { role: 'salesperson' })];
    const made = async (who: typeof rui, title: string) => (await who.api('POST', 'crm/companies', { title })).body;
    const [one, two] = [await made(rui, 'Padaria São João'), await made(eva, 'São João Materiais')];
    const titles = async (who: typeof rui, query: string): Promise<string[]> =>
      (await who.api('GET', `search?${query}`)).body.items.map((hit: { title: string }) => hit.title);

    t.same(await titles(admin, 'q=sao+joao'), ['São João Materiais', 'Padaria São João'], 'newest first, whatever the accents');
    t.same(await titles(rui, 'q=joao'), ['Padaria São João'], 'only what one may see');
    t.same(await titles(admin, 'q=joao&types=crm.lead'), []);
    t.same(await titles(admin, 'q=joao&limit=1'), ['São João Materiais']);
    t.same(await titles(eva, 'q=rui'), ['Rui Paz']);
    t.same(await titles(eva, 'q=rui&types=core.person'), ['Rui Paz']);
    t.same(await titles(admin, 'q=%25%25'), []);
    t.same(await titles(admin, 'q=+'), []);
    t.equal((await admin.api('GET', 'search')).body.errors[0].path, 'q');

    const refs = `crm.company:${one.id},crm.company:${two.id},core.person:${eva.id},core.person:999,no.kind:1`;
    t.same((await rui.api('GET', `references?refs=${refs}`)).body.items, [
      { type: 'crm.company', id: one.id, title: 'Padaria São João', url: `/crm/companies/${one.id}` },
      { type: 'crm.company', id: two.id, title: null, url: null },
      { type: 'core.person', id: eva.id, title: 'Eva', url: null },
      { type: 'core.person', id: 999, title: null, url: null },
      { type: 'no.kind', id: 1, title: null, url: null },
    ]);
    t.equal((await admin.api('GET', 'references?refs=crm.company')).body.errors[0].path, 'refs');
    const many = Array.from({ length: 201 }, (_, i) => `a.b:${i}`).join(',');
    t.equal((await admin.api('GET', `references?refs=${many}`)).status, 422);
  });
}
