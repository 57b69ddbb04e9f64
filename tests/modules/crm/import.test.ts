import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { ImportState, UnknownPeople } from '../../../server/contracts/core/imports.js';
import { productPath } from '../../core/imports-fixtures.js';
import { hashesOf, nothingLeft } from '../../support/archives.js';
import { load, upload } from '../../support/importing.js';
import { dialects, startPortal, type TestPortal, type Visitor } from '../../support/portal.js';
import { expect, stagesOf } from './crm-portal.js';

const fixtures = productPath('tests/modules/crm/fixtures');
const real = process.env.SEDE_REAL_DATA;

/** What a folder of a seller's files holds, counted apart from the import. */
interface Seller {
  files: { companies: string; people: string; products: string; deals: string };
  companies: number;
  agents: number;
  managers: number;
  products: number;
  won: { count: number; amount: number };
  lost: number;
  engaging: number;
  prospecting: number;
  withoutCompany: number;
  respelled: number;
}
const sellers: Record<string, Seller> = {
  'a made-up seller': {
    files: { companies: 'accounts.csv', people: 'team.csv', products: 'products.csv', deals: 'pipeline.csv' },
    companies: 6,
    agents: 5,
    managers: 3,
    products: 3,
    won: { count: 14, amount: 3_077_300 },
    lost: 6,
    engaging: 9,
    prospecting: 11,
    withoutCompany: 12,
    respelled: 13,
  },
};
const realSeller: Seller = {
  files: { companies: 'accounts.csv', people: 'sales_teams.csv', products: 'products.csv', deals: 'sales_pipeline.csv' },
  companies: 85,
  agents: 35,
  managers: 6,
  products: 7,
  won: { count: 4238, amount: 1_000_553_400 },
  lost: 2473,
  engaging: 1589,
  prospecting: 500,
  withoutCompany: 1425,
  respelled: 1480,
};

/** All that came in goes into archives, is purged, comes back, and is the same by hash when it is archived once more. */
async function checkModulesLeave(t: Test, portal: TestPortal): Promise<void> {
  const { admin } = portal;
  const archived = async (id: string) => {
    // An archive is named by the second.
    portal.pass(1000);
    await expect(admin.api('POST', `modules/${id}/park`), 200);
    const { archive } = await expect(admin.api('POST', `modules/${id}/archive`), 200);
    const found = (await portal.portal.life.moves.archives()).find(({ name }) => name === archive.name);
    return { name: archive.name as string, hashes: hashesOf(found?.manifest ?? { parts: {} }) };
  };
  const sales = await archived('sales');
  const crm = await archived('crm');
  t.match(crm.hashes['module/crm_deals.ndjson'], /^8800 /);
  for (const id of ['sales', 'crm']) {
    await expect(admin.api('POST', `modules/${id}/purge`, { confirm: id }), 200);
    await nothingLeft(t, portal, id);
  }
  for (const { name } of [crm, sales]) await expect(admin.api('POST', `module-archives/${name}/attach`, {}), 200);
  t.same((await archived('sales')).hashes, sales.hashes);
  t.same((await archived('crm')).hashes, crm.hashes);
}

async function checkSeller(t: Test, portal: TestPortal, folder: string, seller: Seller): Promise<void> {
  const { admin } = portal;
  const total = async (path: string) => expect(admin.api('GET', `${path}${path.includes('?') ? '&' : '?'}total=true&limit=1`), 200);
  const path = (kind: keyof Seller['files']) => ({ path: join(folder, seller.files[kind]) });
  for (const kind of ['companies', 'people', 'products'] as const) {
    const done = await load(portal, admin, kind, path(kind), { currency: 'USD' });
    t.match(done, { state: 'done', failed: 0, created: kind === 'people' ? seller.agents : seller[kind] }, kind);
  }
  t.equal((await total('crm/companies')).total, seller.companies);
  t.equal((await total('sales/products')).total, seller.products);
  t.equal((await total('people?status=no-sign-in')).total, seller.agents + seller.managers);

  const deals = seller.won.count + seller.lost + seller.engaging + seller.prospecting;
  const first = await load(portal, admin, 'deals', path('deals'), { currency: 'USD' });
  t.match(first, { state: 'done', total: deals, done: deals, created: deals, updated: 0, failed: 0 });
  t.match(first.notes, [{ code: 'products-respelled', count: seller.respelled }]);
  const again = await load(portal, admin, 'deals', path('deals'), { currency: 'USD' });
  t.match(again, { state: 'done', created: 0, updated: deals, failed: 0 }, 'the same file a second time makes nothing new');

  const stages = await stagesOf(admin, (await expect(admin.api('GET', 'crm/pipelines'), 200)).items[0].id);
  const inStage = (name: string) => total(`crm/deals?stageId=${stages.get(name)?.id}`);
  t.match(await inStage('Won'), { total: seller.won.count, sums: [{ currency: 'USD', count: seller.won.count, amount: seller.won.amount }] });
  t.match(await inStage('Lost'), { total: seller.lost });
  t.match(await inStage('New'), { total: seller.prospecting });
  t.match(await inStage('Preparation'), { total: seller.engaging });
  t.equal((await total('crm/deals?companyId.empty=true')).total, seller.withoutCompany);
  t.equal((await total('crm/deals?productName=GTX%20Pro')).total, seller.respelled, 'GTXPro is GTX Pro');
  t.equal((await total('crm/companies')).total, seller.companies, 'no company was made a second time');
  t.equal((await total('people?status=no-sign-in')).total, seller.agents + seller.managers);
  const board = await expect(admin.api('GET', 'crm/deals/board'), 200);
  t.equal(
    board.columns.reduce((sum: number, column: { count: number }) => sum + column.count, 0),
    deals,
    'the counters of the board agree',
  );
}

