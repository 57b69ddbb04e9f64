import t from 'tap';
import { isPublic, isWithin, type Range, readRange } from '../../server/core/net/ranges.js';
import { createGuard, readAllowed } from '../../server/core/webhooks/guard.js';

t.test('only addresses of the public internet are public', async (t) => {
  const inside = ['127.0.0.1', '127.9.9.9', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.100.100.200', '0.0.0.0', '224.0.0.1']
    .concat(['255.255.255.255', '240.0.0.1', '192.0.2.1', '198.18.0.1', '168.63.129.16', '::', '::1', 'fe80::1', 'fc00::1', 'fd00:ec2::254', 'ff02::1'])
    .concat(['::ffff:10.0.0.1', '::ffff:7f00:1', '::127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:db8::1', 'fec0::1', 'nonsense', '']);
  t.same(inside.filter(isPublic), []);
  const outside = ['8.8.8.8', '1.1.1.1', '93.184.216.34', '2606:4700::1111', '::ffff:8.8.8.8'];
  t.same(
    outside.filter((address) => !isPublic(address)),
    [],
  );
});

t.test('a block holds its addresses, in whatever way they are written', async (t) => {
  const ranges = ['10.0.0.0/8', '192.168.7.7', 'fd00::/8'].map(readRange) as Range[];
  t.same(
    ['10.9.8.7', '::ffff:10.9.8.7', '192.168.7.7', 'fd12::1'].map((address) => isWithin(address, ranges)),
    [true, true, true, true],
  );
  t.same(
    ['11.0.0.1', '192.168.7.8', 'fe80::1', 'nonsense'].map((address) => isWithin(address, ranges)),
    [false, false, false, false],
  );
  t.same(['10', '0x7f', '10.0.0.0/33', 'erp.local'].map(readRange), [undefined, undefined, undefined, undefined]);
});

t.test('what the configuration allows is read whole or refused', async (t) => {
  const { ranges, hosts } = readAllowed(['10.0.0.0/8', 'ERP.local']);
  t.equal(ranges.length, 1);
  t.same([...hosts], ['erp.local']);
  for (const wrong of ['10.0.0.0/99', '300.1.1.1', 'http://erp.local', 'two words', '*', ''])
    t.throws(() => readAllowed([wrong]), { message: /neither/ }, wrong);
});

t.test('a host is looked up once, and every address it has must be one that may be called', async (t) => {
  let asked = 0;
  const answers = [[{ address: '8.8.8.8', family: 4 }], [{ address: '127.0.0.1', family: 4 }]];
  const rebinding = createGuard(readAllowed([]), async () => answers[asked++] ?? []);
  t.same(await rebinding.resolve(new URL('http://rebind.example/')), { address: '8.8.8.8', family: 4 });
  t.equal(asked, 1);
  await t.rejects(rebinding.resolve(new URL('http://rebind.example/')), { code: 'address' });
  const mixed = [
    { address: '8.8.8.8', family: 4 },
    { address: '10.0.0.1', family: 4 },
  ];
  await t.rejects(createGuard(readAllowed([]), async () => mixed).resolve(new URL('http://mixed.example/')), { code: 'address' });
  t.same(await createGuard(readAllowed(['10.0.0.0/8']), async () => mixed).resolve(new URL('http://mixed.example/')), mixed[0]);
  t.same(await createGuard(readAllowed(['mixed.example']), async () => mixed).resolve(new URL('http://Mixed.example./')), mixed[0]);
  await t.rejects(createGuard(readAllowed([]), async () => []).resolve(new URL('http://none.example/')), { code: 'unknown-host' });
});
