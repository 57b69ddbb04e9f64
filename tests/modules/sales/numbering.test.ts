import fc from 'fast-check';
import t from 'tap';
import { numberText, separators, usualPattern, yearForms } from '../../../server/contracts/sales/numbering.js';
import { dialects, password, startPortal } from '../../support/portal.js';
import { dealOf, ok, pathsOf, row } from './sales-portal.js';

t.test('the text of a number', async (t) => {
  const pattern = { ...usualPattern, prefix: 'FAT', month: true };
  t.equal(numberText(usualPattern, '2026-11-30', 42), '2026-0042');
  t.equal(numberText(pattern, '2026-11-30', 42), 'FAT-2026-11-0042');
  t.equal(numberText({ ...pattern, year: 'two', separator: '/', month: false, width: 1 }, '2026-11-30', 42), 'FAT/26/42');
  t.equal(numberText({ ...pattern, prefix: '', year: 'none', month: false }, '2026-11-30', 123_456), '123456', 'longer than its width');
  const any = fc.record({
    prefix: fc.constantFrom('', 'FAT', 'Q-1'),
    year: fc.constantFrom(...yearForms),
    month: fc.boolean(),
    separator: fc.constantFrom(...separators),
    width: fc.integer({ min: 1, max: 9 }),
    restart: fc.constant('never' as const),
  });
  fc.assert(
    fc.property(any, fc.integer({ min: 1, max: 999_999_998 }), (one, running) => {
      const [text, next] = [numberText(one, '2026-11-30', running), numberText(one, '2026-11-30', running + 1)];
      return text !== next && text.length <= 40 && text.endsWith(String(running));
    }),
  );
});

