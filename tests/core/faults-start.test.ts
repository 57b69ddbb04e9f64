import { once } from 'node:events';
import { chmod, chown, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import t from 'tap';
import { answers, ownFolder, sede, setUpFolder, startProcess, startRefused } from '../support/process.js';

const nobody = 65_534;

t.test('one folder, one process', async (t) => {
  const { data, root, token } = await setUpFolder(t);
  const portal = await startProcess(t, ['--data', data]);

  await t.test('a second portal on the same folder is refused', async (t) => {
    const second = await startRefused(['--data', data, '--port', '0']);
    t.equal(second.code, 1);
    t.match(second.err, /Sede cannot start: The data folder .* is in use by another Sede process/);
  });

  await t.test('commands that need the folder say so, the others work', async (t) => {
    const upgrade = await sede(['upgrade', '--data', data]);
    t.equal(upgrade.code, 1);
    t.match(upgrade.err, /in use by another Sede process/);
    t.equal((await sede(['module', 'park', 'sales', '--data', data])).code, 0);
    t.equal((await sede(['doctor', '--data', data])).code, 0);
    t.equal((await sede(['backup', '--data', data, '--to', join(root, 'running.tar.gz')])).code, 0);
  });

  await t.test('a port that is taken is named', async (t) => {
    const other = await ownFolder(t);
    const taken = await startRefused(['--data', join(other, 'data'), '--host', '127.0.0.1', '--port', new URL(portal.url).port]);
    t.equal(taken.code, 1);
    t.match(taken.err, new RegExp(`another program uses the port ${new URL(portal.url).port}\\. .*--port N`));
  });

  await t.test('a signal lets the request under way be answered, then the process ends with 0', async (t) => {
    const body = JSON.stringify({ title: 'Sent slowly' });
    const slow = request(`${portal.url}/api/v1/crm/leads`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': body.length },
    });
    const answered = once(slow, 'response');
    slow.write(body.slice(0, 5));
    await new Promise((resolve) => setTimeout(resolve, 200));
    portal.child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await t.rejects(fetch(`${portal.url}/healthz`), 'nothing new is taken');
    slow.end(body.slice(5));
    const [response] = await answered;
    t.equal(response.statusCode, 201);
    response.resume();
    const { code, err } = await portal.finished;
    t.equal(code, 0, err);
  });
});

