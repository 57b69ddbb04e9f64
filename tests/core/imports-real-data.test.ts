import { join } from 'node:path';
import t from 'tap';
import { matchColumns } from '../../server/core/imports/match.js';
import { peopleTargets } from '../../server/core/imports/people-targets.js';
import type { ImportTarget } from '../../server/core/imports/target.js';
import { columnStyleOf, readCell } from '../../server/core/imports/values.js';
import { companyTargets, dealTargets } from '../../server/modules/crm/imports/targets.js';
import { productTargets } from '../../server/modules/sales/imports/targets.js';
import { detect, readAll } from './imports-fixtures.js';

const folder = process.env.SEDE_REAL_DATA;
const locale = { language: 'pt-BR', country: 'BR', currency: 'USD' };
type Values = Record<string, unknown>;

async function load(name: string, targets: readonly ImportTarget[]): Promise<{ rows: Values[]; errors: string[] }> {
  const path = join(folder ?? '', 'maven-crm', name);
  const shape = await detect(path);
  const rows = await readAll(path, shape);
  const matches = [...matchColumns(shape.columns, targets)].map(([column, { field }]) => {
    const target = targets.find(({ name }) => name === field) as ImportTarget;
    const index = shape.columns.indexOf(column);
    return {
      field,
      index,
      declared: target.field,
      style: columnStyleOf(
        target.field,
        shape.sample.map((cells) => cells[index] ?? ''),
        locale,
      ),
    };
  });
  t.equal(matches.length, shape.columns.length, `${name}: every column has its field`);
  const errors: string[] = [];
  const values = rows.map(({ cells, line, error }) => {
    if (error) errors.push(`${line}: ${error.code}`);
    return Object.fromEntries(
      matches.map(({ field, index, declared, style }) => {
        const result = readCell(declared, cells[index] ?? '', style, locale);
        if (!result.ok) errors.push(`${line}: ${field} ${result.code}`);
        return [field, result.ok ? result.value : undefined];
      }),
    );
  });
  return { rows: values, errors };
}

const options = folder ? {} : { skip: 'SEDE_REAL_DATA does not name the folder of real files' };

t.test('a seller of hardware: accounts, agents, products, opportunities', options, async (t) => {
  const companies = await load('accounts.csv', companyTargets);
  t.same([companies.rows.length, companies.errors], [85, []]);
  t.match(companies.rows[0], { title: 'Acme Corporation', foundedYear: 1996, revenue: { amount: 110004, currency: 'USD' }, employees: 2822, parentName: null });
  const people = await load('sales_teams.csv', peopleTargets);
  t.same([people.rows.length, new Set(people.rows.map(({ head }) => head)).size], [35, 6]);
  t.equal((await load('products.csv', productTargets)).rows.length, 7);
  const deals = await load('sales_pipeline.csv', dealTargets);
  t.same([deals.rows.length, deals.errors], [8800, []]);
  const won = deals.rows.filter(({ stageId }) => stageId === 'Won');
  t.equal(won.length, 4238);
  t.equal(
    won.reduce((sum, { amount }) => sum + (amount as { amount: number }).amount, 0),
    1_000_553_400,
  );
  t.equal(deals.rows.filter(({ companyId }) => companyId === null).length, 1425);
});