for (const dialect of dialects) {
  t.test(`what a seller brings along, on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect });
    await checkSeller(t, portal, fixtures, sellers['a made-up seller'] as Seller);
    const { admin } = portal;

    await t.test('a deal as it came', async (t) => {
      const { items } = await expect(admin.api('GET', 'crm/deals?originId=A1B2C301'), 200);
      const [deal] = items;
      t.match(deal, {
        title: 'Quill, Marsh and Sons, GTX Basic',
        amount: { amount: 200_100, currency: 'USD' },
        beginOn: '2025-01-14',
        closeOn: '2025-10-03',
        closedAt: '2025-10-03T12:00:00.000Z',
      });
      t.equal(deal.version, 1, 'loading it again unchanged changed nothing');
      const [company] = (await expect(admin.api('GET', `references?refs=crm.company:${deal.companyId}`), 200)).items;
      t.equal(company.title, 'Quill, Marsh and Sons');
      t.match(await expect(admin.api('GET', `people/${deal.ownerId}`), 200), { name: 'Paul Ode', status: 'no-sign-in' });
      t.match((await expect(admin.api('GET', `crm/deals/${deal.id}/history`), 200)).items, [{ kind: 'created', actorId: admin.id }]);
      t.match((await expect(admin.api('GET', `crm/deals/${deal.id}/timeline`), 200)).items, [{ kind: 'crm.deal.created' }]);
      t.equal((await expect(admin.api('GET', 'crm/deals?q=A1B2C301'), 200)).items.length, 1, 'it is found');
    });

    await t.test('the team with its departments and heads', async (t) => {
      const { items } = await expect(admin.api('GET', 'departments'), 200);
      t.same(items.map(({ name }: { name: string }) => name).sort(), ['Central', 'West']);
      const heads = await Promise.all(items.map(async ({ headId }: { headId: number }) => (await expect(admin.api('GET', `people/${headId}`), 200)).name));
      t.same(heads.sort(), ['Dora Winkel', 'Marco Reis']);
    });

    await t.test('a change in the other system comes over', async (t) => {
      const content = 'opportunity_id;deal_stage;close_date;close_value\r\nA1B2C301;Lost;04/11/2025;0\r\nNEW1;Ganho;05/11/2025;1.234,50\r\n';
      t.match(await load(portal, admin, 'deals', { name: 'fresh.csv', content }), { created: 1, updated: 1, failed: 0 });
      const [deal] = (await expect(admin.api('GET', 'crm/deals?originId=A1B2C301'), 200)).items;
      t.match(deal, { version: 2, productName: 'GTX Basic', closedAt: '2025-11-04T12:00:00.000Z', title: 'Quill, Marsh and Sons, GTX Basic' });
      t.match((await expect(admin.api('GET', `crm/deals/${deal.id}/timeline`), 200)).items[0], {
        kind: 'crm.deal.moved',
        data: { from: { name: 'Won' }, to: { name: 'Lost' }, semantic: 'lost' },
      });
      t.match((await expect(admin.api('GET', 'crm/deals?originId=NEW1'), 200)).items, [{ title: 'NEW1', amount: { amount: 123_450, currency: 'BRL' } }]);
    });

    await t.test('how many deals have no title of their own is told', async (t) => {
      const content = 'title,deal_stage,close_value,close_date\nGate,Lost,12,2025-11-05\n,Lost,13,2025-11-05\n,Nowhere,14,2025-11-05\n';
      const state = await load(portal, admin, 'deals', { name: 'untitled.csv', content });
      t.match(state, { created: 2, failed: 1, notes: [{ code: 'deals-untitled', count: 1, text: 'Deals without a title, called “Imported deal”: 1' }] });
      t.equal((await expect(admin.api('GET', 'crm/deals?q=Imported%20deal'), 200)).items.length, 1);
    });

    await t.test('contacts are known again, leads are new each time', async (t) => {
      const content =
        'Name,E-mail,Phone,Company,Title\nJoão da Silva,joao@porto.example,+55 11 91234-5678,porto & filhos,Buyer\nNur,,(11) 4004-1234,,\n,,,Nobody,\n';
      t.match(await load(portal, admin, 'contacts', { name: 'c.csv', content }), { created: 2, updated: 0, failed: 1 });
      t.match(await load(portal, admin, 'contacts', { name: 'c.csv', content }), { created: 0, updated: 2, failed: 1 });
      const [joao] = (await expect(admin.api('GET', 'crm/contacts?q=joao'), 200)).items;
      t.match(joao, { title: 'João da Silva', firstName: 'João', lastName: 'da Silva', position: 'Buyer' });
      t.ok(joao.companyId);
      const apart = { name: 'apart.csv', content: 'Nome;Sobrenome;E-mail\nRui;Costa;rui@porto.example\n' };
      for (const kind of ['contacts', 'leads']) {
        const { map } = await load(portal, admin, kind, apart);
        const whole = { ...map, Nome: 'fullName' };
        await load(
          portal,
          admin,
          kind,
          { ...apart, content: apart.content.replace(/rui|Rui/g, (name) => (name === 'rui' ? 'eva' : 'Eva Costa')) },
          { map: whole },
        );
        t.match((await expect(admin.api('GET', `crm/${kind}?q=rui`), 200)).items, [{ firstName: 'Rui', lastName: 'Costa' }], kind);
        t.match((await expect(admin.api('GET', `crm/${kind}?q=eva`), 200)).items, [{ firstName: 'Eva', lastName: 'Costa' }], kind);
      }
      t.match(await load(portal, admin, 'leads', { name: 'l.csv', content }), { created: 3, failed: 0 });
      const lead = (await expect(admin.api('GET', 'crm/leads?q=joao'), 200)).items[0];
      t.match((await expect(admin.api('GET', `crm/leads/${lead.id}/matches`), 200)).contacts, [{ id: joao.id }], 'their phones and addresses are in the index');
    });

    await t.test('who is unknown is named before anything is stored, and what becomes of their rows is chosen', async (t) => {
      const content = 'company;owner\nPinho;Ana Souza\nIpê;Zoé Nobre\nCedro;zoe  nobre\nJatobá;nobody@porto.example\n';
      const file = { name: 'woods.csv', content };
      const seen = async (who: Visitor, column = 'owner') => {
        const { id } = (await upload(who, 'companies', file.name, content)).body as ImportState;
        return { id, answer: await who.api('GET', `imports/${id}/unknown-people?column=${column}`) };
      };
      const { answer } = await seen(admin);
      t.match(answer.body, { total: 2, rows: 3, ways: ['as-empty', 'add', 'leave-out'] });
      t.same(answer.body.names, [
        { name: 'Zoé Nobre', rows: 2 },
        { name: 'nobody@porto.example', rows: 1 },
      ]);
      const wide = `company;owner\n${Array.from({ length: 60 }, (_, n) => `Firma ${n};Vendedor ${n + 100}\n`).join('')}`;
      const { id: wideId } = (await upload(admin, 'companies', 'wide.csv', wide)).body as ImportState;
      const asked = async (q = '') => (await expect(admin.api('GET', `imports/${wideId}/unknown-people?column=owner&q=${q}`), 200)) as UnknownPeople;
      t.match(await asked(), { total: 60, found: 60, names: { length: 50 } }, 'fifty are told at once');
      t.match(await asked('VENDEDOR%20159'), { total: 60, found: 1, names: [{ name: 'Vendedor 159', rows: 1 }] }, 'the others are found by their names');
      t.match((await seen(admin, 'boss')).answer, { status: 422, body: { errors: [{ path: 'column' }] } });
      const ownerOf = async (title: string) => (await expect(admin.api('GET', `crm/companies?q=${title}`), 200)).items[0]?.ownerId;
      const left = await load(portal, admin, 'companies', file, { unknownPeople: 'leave-out' });
      t.match(left, { created: 1, failed: 3, notes: [] });
      const empty = await load(portal, admin, 'companies', file, { unknownPeople: 'as-empty' });
      t.match(empty, { created: 3, updated: 1, failed: 0, notes: [{ code: 'people-unknown', count: 3 }] });
      t.equal(await ownerOf('Cedro'), admin.id);
      const rosa = await portal.person('Rosa Prado', { role: 'sales-manager' });
      const meant = await load(portal, admin, 'companies', file, { unknownPeople: 'as-empty', people: { 'Zoé Nobre': rosa.id } });
      t.match(meant, { updated: 4, failed: 0, notes: [{ code: 'people-unknown', count: 1 }] });
      t.equal(await ownerOf('Cedro'), rosa.id, 'who is meant by a name, however it is written');
      const hired = await load(portal, admin, 'companies', file, { unknownPeople: 'add' });
      t.match(hired, { created: 0, updated: 3, failed: 1, notes: [{ code: 'people-added', count: 1 }] });
      t.match(await expect(admin.api('GET', `people/${await ownerOf('Cedro')}`), 200), { name: 'Zoé Nobre', status: 'no-sign-in' });
      t.equal(
        (await admin.api('POST', `imports/${(await seen(admin)).id}/start`, { map: { company: 'title', owner: 'ownerId' }, people: { x: 9999 } })).status,
        422,
        'nobody who is not here',
      );
      const rui = await portal.person('Rui Braga', { role: 'sales-manager' });
      const his = await seen(rui);
      t.match(his.answer.body, { total: 1, ways: ['as-empty', 'leave-out'] });
      t.same(
        (await rui.api('POST', `imports/${his.id}/start`, { map: { company: 'title', owner: 'ownerId' }, unknownPeople: 'add' })).body.errors.map(
          ({ path }: { path: string }) => path,
        ),
        ['unknownPeople'],
        'not by who may not',
      );
    });

    await t.test('a row in error leaves neither a company nor a source', async (t) => {
      const content = 'opportunity_id,account,deal_stage,source\nE1,Sem Etapa Um,Nowhere,Balcão Um\nE2,Com Etapa,,Balcão Dois\nE3,Sem Etapa Dois,Nowhere,\n';
      const state = await load(portal, admin, 'deals', { name: 'stages.csv', content });
      t.match(state, { created: 1, failed: 2 });
      t.same(new Map(state.notes.map(({ code, count }) => [code, count])).get('companies-added'), 1);
      t.same(
        (await admin.api('GET', 'crm/companies?q=Etapa')).body.items.map((one: { title: string }) => one.title),
        ['Com Etapa'],
      );
      t.equal((await admin.api('GET', 'crm/sources?q=Balcão Um')).body.items.length, 0);
    });

    await t.test('a company that many deals name, each in its own spelling, is made once', async (t) => {
      const spellings = ['Muitas Vezes', 'MUITAS VEZES', 'muitas  vezes'];
      const rows = Array.from({ length: 900 }, (_, at) => `M${at},${spellings[at % spellings.length]},`);
      const state = await load(portal, admin, 'deals', { name: 'many.csv', content: `opportunity_id,account,deal_stage\n${rows.join('\n')}\n` });
      t.match(state, { created: 900, failed: 0 });
      t.same(new Map(state.notes.map(({ code, count }) => [code, count])).get('companies-added'), 1);
      const { items } = await expect(admin.api('GET', 'crm/companies?q=muitas'), 200);
      t.equal(items.length, 1);
      t.match(await expect(admin.api('GET', `crm/deals?companyId=${items[0].id}&limit=1&total=true`), 200), { total: 900 });
    });

    await t.test('companies are one by their folded name', async (t) => {
      const content = 'company,phone,website\nACAI DO  NORTE,+55 92 3333-4444,acai.example\nNew Ltd,,\nnew ltd,,new.example\n';
      t.match(await load(portal, admin, 'companies', { name: 'more.csv', content }), { created: 1, updated: 2, failed: 0 });
      t.match((await expect(admin.api('GET', 'crm/companies?q=acai'), 200)).items, [
        { title: 'Açaí do Norte', website: 'acai.example', industry: 'retail', employees: 59 },
      ]);
      t.match((await expect(admin.api('GET', 'crm/companies?q=new%20ltd'), 200)).items, [{ title: 'New Ltd', website: 'new.example' }]);
    });
  });
}

for (const dialect of dialects) {
  t.test(`a real seller on ${dialect}`, real ? {} : { skip: 'SEDE_REAL_DATA does not name the folder of real files' }, async (t) => {
    const portal = await startPortal(t, { dialect });
    await checkSeller(t, portal, join(real as string, 'maven-crm'), realSeller);
    await checkModulesLeave(t, portal);
  });
}
