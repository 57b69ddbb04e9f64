import t from 'tap';
import { uploadFile as bring, onePoint as png } from '../support/files.js';
import { dialects, password, startPortal } from '../support/portal.js';

for (const dialect of dialects) {
  t.test(`profiles on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect, modules: [] });
    const { admin } = portal;
    const sales = await portal.department('Sales');
    const north = await portal.department('North', { parentId: sales.id });
    const chief = await portal.person('Chief', { grants: {}, departmentId: sales.id });
    const head = await portal.person('Head', { grants: {}, departmentId: north.id });
    const member = await portal.person('Member', { grants: {}, departmentId: north.id });
    await admin.api('PATCH', `departments/${sales.id}`, { headId: chief.id });
    await admin.api('PATCH', `departments/${north.id}`, { headId: head.id });
    const profile = async (id: number) => (await member.api('GET', `people/${id}/profile`)).body;
    const names = (list: { name: string }[]) => list.map(({ name }) => name);

    await t.test('say where a person stands', async (t) => {
      t.match(await profile(member.id), { person: { name: 'Member' }, department: { name: 'North' }, head: { name: 'Head' }, heads: [], subordinates: [] });
      const ofHead = await profile(head.id);
      t.match(ofHead, { head: { name: 'Chief' }, heads: [{ name: 'North' }] });
      t.same(names(ofHead.subordinates), ['Member']);
      const ofChief = await profile(chief.id);
      t.equal(ofChief.head, null);
      t.same(names(ofChief.subordinates), ['Head'], 'the heads of the departments right below');
      t.equal((await member.api('GET', 'people/999/profile')).status, 404);
    });

    await t.test('have a picture', async (t) => {
      t.equal((await member.api('GET', `people/${member.id}/photo`)).status, 404);
      const photoId = await bring(member, png, 'me.png', 'image/png');
      t.equal((await member.api('PATCH', 'session', { photoId })).body.person.photoId, photoId);
      const seen = await head.api('GET', `people/${member.id}/photo?v=${photoId}`);
      t.equal(seen.status, 200, 'everybody sees it');
      t.equal(seen.headers.get('content-type'), 'image/png');
      t.equal(seen.headers.get('x-content-type-options'), 'nosniff');
      t.match(seen.headers.get('cache-control'), /private.*immutable/);
      t.equal((await head.api('GET', `files/${photoId}`)).status, 404, 'the file itself stays with whoever brought it');
      t.equal((await member.api('PATCH', 'session', { photoId: null })).body.person.photoId, null);
      t.equal((await head.api('GET', `people/${member.id}/photo`)).status, 404);
      const given = await admin.api('PATCH', `people/${member.id}`, { photoId });
      t.match([given.status, given.body.photoId], [200, photoId], 'whoever manages people gives back one that was taken away');
      t.equal((await admin.api('PATCH', `people/${head.id}`, { photoId })).body.errors[0].path, 'photoId', 'but not to somebody else');
    });

    await t.test('are not changed, nor is that written down, where nothing is sent', async (t) => {
      const newest = async () => (await admin.api('GET', 'audit?limit=1')).body.items[0];
      const before = await newest();
      t.ok(before.id);
      const { status, body } = await member.api('PATCH', 'session', {});
      t.match({ status, body }, { status: 200, body: { person: { name: 'Member' } } });
      t.same(await newest(), before);
    });

    await t.test('take nothing for a picture that is none', async (t) => {
      const svg = await bring(member, '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'me.svg', 'image/svg+xml');
      const page = await bring(member, '<script>alert(1)</script>', 'me.png', 'image/png');
      const large = await bring(member, Buffer.concat([png, Buffer.alloc(6 * 1_048_576)]), 'me.png', 'image/png');
      for (const photoId of [svg, page]) {
        const { status, body } = await member.api('PATCH', 'session', { photoId });
        t.equal(status, 422);
        t.equal(body.errors[0].message, 'This is not a picture that can be shown. Take a PNG, JPEG or WebP file.');
      }
      t.equal((await member.api('PATCH', 'session', { photoId: large })).status, 413);
      const ofHead = await bring(head, png, 'head.png', 'image/png');
      t.equal((await member.api('PATCH', 'session', { photoId: ofHead })).body.errors[0].path, 'photoId', 'only what one brought oneself');
    });

    await t.test('list where the account is open, and close it there', async (t) => {
      const other = await portal.signIn('member@aurora.example', password);
      const { items } = (await member.api('GET', 'sessions')).body;
      t.equal(items.length, 2);
      t.equal(items.filter(({ current }: { current: boolean }) => current).length, 1);
      t.notMatch(JSON.stringify(items), /hash/);
      const [theirs] = items.filter(({ current }: { current: boolean }) => !current);
      t.equal((await head.api('DELETE', `sessions/${theirs.id}`)).status, 404, 'not for others');
      t.equal((await head.api('GET', `sessions?personId=${member.id}`)).status, 403);
      t.equal((await member.api('DELETE', `sessions/${theirs.id}`)).status, 200);
      t.equal((await other.api('GET', 'session')).status, 401);
      const more = [await portal.signIn('member@aurora.example', password), await portal.signIn('member@aurora.example', password)];
      t.same((await member.api('DELETE', 'sessions')).body, { ended: 2 });
      for (const one of more) t.equal((await one.api('GET', 'session')).status, 401);
      t.equal((await member.api('GET', 'session')).status, 200, 'the one that asks stays');
    });

    await t.test('let who manages people close accounts and revoke tokens, but not of somebody mightier', async (t) => {
      const clerk = await portal.person('Clerk', { grants: { 'core.people.manage': 'all' } });
      const again = await portal.signIn('member@aurora.example', password);
      const token = (await again.api('POST', 'tokens', { name: 'Site' })).body;
      const list = (await clerk.api('GET', `sessions?personId=${member.id}`)).body.items;
      t.equal(list.length, 2);
      t.same(
        (await clerk.api('GET', `tokens?personId=${member.id}`)).body.items.map(({ name }: { name: string }) => name),
        ['Site'],
      );
      for (const { id } of list) t.equal((await clerk.api('DELETE', `sessions/${id}`)).status, 200);
      t.equal((await again.api('GET', 'session')).status, 401);
      t.equal((await head.api('DELETE', `tokens/${token.id}`)).status, 404);
      t.equal((await clerk.api('DELETE', `tokens/${token.id}`)).status, 200);
      t.equal((await portal.api('GET', 'session', undefined, { authorization: `Bearer ${token.token}` })).status, 401);
      t.equal((await clerk.api('GET', `sessions?personId=${admin.id}`)).status, 403);
      t.equal((await clerk.api('GET', 'sessions?personId=999')).status, 404);
      const rows = await portal.portal.services.db.read.selectFrom('audit').select('action').where('action', '=', 'session.ended').execute();
      t.ok(rows.length >= 4, 'with a trace');
    });
  });
}
