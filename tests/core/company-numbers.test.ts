import fc from 'fast-check';
import t from 'tap';
import { paymentLines } from '../../server/contracts/core/company.js';
import { ibanLengths } from '../../server/contracts/core/iban.js';
import { brCode } from '../../server/contracts/core/pix.js';
import { ibanDigits, readBic, readBritishAccount, readIban, readPix, readRoutingNumber, readSortCode } from '../../server/core/company/bank-ids.js';
import { cnpjDigits, cpfDigits, readCnpj, readCpf, readVatId } from '../../server/core/company/tax-ids.js';

const digits = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const letters = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'), minLength: length, maxLength: length });
const endings = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));
const isMixed = (text: string) => !/^(.)\1*$/.test(text);

t.test('a CNPJ', async (t) => {
  for (const [given, written] of [
    ['11.222.333/0001-81', '11.222.333/0001-81'],
    ['11222333000181', '11.222.333/0001-81'],
    // The example of the tax office for the CNPJ with letters.
    ['12.ABC.345/01DE-35', '12.ABC.345/01DE-35'],
    [' 12abc34501de35 ', '12.ABC.345/01DE-35'],
  ] as const)
    t.equal(readCnpj(given), written, given);
  for (const wrong of ['11.222.333/0001-82', '12.ABC.345/01DE-36', '00000000000000', '1122233300018', '12.ABC.345/01DE-3A', 'CNPJ', ''])
    t.equal(readCnpj(wrong), undefined, wrong);
  fc.assert(
    fc.property(letters(12).filter(isMixed), (body) => {
      const fitting = endings.filter((ending) => readCnpj(body + ending) !== undefined);
      return fitting.length === 1 && fitting[0] === cnpjDigits(body);
    }),
  );
});

t.test('a CPF', async (t) => {
  t.equal(readCpf('12345678909'), '123.456.789-09');
  for (const wrong of ['123.456.789-00', '11111111111', '1234567890']) t.equal(readCpf(wrong), undefined, wrong);
  fc.assert(
    fc.property(digits(9).filter(isMixed), (body) => {
      const fitting = endings.filter((ending) => readCpf(body + ending) !== undefined);
      return fitting.length === 1 && fitting[0] === cpfDigits(body);
    }),
  );
});

t.test('a VAT id', async (t) => {
  for (const [country, given, written] of [
    ['PT', '501964843', 'PT501964843'],
    ['PT', 'PT 501 964 843', 'PT501964843'],
    ['GR', 'EL123456789', 'EL123456789'],
    ['NL', 'NL123456789B01', 'NL123456789B01'],
    ['AT', 'u12345678', 'ATU12345678'],
    ['PT', 'DE123456789', undefined],
    ['PT', '50196484', undefined],
    ['BR', '11222333000181', undefined],
  ] as const)
    t.equal(readVatId(country, given), written, `${country} ${given}`);
});

t.test('an IBAN', async (t) => {
  for (const [given, written] of [
    ['DE89370400440532013000', 'DE89 3704 0044 0532 0130 00'],
    ['gb82 west 1234 5698 7654 32', 'GB82 WEST 1234 5698 7654 32'],
    ['BR1800360305000010009795493C1', 'BR18 0036 0305 0000 1000 9795 493C 1'],
    ['PT50000201231234567890154', 'PT50 0002 0123 1234 5678 9015 4'],
    ['DE8937040044053201300', undefined],
    ['DE89370400440532013001', undefined],
    ['US89370400440532013000', undefined],
    ['', undefined],
  ] as const)
    t.equal(readIban(given), written, given);
  const account = fc
    .constantFrom(...Object.keys(ibanLengths))
    .chain((country) => letters((ibanLengths[country] ?? 0) - 4).map((rest) => `${country}${ibanDigits(country, rest)}${rest}`));
  fc.assert(
    fc.property(account, fc.nat(), fc.nat(), (iban, place, other) => {
      const at = 4 + (place % (iban.length - 4));
      const shown = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
      const slip = shown[(shown.indexOf(iban[at] as string) + 1 + (other % 9)) % shown.length] as string;
      const sameKind = /\d/.test(slip) === /\d/.test(iban[at] as string);
      return readIban(iban) !== undefined && (!sameKind || readIban(iban.slice(0, at) + slip + iban.slice(at + 1)) === undefined);
    }),
  );
});

