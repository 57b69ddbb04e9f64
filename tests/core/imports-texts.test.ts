import { readFileSync } from 'node:fs';
import t from 'tap';
import { languages } from '../../server/core/i18n/texts.js';
import type { FileErrorCode } from '../../server/core/imports/file-error.js';
import { matchColumns } from '../../server/core/imports/match.js';
import { peopleTargets } from '../../server/core/imports/people-targets.js';
import type { RowError } from '../../server/core/imports/read.js';
import type { ImportTarget } from '../../server/core/imports/target.js';
import type { CellErrorCode } from '../../server/core/imports/values.js';
import { contactTargets, leadTargets } from '../../server/modules/crm/imports/person-targets.js';
import { companyTargets, dealTargets } from '../../server/modules/crm/imports/targets.js';
import { productTargets } from '../../server/modules/sales/imports/targets.js';
import { taskTargets } from '../../server/modules/tasks/imports/targets.js';
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

const kinds: Record<string, { module: string; targets: readonly ImportTarget[] }> = {
  people: { module: 'core', targets: peopleTargets },
  companies: { module: 'crm', targets: companyTargets },
  contacts: { module: 'crm', targets: contactTargets },
  leads: { module: 'crm', targets: leadTargets },
  deals: { module: 'crm', targets: dealTargets },
  products: { module: 'sales', targets: productTargets },
  tasks: { module: 'tasks', targets: taskTargets },
};

t.test('a column that is called as the page calls a field goes into that field', async (t) => {
  for (const language of languages) {
    const textsOf = (module: string) => JSON.parse(readFileSync(productPath(`web/messages/${language}/${module}.json`), 'utf8'));
    const { field: labels } = textsOf('core').imports;
    for (const [kind, { module, targets }] of Object.entries(kinds)) {
      const own = textsOf(module).field;
      for (const { name } of targets) {
        // As the page finds the words for it, web/core/imports/import-page.tsx.
        const label: string = [labels[kind]?.[name], labels[name], own?.[name]].find((one) => typeof one === 'string') ?? '';
        t.ok(label, `${language} ${kind} ${name} has a name`);
        t.equal([...matchColumns([label], targets).values()][0]?.field, name, `${language} ${kind}: ${label}`);
      }
    }
  }
});
