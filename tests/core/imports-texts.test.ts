import { readFileSync } from 'node:fs';
import t from 'tap';
import type { FileErrorCode } from '../../server/core/imports/file-error.js';
import type { RowError } from '../../server/core/imports/read.js';
import type { CellErrorCode } from '../../server/core/imports/values.js';
import { productPath } from './imports-fixtures.js';

/** Every code with the params that its text may name; the compiler sees to it that none is missing. */
const codes: Record<FileErrorCode | RowError['code'] | CellErrorCode, readonly string[]> = {
  'empty-file': [],
  'excel-workbook': [],
  'binary-file': [],
  'one-column': [],
  'too-many-columns': ['columns', 'max'],
  'no-rows': [],
  'broken-json': [],
  'unknown-json': [],
  'file-too-large': ['max'],
  'too-many-rows': ['max'],
  'broken-header': ['line'],
  'quote-inside': ['line'],
  'quote-not-closed': ['line'],
  'line-too-long': ['line'],
  'too-many-cells': ['line', 'cells', 'columns'],
  required: [],
  'too-long': ['max', 'length'],
  'not-a-number': ['cell'],
  'not-whole': ['cell'],
  'too-small': ['cell', 'min'],
  'too-large': ['cell', 'max'],
  'too-many-digits': ['cell'],
  'too-many-decimals': ['cell', 'max'],
  'doubtful-number': ['cell'],
  'other-currency': ['cell', 'currency'],
  'not-a-percent': ['cell'],
  'not-a-day': ['cell'],
  'no-such-day': ['cell'],
  'absurd-year': ['cell', 'min', 'max'],
  'not-yes-no': ['cell'],
  'not-an-email': ['cell'],
  'not-a-phone': ['cell'],
  'not-a-choice': ['cell', 'options'],
};

t.test('every error has a text in every language', async (t) => {
  for (const language of ['en', 'pt-BR']) {
    const { import: texts } = JSON.parse(readFileSync(productPath(`server/messages/${language}/core.json`), 'utf8')) as {
      import: { columnWord: string; reasonTitle: string; reason: string; error: Record<string, string> };
    };
    t.ok(texts.columnWord && texts.reasonTitle && texts.reason);
    for (const [code, params] of Object.entries(codes)) {
      const named = [...(texts.error[code] ?? '{{missing}}').matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '');
      t.ok(
        named.every((name) => params.includes(name)),
        `${language} ${code}`,
      );
    }
  }
});
