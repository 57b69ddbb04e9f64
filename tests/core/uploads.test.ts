import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import t from 'tap';
import { dialects, startPortal } from '../support/portal.js';
import { tusOf } from '../support/uploads.js';

const HOUR = 3_600_000;
const sha256 = (bytes: Uint8Array) => `sha256 ${createHash('sha256').update(bytes).digest('base64')}`;

for (const dialect of dialects) {
  t.test(`files in parts on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect, modules: ['crm'] });
    const { admin } = portal;
    const other = await portal.person('Other', { role: 'salesperson' });
    const [mine, theirs] = [tusOf(portal, admin), tusOf(portal, other)];
    const parts = () => (existsSync(join(portal.folder, 'uploads')) ? readdirSync(join(portal.folder, 'uploads')) : []);
    const begun = async (size: number, values?: Record<string, string>): Promise<string> => (await mine.begin(size, values)).body.token;
    const content = randomBytes(300_000);

    await t.test('arrive, go on where they ended after a restart, and are stored once', async (t) => {
      const begin = await mine.begin(content.length, { filename: 'C:\\fotos\\Obra nº 7.bin', filetype: 'image/x-raw' });
      t.equal(begin.status, 201);
      t.equal(begin.headers.get('location'), `/api/v1/uploads/${begin.body.token}`);
      const { token } = begin.body;
      t.equal(await mine.offsetOf(token), 0);
      const first = await mine.append(token, 0, content.subarray(0, 100_000), { 'upload-checksum': sha256(content.subarray(0, 100_000)) });
      t.equal(first.status, 204, JSON.stringify(first.body));
      t.equal(first.headers.get('upload-offset'), '100000');
      t.equal((await mine.finish(token)).body.code, 'upload-incomplete');
      await portal.restart();
      t.equal(await mine.offsetOf(token), 100_000);
      t.equal((await mine.append(token, 99_999, content.subarray(99_999))).body.code, 'upload-offset');
      t.equal((await mine.append(token, 100_000, content.subarray(100_000))).status, 204);
      const [one, two] = await Promise.all([mine.finish(token), mine.finish(token)]);
      t.match(one.body, { name: 'Obra nº 7.bin', size: content.length, mediaType: 'image/x-raw' });
      t.same(two.body, one.body, 'said twice it is stored once');
      t.equal(await mine.offsetOf(token), content.length);
      const got = await fetch(`${portal.url}/api/v1/files/${one.body.id}`, { headers: { cookie: admin.cookie } });
      t.ok(Buffer.from(await got.arrayBuffer()).equals(content));
      t.same(parts(), [], 'nothing of it stays aside');
    });

    await t.test('keep what came before a cut; with a checksum, the parts that are whole', async (t) => {
      const cut = (token: string, headers: Record<string, string>) =>
        new Promise<void>((resolve) => {
          const call = request(`${portal.url}/api/v1/uploads/${token}`, {
            method: 'PATCH',
            headers: { cookie: admin.cookie, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream', 'content-length': '300000', ...headers },
          });
          call.on('error', () => resolve());
          call.write(content.subarray(0, 60_000), () => setTimeout(() => call.destroy(), 50));
        });
      const plain = await begun(content.length);
      await cut(plain, {});
      const offset = await mine.offsetOf(plain);
      t.ok(offset > 0 && offset <= 60_000, `${offset} bytes`);
      t.equal((await mine.append(plain, offset, content.subarray(offset))).status, 204);
      t.equal((await mine.finish(plain)).body.size, content.length);
      const checked = await begun(content.length);
      await cut(checked, { 'upload-checksum': sha256(content) });
      const whole = await mine.append(checked, 0, content, { 'upload-checksum': sha256(content) });
      t.equal(whole.status, 204, 'a part that is still being written gives way');
      t.equal((await mine.finish(checked)).status, 201);
    });

    await t.test('are refused where something is wrong with them, and keep what was right', async (t) => {
      const token = await begun(10);
      const wrong = await mine.append(token, 0, '01234', { 'upload-checksum': sha256(Buffer.from('01235')) });
      t.equal(wrong.status, 460);
      t.equal(await mine.offsetOf(token), 0);
      t.equal((await mine.append(token, 0, '01234567890')).status, 413);
      t.equal(await mine.offsetOf(token), 0);
      for (const checksum of ['md5 xx', 'sha256 !!', 'sha256', ' '])
        t.equal((await mine.append(token, 0, '0', { 'upload-checksum': checksum })).body.errors?.[0].path, 'Upload-Checksum', checksum);
      for (const offset of ['', '-1', '1e3', 'x', '99999999999999999999']) t.equal((await mine.append(token, offset, '0')).status, 422, offset);
      t.equal((await mine.append(token, 5, '0')).status, 409);
      t.equal((await mine.send('PATCH', `uploads/${token}`, { 'upload-offset': '0', 'content-type': 'application/octet-stream' }, '0')).status, 415);
      t.equal((await mine.send('PATCH', `uploads/${token}`, { 'upload-offset': '0', 'content-type': 'application/json' }, '{"a":1}')).status, 415);
      t.equal((await mine.send('POST', 'crm/leads', { 'content-type': 'application/offset+octet-stream' }, '{}')).status, 415);
      t.equal((await mine.send('HEAD', `uploads/${token}`, { 'tus-resumable': '0.2.2' })).status, 412);
      for (const length of ['', '-1', '1.5', 'x']) t.equal((await mine.begin(length)).body.errors?.[0].path, 'Upload-Length', length);
      t.equal((await mine.begin(250 * 1_048_576 + 1)).status, 413);
      for (const name of ['', '/', '\u0000', 'x/..\\']) t.equal((await mine.begin(1, { filename: name })).status, 422, JSON.stringify(name));
      for (const metadata of ['filename', 'filename ***', ',,,', 'filename YQ== YQ==', '\u00e9 YQ=='])
        t.equal((await mine.send('POST', 'uploads', { 'upload-length': '1', 'upload-metadata': metadata })).status, 422, metadata);
      t.equal((await mine.append(token, 0, '0123456789')).status, 204);
      t.equal((await mine.finish(token)).status, 201);
    });

    await t.test('are their sender’s alone', async (t) => {
      const token = await begun(3);
      t.equal(await theirs.offsetOf(token), 404);
      t.equal((await theirs.append(token, 0, 'abc')).status, 404);
      t.equal((await theirs.finish(token)).status, 404);
      t.equal((await theirs.send('DELETE', `uploads/${token}`)).status, 404);
      t.equal((await mine.append(token, 0, 'abc', { origin: 'https://evil.example' })).body.code, 'foreign-origin');
      t.equal((await mine.send('DELETE', `uploads/${token}`)).status, 204);
      t.equal(await mine.offsetOf(token), 404);
      t.same(parts(), []);
    });

    await t.test('that nobody finishes go after a day, are in no backup, and count until then', async (t) => {
      const token = await begun(100);
      await mine.append(token, 0, 'half');
      portal.pass(23 * HOUR);
      await portal.settle();
      t.equal(await mine.offsetOf(token), 4);
      for (let n = 0; n < 8; n += 1) t.equal((await mine.begin(250 * 1_048_576)).status, 201);
      t.equal((await mine.begin(250 * 1_048_576)).body.code, 'too-much-unattached');
      portal.pass(3 * HOUR);
      await portal.settle();
      t.equal(await mine.offsetOf(token), 404);
      portal.pass(24 * HOUR);
      await portal.settle();
      t.same(parts(), []);
    });
  });
}