t.test('what cannot work is named', async (t) => {
  const root = await ownFolder(t);

  await t.test('wrong values of the configuration', async (t) => {
    const cases: [toml: string, args: string[], said: RegExp][] = [
      ['', ['--port', 'eighty'], /port must be a whole number from 0 to 65535, not "eighty"/],
      ['', ['--prot', '80'], /--prot.*Known options: --data DIR --port N --host H/s],
      ['[server]\nport = 70000', [], /port must be a whole number/],
      ['[server]\nbase_path = "portal"', [], /server\.base_path must look like "\/portal"/],
      ['[backup]\nhour = 24', [], /backup\.hour must be a whole number from 0 to 23, not "24"/],
      ['[database]\nurl = "mysql://x"', [], /database\.url must begin with postgres:\/\//],
      ['[databse]\nurl = "postgres://x/y"', [], /\[databse\] is not known; there is: \[server\], \[database\]/],
      ['[server]\nprot = 81\n[backups]\nhour = 3', [], /server\.prot is not known; in \[server\] there is: port, host, .*\[backups\] is not known/s],
      ['port = 81', [], /port stands outside its table; it belongs below \[server\]/],
      ['server = 81', [], /server must be a table: \[server\]/],
      ['[server]\ntrust_proxy = "yes"', [], /server\.trust_proxy must be true or false, not "yes"/],
      ['[server\nport = 1', [], /config\.toml is not valid TOML/],
    ];
    const refused = cases.map(async ([toml, args, said], i) => {
      const folder = join(root, `wrong-${i}`);
      await mkdir(folder);
      await writeFile(join(folder, 'config.toml'), toml);
      const { code, err } = await startRefused(['--data', folder, ...args]);
      t.equal(code, 1);
      t.match(err, said);
      t.notMatch(err, /\n\s+at /, 'without a trace');
    });
    await Promise.all(refused);
  });

  await t.test('a PostgreSQL that is not there', async (t) => {
    await mkdir(join(root, 'pg'));
    await writeFile(join(root, 'pg', 'config.toml'), '[database]\nurl = "postgres://127.0.0.1:1/x"');
    const { code, err } = await startRefused(['--data', join(root, 'pg'), '--port', '0']);
    t.equal(code, 1);
    t.match(err, /PostgreSQL does not answer \(.*ECONNREFUSED.*127\.0\.0\.1:1\)\. Is it running.*database\.url in config\.toml/);
  });

  await t.test('a folder that cannot be written to', async (t) => {
    const folder = join(root, 'read-only');
    await mkdir(folder);
    const asRoot = process.getuid?.() === 0;
    if (asRoot) await chown(root, nobody, nobody);
    await chmod(folder, 0o555);
    const { code, err } = await startRefused(['--data', folder, '--port', '0'], asRoot ? { uid: nobody } : {});
    t.equal(code, 1);
    t.match(err, /Sede cannot start: .*cannot be written to/);
    t.notMatch(err, /\n\s+at /, 'without a trace');
  });

  await t.test('a data folder that is a file, or lies below one', async (t) => {
    const file = join(root, 'a-file');
    await writeFile(file, '');
    for (const [data, said] of [
      [file, /a-file is a file and no folder\. .*--data/],
      [join(file, 'data'), /a-file.* cannot be written to \(ENOTDIR\)/],
    ] as const) {
      const { code, err } = await startRefused(['--data', data, '--port', '0']);
      t.equal(code, 1);
      t.match(err, said);
      t.notMatch(err, /\n\s+at /, 'without a trace');
    }
  });

  await t.test('a folder with backups or archives whose database is gone', async (t) => {
    const folder = join(root, 'stripped');
    const [set, archive] = [join('backups', 'sets', '2026-03-04T05-06-07Z'), join('archives', 'sales-2026-03-04T05-06-07Z.sede-archive')];
    await mkdir(join(folder, set), { recursive: true });
    await mkdir(join(folder, 'archives'));
    await writeFile(join(folder, archive), '');
    const file = join(root, 'answers.toml');
    await writeFile(file, answers());
    for (const { code, err } of [await startRefused(['--data', folder, '--port', '0']), await sede(['setup', '--answers', file, '--data', folder])]) {
      t.equal(code, 1);
      t.match(err, /sede.sqlite is not there, only .*stripped.backups and .*archives. .* sede restore .*backups --data NEW-FOLDER/);
      t.notMatch(err, /\n\s+at /, 'without a trace');
    }
    t.same((await readdir(folder)).sort(), ['archives', 'backups'], 'nothing is begun in it');
    for (const name of ['nightly-2026-03-04T05-06-07Z.sqlite', 'before-0.2.0-2026-03-04T05-06-07Z.sqlite', 'sede-aurora-2026-03-04-0506.tar.gz.sealed']) {
      const other = join(root, name);
      await mkdir(join(other, 'backups'), { recursive: true });
      await writeFile(join(other, 'backups', name), '');
      const { code, err } = await startRefused(['--data', other, '--port', '0']);
      t.equal(code, 1);
      t.ok(err.includes(`sede restore ${join(other, 'backups', name)} --data NEW-FOLDER`), `nor where there is only ${name}: ${err}`);
      t.same(await readdir(other), ['backups']);
    }
  });

  await t.test('a file that is no database', async (t) => {
    const folder = join(root, 'no-database');
    await mkdir(folder);
    await writeFile(join(folder, 'sede.sqlite'), 'This is not a database at all. '.repeat(400));
    const { code, err } = await startRefused(['--data', folder, '--port', '0']);
    t.equal(code, 1);
    t.match(err, /is damaged.*file is not a database.*There is no sound backup/s);
    t.match(await readFile(join(folder, 'sede.sqlite'), 'utf8'), /^This is not/, 'it is left as it is');
  });
});
