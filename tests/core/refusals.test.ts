import t from 'tap';
import { hasText } from '../../server/core/i18n/texts.js';
import { filesBelow, readText } from '../support/repository.js';

const sources = ['server/core', 'server/modules'].flatMap((folder) => filesBelow(folder).filter((file) => file.endsWith('.ts')));
const namedIn = (patterns: readonly RegExp[]): [file: string, name: string][] =>
  sources.flatMap((file) => patterns.flatMap((pattern) => [...readText(file).matchAll(pattern)].map((match): [string, string] => [file, match[1] as string])));

t.test('every refusal is said in words', async (t) => {
  const codes = namedIn([
    /new Refusal\(\s*\d+,\s*'([a-z-]+)'/g,
    /new Refusal\(\s*\d+,[^,)]*\? '([a-z-]+)'/g,
    /new Refusal\(\s*\d+,[^,)]*\? '[a-z-]+' : '([a-z-]+)'/g,
    /conflict\('([a-z-]+)'/g,
  ]);
  t.ok(codes.length >= 60, `${codes.length} were found`);
  for (const [file, code] of codes)
    for (const part of ['title', 'detail']) if (!hasText(`core:error.${code}.${part}`)) t.fail(`${code}.${part}, named in ${file}, has no text`);
});

t.test('every wrong field is told why, in words', async (t) => {
  const messages = namedIn([
    /invalidField\([^;]*?, '([a-zA-Z-]+)'[,)]/g,
    /message: '([a-zA-Z-]+)'/g,
    /message: [^,'}]*\? '([a-zA-Z-]+)'/g,
    /\bneed\([^;]*?, '([a-zA-Z-]+)'\)/g,
  ]);
  t.ok(messages.length >= 60, `${messages.length} were found`);
  /** Of one or more, too. */
  const isSaid = (message: string) => ['', '_other'].some((end) => hasText(`core:error.field.${message}${end}`));
  for (const [file, message] of messages) if (!isSaid(message)) t.fail(`${message}, named in ${file}, has no text`);
  // Filters of lists name the kind of the field, schemas the format.
  const others = [
    'text',
    'longText',
    'int',
    'quantity',
    'percent',
    'yesNo',
    'day',
    'instant',
    'money',
    'choice',
    'channels',
    'person',
    'ref',
    'file',
    'json',
    ...['integer', 'number', 'string', 'boolean', 'array', 'object'].map((type) => `type-${type}`),
    'format-email',
    'format-date',
    'format-date-time',
  ];
  for (const message of others) t.ok(hasText(`core:error.field.${message}`), message);
});
