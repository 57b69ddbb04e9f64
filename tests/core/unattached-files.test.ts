import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t from 'tap';
import { onePoint, uploadFile } from '../support/files.js';
import { dialects, password, startPortal, type Visitor } from '../support/portal.js';
import { tusOf } from '../support/uploads.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const bring = (who: Visitor, name: string) => uploadFile(who, name, `${name}.txt`, 'text/plain');

for (const dialect of dialects) {
  t.test(`files that belong to nothing on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect });
    const { folder } = portal;
    let { admin } = portal;
    const person = await portal.person('Full', { role: 'salesperson' });
    const { services } = portal.portal;
    const isThere = async (id: number) => (await services.files.find(id)) !== undefined;
    const night = async (milliseconds: number) => {
      portal.pass(milliseconds);
      await portal.settle();
    };
    const made = async (path: string, body: unknown) => (await admin.api('POST', path, body)).body.id as number;

    await t.test('are limited for each person, in words', async (t) => {
      const file = { name: 'x', size: 1, media_type: 'text/plain', sha256: '0'.repeat(64), created_by: person.id, created_at: portal.now() };
      const nothing = { record_type: null, record_id: null, attached_at: null, removed_at: null };
      await services.db.write((tx) =>
        tx.insertMany(
          'files',
          Array.from({ length: 199 }, () => ({ ...file, ...nothing })),
        ),
      );
      const last = await bring(person, 'last');
      t.type(last, 'number');
      const form = new FormData();
      form.set('file', new Blob(['one more']), 'more.txt');
      const refused = await person.api('POST', 'files', form);
      t.match(refused, { status: 413, body: { code: 'too-much-unattached', detail: /200 files with 2 GB/ } });
      t.equal((await tusOf(portal, person).begin(1)).body.code, 'too-much-unattached');
      const lead = (await person.api('POST', 'crm/leads', { title: 'Nova' })).body.id;
      await person.api('POST', 'record-files', { recordType: 'crm.lead', recordId: lead, fileIds: [last] });
      t.equal((await tusOf(portal, person).begin(1)).status, 201, 'what is attached makes room');
    });

    await t.test('go after two days, and everything in use stays', async (t) => {
      const deal = await made('crm/deals', { title: 'Portão' });
      const lead = await made('crm/leads', { title: 'Grade' });
      const used: Record<string, number> = {};
      used['a photo'] = await uploadFile(admin, onePoint, 'me.png', 'image/png');
      t.equal((await admin.api('PATCH', 'session', { photoId: used['a photo'] })).status, 200);
      used['the logo'] = await uploadFile(admin, Buffer.from(onePoint), 'logo.png', 'image/png');
      t.equal((await admin.api('PATCH', 'settings/company', { logoId: used['the logo'] })).status, 200);
      used['the file of a field'] = await bring(admin, 'contract');
      t.equal((await admin.api('PATCH', `crm/deals/${deal}`, { contractFileId: used['the file of a field'] })).status, 200);
      used['one at a record'] = await bring(admin, 'plan');
      await admin.api('POST', 'record-files', { recordType: 'crm.lead', recordId: lead, fileIds: [used['one at a record']] });
      used['one taken away that can be given back'] = await bring(admin, 'old plan');
      await admin.api('POST', 'record-files', { recordType: 'crm.lead', recordId: lead, fileIds: [used['one taken away that can be given back']] });
      await admin.api('DELETE', `record-files/${used['one taken away that can be given back']}`);
      used['one of a comment'] = await bring(admin, 'measures');
      const comment = await made('comments', { recordType: 'crm.lead', recordId: lead, html: '', fileIds: [used['one of a comment']] });
      used['one of a removed comment'] = await bring(admin, 'wrong measures');
      const removed = await made('comments', { recordType: 'crm.lead', recordId: lead, html: '', fileIds: [used['one of a removed comment']] });
      t.equal((await admin.api('DELETE', `comments/${removed}`)).status, 200);
      t.ok(comment);
      used['one that waits in a mail'] = await bring(admin, 'annex');
      const content = { language: 'en', subject: 'Annex', heading: 'Annex', paragraphs: ['Here it is.'] };
      const attachments = [used['one that waits in a mail']];
      await services.db.write((tx) => services.mail.queue(tx, { to: 'rui@example.com', content, attachments, senderId: null }));
      // As a module would that names files in a column without making them its own.
      used['one that a column names'] = await bring(admin, 'only named');
      const named = await made('crm/deals', { title: 'Escada' });
      const column = { contract_file_id: used['one that a column names'] };
      await services.db.write(({ q }) =>
        q
          .updateTable('crm_deals' as never)
          .set(column as never)
          .where('id' as never, '=', named as never)
          .execute(),
      );
      const [loose, fresh] = [await bring(admin, 'loose'), await tusOf(portal, admin).begin(5)];
      await tusOf(portal, admin).append(fresh.body.token, 0, 'inpar');
      const parts = (await tusOf(portal, admin).finish(fresh.body.token)).body.id;

      await admin.api('POST', 'modules/sales/park', {});
      await admin.api('POST', 'modules/crm/park', {});
      await night(DAY + HOUR);
      t.ok(await isThere(loose), 'not before its time');
      await night(2 * DAY);
      for (const id of [loose, parts]) t.notOk(await isThere(id), 'what belongs to nothing has gone');
      for (const [what, id] of Object.entries(used)) t.ok(await isThere(id), `${what} stays`);
      await admin.api('POST', 'modules/crm/resume', {});
      t.equal((await admin.api('POST', `record-files/${used['one taken away that can be given back']}/restore`)).status, 200);
      t.equal((await admin.api('GET', `files/${used['the file of a field']}`)).body, 'contract');
      t.equal((await admin.api('GET', `people/${admin.id}/photo`)).status, 200);

      await t.test('a photo that was replaced can be had back for thirty days', async (t) => {
        const other = await uploadFile(admin, onePoint, 'other.png', 'image/png');
        const wear = async (photoId: number | null) => (await admin.api('PATCH', 'session', { photoId })).status;
        t.equal(await wear(other), 200);
        await night(4 * DAY);
        t.equal(await wear(used['a photo'] as number), 200);
        await night(31 * DAY);
        admin = await portal.signIn('ana@aurora.example', password);
        t.ok(await isThere(used['a photo'] as number));
        t.notOk(await isThere(other));
      });
      await t.test('a file belongs to one thing', async (t) => {
        const taken = { title: 'Outro', contractFileId: used['one at a record'] };
        t.equal((await admin.api('POST', 'crm/deals', taken)).body.errors[0].path, 'contractFileId');
        t.equal((await admin.api('PATCH', 'session', { photoId: used['the logo'] })).body.errors[0].path, 'photoId');
      });
    });

    await t.test('and contents that no file has are not left on the disk', async (t) => {
      const put = (content: string, days: number, ending = '') => {
        const hash = createHash('sha256').update(content).digest('hex');
        const path = join(folder, 'files', hash.slice(0, 2), hash);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(`${path}${ending}`, content);
        const at = new Date(Date.parse(portal.now()) - days * DAY);
        utimesSync(`${path}${ending}`, at, at);
        return path;
      };
      const kept = (await services.files.find(await bring(admin, 'kept'))) as { sha256: string };
      const lead = await made('crm/leads', { title: 'Fica' });
      const { id } = (await admin.api('GET', 'record-files?recordType=crm.lead&recordId=1')).body.items[0];
      const mine = await bring(admin, 'aside');
      await admin.api('POST', 'record-files', { recordType: 'crm.lead', recordId: lead, fileIds: [mine] });
      const aside = services.files.pathOf(((await services.files.find(mine)) as { sha256: string }).sha256);
      // Killed between a content and its row; while one was discarded that is wanted after all; while one was written.
      const [old, recent] = [put('no row, old', 30), put('no row, new', 1)];
      renameSync(aside, `${aside}.gone`);
      const gone = put('discarded halfway', 30, '.gone');
      const part = join(folder, 'files', '.0123456789abcdef01234567.part');
      writeFileSync(part, 'half');
      utimesSync(part, new Date(portal.now()), new Date(portal.now()));
      await night(0);
      t.ok(existsSync(old), 'only at night');
      await night(DAY);
      t.notOk(existsSync(old));
      t.notOk(existsSync(`${gone}.gone`));
      t.ok(existsSync(recent), 'it may be about to get its row, or a snapshot may name it');
      t.equal((await admin.api('GET', `files/${mine}`)).body, 'aside', 'put back');
      t.ok(existsSync(services.files.pathOf(kept.sha256)));
      t.equal((await admin.api('GET', `files/${id}`)).status, 200);
      await night(9 * DAY);
      for (const path of [recent, part]) t.notOk(existsSync(path));
      await night(9 * DAY);
      t.notOk(existsSync(services.files.pathOf(kept.sha256)), 'what was let go follows when no snapshot names it');
    });
  });
}