t.test('a BIC and a Pix key', async (t) => {
  t.equal(readBic('deutdeff'), 'DEUTDEFF');
  t.equal(readBic('DEUTDEFF500'), 'DEUTDEFF500');
  t.equal(readBic('DEUTDEF'), undefined);
  for (const [given, written] of [
    ['Pix@Aurora.Example', 'pix@aurora.example'],
    ['+55 (31) 98765-4321', '+5531987654321'],
    ['12345678909', '123.456.789-09'],
    ['12ABC34501DE35', '12.ABC.345/01DE-35'],
    ['123E4567-E89B-12D3-A456-426614174000', '123e4567-e89b-12d3-a456-426614174000'],
    ['31 98765-4321', undefined],
    ['my key', undefined],
  ] as const)
    t.equal(readPix(given), written, given);
});

t.test('the code of a Pix payment', async (t) => {
  const bank = { bank: null, holder: null, branch: null, account: null, pix: '123e4567-e12b-12d1-a456-426655440000', iban: null, bic: null };
  const payee = { name: 'Fulano de Tal', country: 'BR', city: 'Brasília', bank };
  // The example of the Banco Central's manual for initiating Pix payments.
  t.equal(
    brCode({ ...payee, city: 'BRASILIA' }, null, null),
    '00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D',
  );
  t.match(brCode(payee, null, null), '6008Brasilia', 'letters that every reader knows');
  const invoice = brCode({ ...payee, bank: { ...bank, pix: '12.345.678/0001-95' } }, { amount: 123_405, currency: 'BRL' }, 'FAT-2026/0042') ?? '';
  t.match(invoice, '0114123456780001955204', 'a CNPJ without its signs');
  t.match(invoice, '54071234.05', 'the amount');
  t.match(invoice, '0511FAT20260042', 'the number of the invoice');
  t.equal(brCode(payee, { amount: 100, currency: 'EUR' }, null), null, 'nothing for other money');
  t.equal(brCode({ ...payee, country: 'PT' }, null, null), null);
  t.equal(brCode({ ...payee, bank: { ...bank, pix: null } }, null, null), null);
});

t.test('the number of a branch goes by the word of its country', async (t) => {
  const bank = { bank: 'Barclays', holder: null, branch: '20-00-00', account: '55779911', pix: null, iban: null, bic: null };
  const wordsIn = (country: string) => paymentLines(country, bank).map(({ word }) => word);
  t.same(wordsIn('GB'), ['bank', 'sortCode', 'account']);
  t.same(wordsIn('US'), ['bank', 'routingNumber', 'account']);
  t.same(wordsIn('AU'), ['bank', 'routing', 'account']);
  t.same(wordsIn('BR'), ['bank', 'branch', 'account']);
});

t.test('numbers of accounts at home are checked as their country writes them', async (t) => {
  for (const text of ['200000', '20-00-00', '20 00 00']) t.equal(readSortCode(text), '20-00-00', text);
  for (const text of ['abcdef', '12345', '20-00-0', '200000123', '']) t.equal(readSortCode(text), undefined, text);
  t.equal(readBritishAccount('5577 9911'), '55779911');
  t.equal(readBritishAccount('123456'), '00123456', 'older ones get their noughts');
  for (const text of ['12345', '123456789', 'x5779911']) t.equal(readBritishAccount(text), undefined, text);
  for (const text of ['107000327', '021000021', '0210-0002-1']) t.equal(readRoutingNumber(text), text.replaceAll('-', ''), text);
  for (const text of ['107000328', '12345678', '000000000', 'abcdefghi']) t.equal(readRoutingNumber(text), undefined, text);
});
