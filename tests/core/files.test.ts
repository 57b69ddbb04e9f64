import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { dispositionOf } from '../../server/core/files/api.js';
import { dialects, startPortal } from '../support/portal.js';

const formWith = (content: BlobPart, name: string, type = 'text/plain') => {
  const form = new FormData();
  form.set('file', new Blob([content], { type }), name);
  return form;
};

t.test('names of downloads survive', async (t) => {
  t.equal(dispositionOf('attachment', 'a.txt'), `attachment; filename="a.txt"; filename*=UTF-8''a.txt`);
  t.equal(dispositionOf('attachment', 'Orçamento "7".pdf'), `attachment; filename="Orcamento _7_.pdf"; filename*=UTF-8''Or%C3%A7amento%20%227%22.pdf`);
  t.equal(dispositionOf('attachment', '日本'), `attachment; filename="file"; filename*=UTF-8''%E6%97%A5%E6%9C%AC`);
});

for (const dialect of dialects) {
  t.test(`files on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect, modules: ['crm'] });
    const { admin, api, folder } = portal;
    const { services } = portal.portal;
    const contents = () => readdirSync(join(folder, 'files'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

    await t.test('come back as they were brought', async (t) => {
      const { status, body } = await admin.api('POST', 'files', formWith('olá', 'C:\\pasta\\Olá mundo.svg', 'image/svg+xml'));
      t.equal(status, 201);
      t.match(body, { name: 'Olá mundo.svg', size: 4, mediaType: 'image/svg+xml' });
      const got = await admin.api('GET', `files/${body.id}`);
      t.equal(got.body, 'olá');
      t.equal(got.headers.get('content-disposition'), `attachment; filename="Ola mundo.svg"; filename*=UTF-8''Ol%C3%A1%20mundo.svg`);
      t.equal(got.headers.get('x-content-type-options'), 'nosniff');
      t.match(got.headers.get('content-security-policy'), /sandbox/);
      t.equal((await admin.api('GET', `files/${body.id}`, undefined, { 'if-none-match': got.headers.get('etag') ?? '' })).status, 304);
    });

    await t.test('of the same content lie on the disk once', async (t) => {
      const before = contents().length;
      const [one, two] = await Promise.all([admin.api('POST', 'files', formWith('same', 'a.txt')), admin.api('POST', 'files', formWith('same', 'b.txt'))]);
      t.not(one?.body.id, two?.body.id);
      t.equal(contents().length, before + 1);
      const { sha256 } = (await services.files.find(one?.body.id)) as { sha256: string };
      t.ok(existsSync(join(folder, 'files', sha256.slice(0, 2), sha256)));
    });

    await t.test('that are too large or none at all are refused and leave nothing', async (t) => {
      const before = contents().length;
      const large = await admin.api('POST', 'files', formWith(new Uint8Array(50 * 1_048_576 + 1), 'large.bin'));
      t.equal(large.status, 413);
      t.equal(large.body.code, 'too-large');
      t.equal((await admin.api('POST', 'files', { file: 'x' })).status, 415);
      const empty = new FormData();
      empty.set('other', 'x');
      t.equal((await admin.api('POST', 'files', empty)).body.errors[0].path, 'file');
      t.equal((await api('POST', 'files', formWith('x', 'x.txt'))).status, 401);
      t.equal(contents().length, before);
    });

    await t.test('in a form that is cut or has no parts are refused as such and leave nothing', async (t) => {
      const disposition = 'content-disposition: form-data; name="file"; filename="x.txt"';
      const send = (path: string, type: string, body: string) => admin.api('POST', path, body, { 'content-type': type });
      for (const path of ['files', 'imports'])
        for (const [type, body] of [
          ['multipart/form-data', 'x'],
          ['multipart/form-data; boundary=x', `--x\r\n${disposition}\r\n\r\nhalf`],
          ['multipart/form-data; boundary=x', `--x\r\n${disposition}\r\n`],
          ['multipart/form-data; boundary=x', 'x'],
        ] as const)
          t.match(await send(path, type, body), { status: 400, body: { code: 'malformed' } }, `${path}: ${body}`);
    });

    await t.test('are read by who brought them and by who may read their record', async (t) => {
      const owner = await portal.person('Owner', { role: 'salesperson' });
      const other = await portal.person('Other', { role: 'salesperson' });
      const file = (await owner.api('POST', 'files', formWith('secret', 'contract.txt'))).body;
      t.equal((await owner.api('GET', `files/${file.id}`)).status, 200);
      t.equal((await admin.api('GET', `files/${file.id}`)).status, 404, 'not even an administrator, while it belongs to no record');
      const lead = (await owner.api('POST', 'crm/leads', { title: 'Nova obra' })).body;
      t.ok(lead.id, JSON.stringify(lead));
      await owner.api('POST', 'record-files', { recordType: 'crm.lead', recordId: lead.id, fileIds: [file.id] });
      t.equal((await admin.api('GET', `files/${file.id}`)).status, 200);
      t.equal((await other.api('GET', `files/${file.id}`)).status, 404);
      t.equal((await api('GET', `files/${file.id}`)).status, 401);
      t.equal((await admin.api('GET', 'files/999')).status, 404);
    });
  });
}
