import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { create, extract } from 'tar';
import { migrations } from '../../migrations/core/index.js';
import { writeBackup } from '../../server/core/backup/archive.js';
import { restoreBackup } from '../../server/core/backup/restore.js';
import { dialects, startPortal } from '../support/portal.js';
import { freshPostgres } from '../support/postgres.js';
import { ownFolder } from '../support/process.js';

for (const dialect of dialects) {
  t.test(`what is not restored on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect, modules: [] });
    const root = await ownFolder(t);
    const file = join(root, 'all.tar.gz');
    const backup = { folder: p.folder, db: p.portal.services.db, target: file, version: '0.1.0', company: 'Aurora', now: p.now() };
    await writeBackup(backup);
    let databaseUrl: string | undefined;
    if (dialect === 'postgres') {
      const other = await freshPostgres();
      t.teardown(other.drop);
      databaseUrl = other.url;
    }
    const restore = (source: string, folder: string) =>
      restoreBackup({ source, folder: join(root, folder), databaseUrl, migrations: [{ module: 'core', migrations }], now: p.now() });

    await t.test('one that is damaged, cut off or no backup at all; nothing is left', async (t) => {
      const bytes = await readFile(file);
      const changed = Buffer.concat([bytes.subarray(0, 900), Buffer.alloc(64), bytes.subarray(964)]);
      for (const content of [bytes.subarray(0, bytes.length - 700), changed, Buffer.from('no archive'), Buffer.alloc(0)]) {
        const damaged = join(root, 'damaged.tar.gz');
        await writeFile(damaged, content);
        await t.rejects(restore(damaged, 'never'), /cannot be unpacked|is damaged|no backup of Sede|not a backup of Sede/);
        t.notOk((await readdir(root)).includes('never'));
      }
      await writeFile(join(root, 'passwd'), 'no archive');
      await t.rejects(restore(join(root, 'passwd'), 'never'), /passwd is no backup of Sede/);
      await t.rejects(restore(join(root, 'none.tar.gz'), 'never'), /There is no .*none/);
    });

    await t.test('one whose files are not those of its manifest', async (t) => {
      const inside = await ownFolder(t);
      await extract({ file, cwd: inside });
      const names = ['manifest.json', dialect === 'sqlite' ? 'sede.sqlite' : 'database.ndjson.gz', 'keys/secret.key'];
      const forged = join(root, 'forged.tar.gz');
      await mkdir(join(root, 'empty'));
      await create({ file: forged, cwd: inside, gzip: true }, names.slice(0, 2));
      await t.rejects(restore(forged, 'empty'), /keys\/secret\.key is missing/);
      await writeFile(join(inside, 'more'), 'more');
      await create({ file: forged, cwd: inside, gzip: true }, [...names, 'more']);
      await t.rejects(restore(forged, 'empty'), /holds more, which its manifest does not name/);
      await writeFile(join(inside, 'keys', 'secret.key'), 'another key');
      await create({ file: forged, cwd: inside, gzip: true }, names);
      await t.rejects(restore(forged, 'empty'), /keys\/secret\.key is not what it was/);
      t.same(await readdir(join(root, 'empty')), [], 'the folder that was there is empty as before');
    });

    await t.test('one that was made by a newer version', async (t) => {
      const inside = await ownFolder(t);
      await writeFile(join(inside, 'manifest.json'), JSON.stringify({ format: 2, version: '9.0.0', files: {}, rows: {} }));
      const newer = join(root, 'newer.tar.gz');
      await create({ file: newer, cwd: inside, gzip: true }, ['manifest.json']);
      await t.rejects(restore(newer, 'never'), /made by a newer Sede \(9\.0\.0\)/);
    });

    await t.test('over something that is there', async (t) => {
      await t.rejects(writeBackup(backup), /is there already/);
      const done = await restore(file, 'restored');
      t.equal(done.rows.people, 1);
      await t.rejects(restore(file, 'restored'), /is not empty/);
      // As a restore that was killed would leave it; but a portal has begun in the folder since.
      await mkdir(join(root, 'restored', '.restoring-abc'));
      for (const name of ['.restoring-abc/sede.sqlite', 'sede.lock']) await writeFile(join(root, 'restored', name), '');
      const before = await readdir(join(root, 'restored'));
      await t.rejects(restore(file, 'restored'), /is not empty/);
      t.same(await readdir(join(root, 'restored')), before, 'nothing of it is cleared away');
      if (dialect === 'sqlite') return;
      await t.rejects(restore(file, 'never'), /PostgreSQL database is not empty/);
      t.notOk((await readdir(root)).includes('never'));
    });
  });
}