for (const dialect of dialects) {
  t.test(`numbering on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect });
    let { admin } = p;
    await p.person('Clerk', { role: 'sales-manager' });
    const thisYear = () => p.today().slice(0, 4);
    /** Into the middle of the next year, where none begins in the meantime; nobody's session lasts so long. */
    const nextYear = async () => {
      p.pass(Date.parse(`${Number(thisYear()) + 1}-06-15T12:00:00Z`) - Date.parse(p.now()));
      admin = await p.signIn('ana@aurora.example', password);
    };
    await nextYear();
    const deal = await dealOf(admin, 'Gates');
    const year = thisYear();
    const invoice = async () => ok(await admin.api('POST', 'sales/invoices', { dealId: deal.id, rows: [row('Hinge', 1, 100)] }), 201).number as string;
    const change = (body: object) => admin.api('PATCH', 'sales/numbering', { kind: 'invoice', ...body });
    const next = async (kind: string) => ok(await admin.api('GET', 'sales/numbering')).items.find((one: { kind: string }) => one.kind === kind).next;

    await t.test('goes on where it stands when it is to look otherwise', async (t) => {
      t.equal(await invoice(), `${year}-0001`);
      t.equal(await next('invoice'), 2);
      t.equal(await next('quote'), 1);
      const { body } = await change({ prefix: 'FAT', width: 5 });
      t.match(body, { kind: 'invoice', prefix: 'FAT', width: 5, restart: 'yearly', next: 2 });
      t.equal(await invoice(), `FAT-${year}-00002`);
      ok(await change({ restart: 'never', year: 'none', separator: '/' }));
      t.equal(await invoice(), 'FAT/00003');
      ok(await change({ restart: 'yearly', year: 'two' }));
      t.equal(await invoice(), `FAT/${year.slice(2)}/00004`);
    });

    await t.test('is raised, and never given twice', async (t) => {
      t.equal(ok(await change({ next: 100 })).next, 100);
      t.equal(await invoice(), `FAT/${year.slice(2)}/00100`);
      const lower = await change({ next: 100 });
      t.equal(lower.status, 422);
      t.same(pathsOf(lower), ['next']);
      t.match(lower.body.errors[0].message, /101/);
      t.equal(await next('invoice'), 101, 'what was refused changed nothing');
    });

    await t.test('far above the last one only when that is meant, and lowered again until a document has taken it', async (t) => {
      const kind = 'quote';
      const quote = async () => ok(await admin.api('POST', 'sales/quotes', { dealId: deal.id, rows: [row('Hinge', 1, 100)] }), 201).number;
      t.equal(await quote(), `${year}-0001`);
      const slip = await change({ kind, next: 999_999_999 });
      t.match(slip, { status: 409, body: { code: 'numbering-jump', skipped: 999_999_997, title: /999999999/, detail: /at least 2|could be 2/ } });
      t.equal(await next(kind), 2, 'nothing is changed until it is confirmed');
      t.match(ok(await change({ kind, next: 999_999_999, confirmed: true })), { next: 999_999_999, least: 2 });
      t.equal((await change({ kind, next: 1 })).status, 422);
      t.equal((await change({ kind, next: 999_999_998 })).status, 200, 'lower needs no question');
      t.match(ok(await change({ kind, next: 2 })), { next: 2, least: 2 });
      t.equal(await quote(), `${year}-0002`);
      t.match(ok(await change({ kind, next: 1002 })), { next: 1002 }, 'a thousand may be left out');
      t.equal(await quote(), `${year}-1002`);
      t.match(await change({ kind, next: 1002 }), { status: 422 });
      ok(await change({ kind, next: 3000, confirmed: true }));
      t.match(ok(await change({ kind, restart: 'never' })), { next: 3000, least: 1003 }, 'what was given is known by another way of counting too');
    });

    await t.test('begins anew with the year only where that was wished, and gives no number twice that an earlier pattern gave', async (t) => {
      const shipment = async () => ok(await admin.api('POST', 'sales/shipments', { dealId: deal.id, rows: [{ name: 'Hinge', quantity: 1 }] }), 201).number;
      const coming = String(Number(year) + 1);
      // The text of next year's first number, by another way.
      ok(await change({ kind: 'shipment', restart: 'never', year: 'none', prefix: coming }));
      t.equal(await shipment(), `${coming}-0001`);
      ok(await change({ kind: 'shipment', restart: 'yearly', year: 'four', prefix: '' }));
      await nextYear();
      t.equal(await next('shipment'), 2);
      t.equal(await shipment(), `${coming}-0002`);
      ok(await change({ prefix: '', year: 'four', separator: '-', width: 4 }));
      const later = thisYear();
      t.equal(await invoice(), `${later}-0001`);
      ok(await change({ restart: 'never' }));
      t.equal(await invoice(), `${later}-0004`, 'after the third, which was the last of this way of counting');
      await nextYear();
      t.equal((await invoice()).slice(-4), '0005');
    });

    await t.test('has no gap and nothing twice while it is changed and used at once', async (t) => {
      ok(await change({ restart: 'never', next: 500 }));
      const made = await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 8 === 7 ? change({ width: 4 + (i % 3) }).then(() => null) : invoice())));
      const running = made.flatMap((number) => (number === null ? [] : [Number(number.split('-').at(-1))])).sort((a, b) => a - b);
      t.same(
        running,
        Array.from({ length: 35 }, (_, i) => 500 + i),
      );
    });

    await t.test('is refused in words where it cannot be', async (t) => {
      for (const [body, path] of [
        [{ restart: 'yearly', year: 'none' }, 'year'],
        [{ prefix: 'A/B' }, 'prefix'],
        [{ prefix: 'ABCDEFGHIJKLM' }, 'prefix'],
        [{ width: 0 }, 'width'],
        [{ next: 1_000_000_000 }, 'next'],
        [{ separator: '#' }, 'separator'],
        [{ kind: 'deal' }, 'kind'],
      ] as const) {
        const refused = await change(body);
        t.equal(refused.status, 422, JSON.stringify(body));
        t.same(pathsOf(refused), [path]);
      }
      const clerk = await p.signIn('clerk@aurora.example', password);
      t.equal((await clerk.api('GET', 'sales/numbering')).status, 403);
      t.equal((await clerk.api('PATCH', 'sales/numbering', { kind: 'quote', width: 5 })).status, 403);
    });

    await t.test('a number with a stroke makes a file name all the same', async (t) => {
      ok(await change({ separator: '/' }));
      const made = ok(await admin.api('POST', 'sales/invoices', { dealId: deal.id, rows: [row('Hinge', 1, 100)] }), 201);
      const name = decodeURIComponent(
        /filename\*=UTF-8''(.+)$/.exec((await admin.api('GET', `sales/invoices/${made.id}/pdf`)).headers.get('content-disposition') ?? '')?.[1] ?? '',
      );
      t.ok(name.includes(made.number.replaceAll('/', ' ')), name);
      t.notOk(name.includes('/'));
    });
  });
}
