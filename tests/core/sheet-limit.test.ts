import { buffer } from 'node:stream/consumers';
import t from 'tap';
import { cellStyle } from '../../server/core/exports/cells.js';
import { fileFormats } from '../../server/core/exports/files.js';
import { readZip } from '../support/read-zip.js';

const page = 50_000;
/** A worksheet has 1 048 576 rows (ECMA-376): one for the titles, one for the note. */
const room = 1_048_574;

t.test('a sheet that is full says so in its last row, and the file can be read', async (t) => {
  async function* pages() {
    for (let at = 0; at < room + 1; at += page) yield { rows: Array.from({ length: page }, (_, n) => ({ n: at + n })), named: () => '' };
  }
  const listed = {
    name: 'Numbers',
    columns: [{ name: 'n', field: { kind: 'int' } as const, title: 'Number' }],
    style: cellStyle('en', 'Europe/London', 'EUR'),
    pages,
  };
  const file = fileFormats.get('xlsx')?.write(listed);
  const sheet = readZip(await buffer(file as NonNullable<typeof file>)).get('xl/worksheets/sheet1.xml') as string;
  t.equal(sheet.match(/<row>/g)?.length, room + 2);
  t.match(sheet.slice(-400), new RegExp(`<v>${room - 1}</v></c></row><row>.*1[,.]?048[,.]?574`));
});
