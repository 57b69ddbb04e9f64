import t from 'tap';
import { exportRight } from '../../../migrations/crm/0003-export-right.js';
import { schemaOver } from '../../../server/core/db/schema.js';
import { load } from '../../support/importing.js';
import { dialects } from '../../support/portal.js';
import { readZip } from '../../support/read-zip.js';
import { expect, startCrm } from './crm-portal.js';

for (const dialect of dialects) {
  t.test(`lists as files on ${dialect}`, async (t) => {
    const p = await startCrm(t, dialect);
    const { admin } = p;
    const shop = await p.department('Shop');
    const carla = await p.person('Carla Nunes', { role: 'sales-manager', departmentId: shop.id });
    const bruno = await p.person('Bruno Dias', { role: 'salesperson', departmentId: shop.id });
    const company = (await expect(admin.api('POST', 'crm/companies', { title: 'Lima; Filhos' }), 201)).id;
    const make = (title: string, amount: number, ownerId: number, more: object = {}) =>
      expect(admin.api('POST', 'crm/deals', { title, ownerId, amount: { amount, currency: 'BRL' }, ...more }), 201);
    await make('=HYPERLINK("http://x")', 123_456, bruno.id, { companyId: company, closeOn: '2026-12-31' });
    await make('-12', 5, admin.id);
    await make('Two\nlines, "quoted"', 700, admin.id, { amount: { amount: 700, currency: 'EUR' } });
    const titles = (list: string[]) => encodeURIComponent(JSON.stringify(list));

    await t.test('hold the columns, filters and order that were asked for, and no formulas', async (t) => {
      const heads = titles(['Deal', '=Sum', 'Company', 'Closes', 'Responsible', 'Stage']);
      const answer = await admin.api('GET', `crm/deals/export?columns=title,amount,companyId,closeOn,ownerId,stageId&titles=${heads}&sort=-amount`);
      t.equal(answer.status, 200);
      t.match(answer.headers.get('content-type'), 'text/csv');
      t.match(answer.headers.get('content-disposition'), /attachment; filename="deals-\d{4}-\d\d-\d\d\.csv"/);
      const stage = [...p.dealStages.keys()][0];
      t.same(String(answer.body).split('\r\n'), [
        "Deal,'=Sum,Company,Closes,Responsible,Stage",
        `"'=HYPERLINK(""http://x"")",1234.56,Lima; Filhos,2026-12-31,Bruno Dias,${stage}`,
        `"Two\nlines, ""quoted""",7.00 EUR,,,Ana Souza,${stage}`,
        `-12,0.05,,,Ana Souza,${stage}`,
        '',
      ]);
      const narrow = await admin.api('GET', 'crm/deals/export?columns=title&amount.gte=1000');
      t.equal(String(narrow.body).trim().split('\r\n').length, 2, 'only what the filter finds');
    });

    await t.test('are written as the spreadsheets of the reader’s country open them', async (t) => {
      await expect(admin.api('PATCH', 'session', { language: 'pt-BR' }), 200);
      const bytes = new Uint8Array(
        await (
          await fetch(`${p.url}/api/v1/crm/deals/export?columns=title,amount,companyId&amount.gte=1000`, { headers: { cookie: admin.cookie } })
        ).arrayBuffer(),
      );
      t.same([...bytes.slice(0, 3)], [0xef, 0xbb, 0xbf], 'says that it is UTF-8');
      t.match(new TextDecoder().decode(bytes), '1234,56;"Lima; Filhos"');
      await expect(admin.api('PATCH', 'session', { language: 'en' }), 200);
    });

    await t.test('are workbooks too: numbers, days and money as such, texts never as formulas', async (t) => {
      await expect(admin.api('PATCH', 'session', { timeZone: 'America/Sao_Paulo' }), 200);
      const id = (await expect(admin.api('POST', 'crm/deals', { title: '<b>&\u0001"x" ]]>', closeOn: '2026-12-31' }), 201)).id;
      const workbook = async (query: string) => {
        const answer = await fetch(`${p.url}/api/v1/crm/deals/export?format=xlsx&${query}`, { headers: { cookie: admin.cookie } });
        t.equal(answer.headers.get('content-type'), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
        t.match(answer.headers.get('content-disposition'), /deals-\d{4}-\d\d-\d\d\.xlsx/);
        return readZip(Buffer.from(await answer.arrayBuffer()));
      };
      const files = await workbook(`columns=title,amount,closeOn,ownerId&titles=${titles(['Deal', '=Sum', 'Closes', 'Responsible'])}&sort=-amount`);
      const [sheet, styles] = [files.get('xl/worksheets/sheet1.xml') ?? '', files.get('xl/styles.xml') ?? ''];
      t.match(sheet, '<row><c s="1" t="inlineStr"><is><t xml:space="preserve">Deal</t></is></c><c s="1" t="inlineStr"><is><t xml:space="preserve">=Sum</t>');
      t.match(sheet, '<t xml:space="preserve">=HYPERLINK(&quot;http://x&quot;)</t></is></c><c s="5"><v>1234.56</v></c><c s="2"><v>46387</v></c>');
      t.match(sheet, '<c s="6"><v>7</v></c>', 'each currency has its format');
      t.match(styles, 'formatCode="&quot;R$&quot;#,##0.00"');
      t.match(styles, 'formatCode="&quot;€&quot;#,##0.00"');
      t.match(sheet, '&lt;b&gt;&amp;\ufffd&quot;x&quot; ]]&gt;', 'what XML cannot hold is replaced');
      t.notMatch(sheet, '<f>');
      const created = (await expect(admin.api('GET', `crm/deals/${id}`), 200)).createdAt as string;
      const moment = (await workbook(`columns=createdAt&id=${id}`)).get('xl/worksheets/sheet1.xml') ?? '';
      const serial = Number(/<c s="3"><v>([\d.]+)/.exec(moment)?.[1]);
      const local = Date.parse(`${created.slice(0, 16)}Z`) - 3 * 3_600_000;
      t.ok(Math.abs(serial - (local - Date.UTC(1899, 11, 30)) / 86_400_000) < 1e-6, 'in the zone of the reader');
      t.same((await admin.api('GET', 'crm/deals/export?columns=title&format=pdf')).body.errors, [{ path: 'format', message: 'Choose one of: csv, xlsx.' }]);
      await expect(admin.api('DELETE', `crm/deals/${id}`), 200);
    });

    await t.test('are a right of their own, and hold only what one may read', async (t) => {
      t.match(await bruno.api('GET', 'crm/deals/export?columns=title'), { status: 403, body: { permission: 'crm.deal.export' } });
      const { body } = await carla.api('GET', 'crm/deals/export?columns=title,companyId');
      t.equal(String(body).trim().split('\r\n').length, 2, 'a head takes her department’s');
      t.notMatch(body, 'Lima', 'what she may not see is not named');
      const wide = await p.person('Dora Lima', { grants: { 'crm.deal.read': 'own', 'crm.deal.export': 'all' } });
      t.equal(
        String((await wide.api('GET', 'crm/deals/export?columns=title')).body)
          .trim()
          .split('\r\n').length,
        1,
      );
      const noted = await p.portal.services.db.read.selectFrom('audit').selectAll().where('action', '=', 'records.exported').execute();
      t.equal(noted.filter(({ actor_id }) => actor_id === carla.id).length, 1, 'the audit log says who');
    });

    await t.test('go on being possible for roles that saw more than their own before there was the right', async (t) => {
      const role = async (scope: string) => (await expect(admin.api('POST', 'roles', { name: scope, grants: { 'crm.deal.read': scope } }), 201)).id;
      const [own, all] = [await role('own'), await role('all')];
      await p.portal.services.db.write(({ q }) => exportRight.up(schemaOver(dialect, q)));
      await p.portal.services.access.forget();
      const grantsOf = async (id: number) => (await expect(admin.api('GET', `roles/${id}`), 200)).grants;
      t.same(await grantsOf(own), { 'crm.deal.read': 'own' });
      t.same(await grantsOf(all), { 'crm.deal.read': 'all', 'crm.deal.export': 'all' });
    });

    await t.test('name what they do not know', async (t) => {
      const paths = async (query: string) => (await admin.api('GET', `crm/deals/export?${query}`)).body.errors?.map(({ path }: { path: string }) => path);
      t.same(await paths(''), ['columns']);
      for (const name of ['nothing', 'constructor', '__proto__']) t.same(await paths(`columns=title,${name}`), ['columns'], name);
      t.same(await paths('columns=title&titles=["a","b"]'), ['titles']);
      t.same(await paths('columns=title&nonsense=1'), ['nonsense']);
    });

    await t.test('hold every record once, however many there are', async (t) => {
      const content = ['title,amount', ...Array.from({ length: 650 }, (_, index) => `Bolt ${index},${index % 3}`)].join('\n');
      t.equal((await load(p, admin, 'deals', { name: 'bolts.csv', content })).created, 650);
      for (const sort of ['amount', '-amount', 'id', '-createdAt', 'closeOn']) {
        const lines = String((await admin.api('GET', `crm/deals/export?columns=id&q=bolt&sort=${sort}`)).body)
          .trim()
          .split('\r\n')
          .slice(1);
        t.equal(lines.length, 650, sort);
        t.equal(new Set(lines).size, 650);
      }
    });
  });
}
