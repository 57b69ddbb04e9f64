import { Readable } from 'node:stream';
import type { Field } from '../../contracts/core/fields.js';
import { texts } from '../i18n/texts.js';
import type { Values } from '../records/kind.js';
import { type CellStyle, cellOf, csvLine, guarded, type Named } from './cells.js';
import { Formats, frame, mostRecords, noteRow, sheetEnd, sheetHead, sheetRow } from './sheet.js';
import { zipOf } from './zip.js';

/** A list on its way into a file. */
export interface Listed {
  /** The plural by which the kind is known. */
  name: string;
  columns: readonly { name: string; field: Field; title: string }[];
  style: CellStyle;
  pages(): AsyncGenerator<{ rows: readonly Values[]; named: Named }>;
}

/** How the records of a list become a file, piece by piece. */
export interface FileFormat {
  ending: string;
  contentType: string;
  write(listed: Listed): Readable;
}

const bytesAhead = 64 * 1024;

const csv: FileFormat = {
  ending: 'csv',
  contentType: 'text/csv; charset=utf-8',
  write({ columns, style, pages }) {
    async function* lines(): AsyncGenerator<string> {
      // The mark by which spreadsheets know that the file is UTF-8.
      yield `\ufeff${csvLine(
        columns.map(({ title }) => guarded(title)),
        style,
      )}`;
      for await (const { rows, named } of pages())
        yield rows
          .map((row) =>
            csvLine(
              columns.map(({ name, field }) => cellOf(field, row[name], style, named)),
              style,
            ),
          )
          .join('');
    }
    return Readable.from(lines(), { objectMode: false, highWaterMark: bytesAhead });
  },
};

const xlsx: FileFormat = {
  ending: 'xlsx',
  contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  write({ name, columns, style, pages }) {
    const formats = new Formats(style.language);
    const fields = columns.map(({ field }) => field);
    async function* sheet(): AsyncGenerator<string> {
      yield sheetHead(columns);
      let written = 0;
      for await (const { rows, named } of pages()) {
        const fitting = rows.slice(0, mostRecords - written);
        written += fitting.length;
        const lines = fitting.map((row) =>
          sheetRow(
            fields,
            columns.map((column) => row[column.name]),
            style,
            formats,
            named,
          ),
        );
        yield lines.join('');
        if (fitting.length < rows.length) {
          yield noteRow(texts(style.language)('core:export.tooMany', { count: mostRecords }));
          break;
        }
      }
      yield sheetEnd;
    }
    return zipOf([
      ...frame(name).map(([path, content]) => ({ path, content: () => [content] })),
      { path: 'xl/worksheets/sheet1.xml', content: sheet },
      // After the sheet, because only then all currencies have turned up.
      { path: 'xl/styles.xml', content: () => [formats.toXml()] },
    ]);
  },
};

/** By the word of the parameter `format`. */
export const fileFormats: ReadonlyMap<string, FileFormat> = new Map([
  ['csv', csv],
  ['xlsx', xlsx],
]);
