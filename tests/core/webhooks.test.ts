import { createHmac } from 'node:crypto';
import t, { type Test } from 'tap';
import { dialects, startPortal, type TestPortal } from '../support/portal.js';
import { type Received, type Receiver, startReceiver } from '../support/receiver.js';

const minute = 60_000;
const hour = 60 * minute;

/** Runs what is due until it has come to this. A delivery is woken after the commit, not in it. */
async function until(p: TestPortal, done: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const deadline = Date.now() + 15_000; !(await done()); ) {
    if (Date.now() > deadline) throw new Error(`It never came to this: ${what}`);
    await p.settle();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Lets hours pass, as many at a time as the longest pause has, until it has come to this. */
async function hoursUntil(p: TestPortal, done: () => Promise<boolean>): Promise<void> {
  for (let hours = 0; !(await done()); hours += 3) {
    if (hours > 48) throw new Error('It did not come to this in two days');
    p.pass(3 * hour);
    await p.settle();
  }
}

const arrives = (p: TestPortal, receiver: Receiver, count: number) => until(p, () => receiver.received.length >= count, `${count} deliveries`);

/** A webhook for as long as the test lasts. */
async function hookFor(t: Test, p: TestPortal, url: string, events: string[]): Promise<{ id: number; secret: string; version: number }> {
  const { status, body } = await p.admin.api('POST', 'webhooks', { name: 'ERP', url, events });
  if (status !== 201) throw new Error(JSON.stringify(body));
  t.teardown(() => p.admin.api('DELETE', `webhooks/${body.id}`));
  return body;
}

function isSigned(delivery: Received, secret: string): boolean {
  const [time, ...signatures] = String(delivery.headers['sede-signature']).split(',');
  const expected = createHmac('sha256', secret)
    .update(`${time?.slice(2)}.${delivery.text}`)
    .digest('hex');
  return /^t=\d{10}$/.test(time ?? '') && signatures.includes(`v1=${expected}`);
}

const log = async (p: TestPortal, id: number, query = '') => (await p.admin.api('GET', `webhooks/${id}/deliveries${query}`)).body;
const states = async (p: TestPortal, id: number): Promise<string[]> => (await log(p, id)).items.map(({ state }: { state: string }) => state);

for (const dialect of dialects) {
  const start = (t: Test, webhooks = ['localhost']) => startPortal(t, { dialect, webhooks });

  t.test(`webhooks on ${dialect}`, async (t) => {
    const p = await start(t);
    t.test('tell of what happens, signed, with the record as the API gives it', async (t) => {
      const receiver = await startReceiver(t);
      const hook = await hookFor(t, p, receiver.url, ['crm.deal.created', 'crm.deal.changed', 'crm.deal.deleted', 'crm.deal.won']);
      const deal = (await p.admin.api('POST', 'crm/deals', { title: 'Twelve ladders' })).body;
      await arrives(p, receiver, 1);
      const [first] = receiver.received as [Received];
      t.match(first.headers, { 'sede-event': 'crm.deal.created', 'content-type': /application\/json/, 'user-agent': /^Sede\/\d/ });
      t.notOk('cookie' in first.headers);
      t.ok(isSigned(first, hook.secret), 'the signature can be checked');
      t.match(first.body, { id: first.headers['sede-delivery'], event: 'crm.deal.created', record: { type: 'crm.deal', id: deal.id, version: 1 } });
      t.same(first.body.data, (await p.admin.api('GET', `crm/deals/${deal.id}`)).body, 'the data is what the API gives');

      const won = (await p.admin.api('GET', 'crm/stages?semantic=won')).body.items[0];
      t.equal((await p.admin.api('POST', `crm/deals/${deal.id}/move`, { stageId: won.id })).status, 200);
      await p.admin.api('POST', 'crm/leads', { title: 'Not listened to' });
      await p.admin.api('DELETE', `crm/deals/${deal.id}`);
      await arrives(p, receiver, 4);
      t.same(
        receiver.received.map(({ body }) => body.event),
        ['crm.deal.created', 'crm.deal.changed', 'crm.deal.won', 'crm.deal.deleted'],
        'in the order in which it happened, and nothing else',
      );
      t.equal(receiver.received.at(-1)?.body.data, null, 'a record in the bin has no data');
      t.same(await states(p, hook.id), ['sent', 'sent', 'sent', 'sent']);
      t.match((await log(p, hook.id)).items[3], { event: 'crm.deal.created', recordId: deal.id, attempts: 1, code: 200, error: null });
      t.equal((await log(p, hook.id, '?limit=3')).items.length, 3);
      t.same(await p.portal.services.db.read.selectFrom('jobs').select('id').where('kind', '=', 'core.webhook').execute(), [], 'no job is left behind');
    });

    t.test('hear nothing of a change that was taken back, and of documents with their rows', async (t) => {
      const receiver = await startReceiver(t);
      await hookFor(t, p, receiver.url, ['crm.deal.created', 'sales.quote.created']);
      t.equal((await p.admin.api('POST', 'crm/deals', { title: 'No such owner', ownerId: 999 })).status, 422);
      const deal = (await p.admin.api('POST', 'crm/deals', { title: 'With a quote' })).body;
      const quote = (
        await p.admin.api('POST', 'sales/quotes', { dealId: deal.id, rows: [{ name: 'Ladder', quantity: 2, price: { amount: 5000, currency: 'BRL' } }] })
      ).body;
      await arrives(p, receiver, 2);
      await p.settle();
      t.same(
        receiver.received.map(({ body }) => [body.event, body.record.id]),
        [
          ['crm.deal.created', deal.id],
          ['sales.quote.created', quote.id],
        ],
      );
      t.equal(receiver.received[1]?.body.data.rows[0].name, 'Ladder');
    });

    t.test('are tried again with growing pauses, the same delivery each time, in order for each record', async (t) => {
      const receiver = await startReceiver(t);
      const hook = await hookFor(t, p, receiver.url, ['crm.deal.created', 'crm.deal.changed']);
      receiver.answer(503);
      const deal = (await p.admin.api('POST', 'crm/deals', { title: 'First' })).body;
      await arrives(p, receiver, 1);
      await p.admin.api('PATCH', `crm/deals/${deal.id}`, { title: 'Second' });
      await p.settle();
      t.equal(receiver.received.length, 1, 'nothing is sent while it rests');
      p.pass(11_000);
      await arrives(p, receiver, 2);
      p.pass(30_000);
      await p.settle();
      t.equal(receiver.received.length, 2, 'the second pause is longer');
      t.match((await log(p, hook.id)).items[1], { state: 'waiting', attempts: 2, code: 503, error: 'The receiver refused it with 503.' });
      t.ok((await p.admin.api('GET', `webhooks/${hook.id}`)).body.failingSince);
      receiver.answer(200);
      p.pass(minute);
      await arrives(p, receiver, 4);
      t.same(
        receiver.received.map(({ body }) => body.event),
        ['crm.deal.created', 'crm.deal.created', 'crm.deal.created', 'crm.deal.changed'],
      );
      t.equal(new Set(receiver.received.slice(0, 3).map(({ headers }) => headers['sede-delivery'])).size, 1, 'with the same id');
      t.match(receiver.received[0]?.body.data, { title: 'First' });
      t.match(receiver.received[2]?.body.data, { title: 'Second' }, 'the record as it is at sending');
      t.equal((await p.admin.api('GET', `webhooks/${hook.id}`)).body.failingSince, null);
    });

    t.test('wait for a record that is refused, and go on with the others', async (t) => {
      const receiver = await startReceiver(t);
      await hookFor(t, p, receiver.url, ['crm.deal.created', 'crm.deal.changed']);
      receiver.answer((response, { body }) => response.writeHead(body.data.title === 'Odd' ? 422 : 204).end());
      const odd = (await p.admin.api('POST', 'crm/deals', { title: 'Odd' })).body;
      await p.admin.api('PATCH', `crm/deals/${odd.id}`, { closeOn: '2035-01-31' });
      await p.admin.api('POST', 'crm/deals', { title: 'Even' });
      await arrives(p, receiver, 2);
      await p.settle();
      t.same(
        receiver.received.map(({ body }) => [body.event, body.data.title]),
        [
          ['crm.deal.created', 'Odd'],
          ['crm.deal.created', 'Even'],
        ],
      );
    });

    t.test('wait for the records at which the receiver breaks, and go on with all others', async (t) => {
      const receiver = await startReceiver(t);
      const hook = await hookFor(t, p, receiver.url, ['crm.deal.created', 'crm.deal.changed']);
      receiver.answer((response, { body }) => response.writeHead(body.data.title.startsWith('Odd') ? 500 : 204).end());
      const arrived = () => receiver.received.map(({ body }) => body.data.title).filter((title) => !title.startsWith('Odd'));
      const odd = (await p.admin.api('POST', 'crm/deals', { title: 'Odd 1' })).body;
      await arrives(p, receiver, 1);
      await p.admin.api('PATCH', `crm/deals/${odd.id}`, { closeOn: '2035-01-31' });
      for (const title of ['Even 1', 'Even 2']) await p.admin.api('POST', 'crm/deals', { title });
      await until(p, () => arrived().length === 2, 'the others at once');
      t.equal(receiver.received.filter(({ body }) => body.record.id === odd.id).length, 1, 'its next change waits for it');

      p.pass(11_000);
      await until(p, () => receiver.received.length === 4, 'the odd one again');
      await p.admin.api('POST', 'crm/deals', { title: 'Odd 2' });
      await arrives(p, receiver, 5);
      await p.admin.api('POST', 'crm/deals', { title: 'Even 3' });
      await until(p, () => arrived().length === 3, 'what is known to be odd says nothing of the receiver');
      t.equal((await p.admin.api('GET', `webhooks/${hook.id}`)).body.failingSince, null);

      for (const title of ['Odd 3', 'Odd 4']) await p.admin.api('POST', 'crm/deals', { title });
      await until(p, () => receiver.received.some(({ body }) => body.data.title === 'Odd 4'), 'two new ones refused');
      const before = receiver.received.length;
      await p.admin.api('POST', 'crm/deals', { title: 'Even 4' });
      await p.settle();
      t.equal(receiver.received.length, before, 'two others in a row: it rests');
      p.pass(11_000);
      await until(p, () => arrived().includes('Even 4'), 'after the rest what was not tried yet comes first');
      t.equal(receiver.received[before]?.body.data.title, 'Even 4');
    });

    t.test('go on at once when one that was sent by hand arrives', async (t) => {
      const receiver = await startReceiver(t);
      const hook = await hookFor(t, p, receiver.url, ['crm.deal.created']);
      receiver.answer(503);
      for (const title of ['A', 'B', 'C', 'D']) {
        await p.admin.api('POST', 'crm/deals', { title });
        await p.settle();
      }
      await arrives(p, receiver, 2);
      p.pass(11_000);
      await arrives(p, receiver, 3);
      await p.settle();
      t.same(
        receiver.received.map(({ body }) => body.data.title),
        ['A', 'B', 'D'],
        'after the rest one that was not tried yet, and a longer rest',
      );
      receiver.answer(200);
      const byHand = (await log(p, hook.id)).items.find(({ recordId }: { recordId: number }) => recordId === receiver.received[0]?.body.record.id);
      t.match((await p.admin.api('POST', `webhook-deliveries/${byHand.id}/send`)).body, { state: 'sent' });
      await arrives(p, receiver, 7);
      t.same(await states(p, hook.id), ['sent', 'sent', 'sent', 'sent']);
    });

    t.test('are given up after a day and switched off after three, and whoever made them is told', async (t) => {
      const receiver = await startReceiver(t);
      const hook = await hookFor(t, p, receiver.url, ['crm.deal.created']);
      receiver.answer(500);
      const notices = async () => (await p.admin.api('GET', 'notices')).body.items.map(({ code }: { code: string }) => code);
      const began = Date.parse(p.now());
      await p.admin.api('POST', 'crm/deals', { title: 'Deal 0' });
      await arrives(p, receiver, 1);
      await hoursUntil(p, async () => (await states(p, hook.id))[0] === 'failed');
      t.same(await notices(), ['core.webhook.failed']);
      t.equal((await p.admin.api('GET', `webhooks/${hook.id}`)).body.active, true);
      const isOff = async () => !(await p.admin.api('GET', `webhooks/${hook.id}`)).body.active;
      for (let deal = 1; !(await isOff()); deal += 1) {
        await p.admin.api('POST', 'crm/deals', { title: `Deal ${deal}` });
        await arrives(p, receiver, receiver.received.length + 1);
        await hoursUntil(p, async () => (await states(p, hook.id))[0] === 'failed');
      }
      t.ok(Date.parse(p.now()) - began >= 72 * hour, 'not before three days are over');
      t.equal((await notices())[0], 'core.webhook.off');
      t.match((await p.admin.api('GET', 'notices')).body.items[0], { title: 'The webhook ERP is switched off', body: /refused it with 500/ });
      const before = receiver.received.length;
      await p.admin.api('POST', 'crm/deals', { title: 'Unheard' });
      await p.settle();
      t.equal(receiver.received.length, before, 'it hears nothing any more');

      receiver.answer(200);
      const failed = (await log(p, hook.id, '?state=failed')).items[0];
      t.match((await p.admin.api('POST', `webhook-deliveries/${failed.id}/send`)).body, { id: failed.id, state: 'sent', code: 200, error: null });
      t.equal(receiver.received.at(-1)?.headers['sede-delivery'], failed.delivery, 'sent again by hand under its id');
      const on = (await p.admin.api('PATCH', `webhooks/${hook.id}`, { active: true })).body;
      t.match(on, { active: true, switchedOffAt: null, failingSince: null });
    });

    t.test('have a secret that is shown once and can be replaced in peace', async (t) => {
      const receiver = await startReceiver(t);
      const hook = await hookFor(t, p, receiver.url, ['crm.deal.created']);
      t.match(hook.secret, /^whsec_[\w-]{43}$/);
      t.notOk('secret' in (await p.admin.api('GET', `webhooks/${hook.id}`)).body);
      const stored = await p.portal.services.db.read.selectFrom('webhooks').selectAll().where('id', '=', hook.id).executeTakeFirstOrThrow();
      t.notOk(JSON.stringify(stored).includes(hook.secret.slice(6)), 'encrypted where it is stored');
      const next = (await p.admin.api('POST', `webhooks/${hook.id}/secret`)).body;
      t.not(next.secret, hook.secret);
      t.match((await p.admin.api('POST', `webhooks/${hook.id}/test`)).body, { event: 'core.webhook.test', state: 'sent', code: 200 });
      t.ok(isSigned(receiver.received[0] as Received, next.secret) && isSigned(receiver.received[0] as Received, hook.secret), 'for a day both are good');
      p.pass(25 * hour);
      await p.admin.api('POST', `webhooks/${hook.id}/test`);
      t.ok(isSigned(receiver.received[1] as Received, next.secret));
      t.notOk(isSigned(receiver.received[1] as Received, hook.secret));
      t.match(receiver.received[0]?.body, { event: 'core.webhook.test', data: { name: 'ERP' } });
    });

    t.test('follow no redirect, wait no longer than ten seconds and read no endless answer', async (t) => {
      const receiver = await startReceiver(t);
      const hook = await hookFor(t, p, receiver.url, ['crm.deal.created']);
      const test = async () => (await p.admin.api('POST', `webhooks/${hook.id}/test`)).body;
      receiver.answer((response) => response.writeHead(302, { location: `http://localhost:${receiver.port}/elsewhere` }).end());
      t.match(await test(), { state: 'failed', code: 302, error: /sends somewhere else \(302\)/ });
      t.same(
        receiver.received.map(({ path }) => path),
        ['/hook'],
      );
      let poured = 0;
      receiver.answer((response) => {
        const chunk = Buffer.alloc(16_384);
        const pour = () => {
          while (!response.destroyed && response.write(chunk)) poured += chunk.length;
          if (!response.destroyed) response.once('drain', pour);
        };
        pour();
      });
      t.match(await test(), { state: 'sent', code: 200 });
      await until(p, async () => new Promise((resolve) => setTimeout(() => resolve(poured < 50_000_000), 50)), 'an end');
      // Waited for once: no database has a part in it.
      if (dialect !== 'sqlite') return;
      receiver.answer(() => undefined);
      const began = Date.now();
      t.match(await test(), { state: 'failed', code: null, error: 'No answer within 10 seconds.' });
      t.ok(Date.now() - began < 15_000);
    });

    t.test('are for those who may, and tell only what their maker may read', async (t) => {
      const receiver = await startReceiver(t);
      const clerk = await p.person('Clerk', { grants: { 'core.webhooks.manage': 'all', 'crm.deal.read': 'own', 'crm.lead.read': 'all' } });
      const offered = (await clerk.api('GET', 'webhooks')).body.events.map(({ name }: { name: string }) => name);
      t.same(offered, ['crm.lead.created', 'crm.lead.changed', 'crm.lead.deleted']);
      const refused = await clerk.api('POST', 'webhooks', { name: 'X', url: receiver.url, events: ['crm.deal.won'] });
      t.match(refused, { status: 422, body: { errors: [{ path: 'events.0' }] } });
      t.match(
        (await p.admin.api('GET', 'webhooks')).body.events.find(({ name }: { name: string }) => name === 'crm.deal.won'),
        {
          type: 'crm.deal',
          records: 'Deals',
          what: 'won',
        },
      );
      for (const [url, path] of [
        ['ftp://example.com/x', 'url'],
        ['nonsense', 'url'],
        ['https://ana:secret@example.com/', 'url'],
      ] as const)
        t.match(await p.admin.api('POST', 'webhooks', { name: 'X', url, events: ['crm.deal.won'] }), { status: 422, body: { errors: [{ path }] } }, url);
      const hook = await hookFor(t, p, receiver.url, ['crm.deal.won']);
      t.match(await p.admin.api('PATCH', `webhooks/${hook.id}`, { name: 'Y', version: 99 }), { status: 409, body: { code: 'stale-version' } });
      t.equal((await p.admin.api('DELETE', `webhooks/${hook.id}`)).status, 200);
      t.equal((await p.admin.api('GET', `webhooks/${hook.id}`)).status, 404);
    });

    t.test('do not reach into the network unless the configuration says so', async (t) => {
      const [p, receiver] = [await start(t, []), await startReceiver(t)];
      const inside = [
        receiver.url,
        `http://127.0.0.1:${receiver.port}/`,
        `http://2130706433:${receiver.port}/`,
        `http://0177.0.0.1:${receiver.port}/`,
        `http://0x7f.1:${receiver.port}/`,
        `http://[::1]:${receiver.port}/`,
        `http://[::ffff:127.0.0.1]:${receiver.port}/`,
        'http://169.254.169.254/latest/meta-data/',
        'http://10.0.0.7/',
        'http://[fd00::1]/',
        'http://0.0.0.0/',
      ];
      for (const url of inside) {
        const { status, body } = await p.admin.api('POST', 'webhooks', { name: 'X', url, events: ['crm.deal.won'] });
        t.match([status, body.errors?.[0]?.path, body.errors?.[0]?.message], [422, 'url', /inside this network.*config\.toml/], url);
      }
      const hook = await hookFor(t, p, 'https://nowhere.invalid/', ['crm.deal.created']);
      // As if the name had come to lead inside only afterwards.
      await p.portal.services.db.write(({ q }) => q.updateTable('webhooks').set({ url: receiver.url }).where('id', '=', hook.id).execute());
      t.match((await p.admin.api('POST', `webhooks/${hook.id}/test`)).body, { state: 'failed', code: null, error: /inside this network/ });
      t.equal(receiver.received.length, 0);
    });

    t.test('lose nothing when the portal stops between a change and its delivery', async (t) => {
      const receiver = await startReceiver(t);
      await hookFor(t, p, receiver.url, ['crm.deal.created']);
      await p.admin.api('POST', 'crm/deals', { title: 'Before the stop' });
      // A process that is killed has no time to plan the job.
      await p.portal.services.db.write(({ q }) => q.deleteFrom('jobs').where('kind', '=', 'core.webhook').execute());
      await p.restart();
      p.pass(6 * minute);
      await arrives(p, receiver, 1);
      t.equal(receiver.received[0]?.body.data.title, 'Before the stop');
    });
  });
}
