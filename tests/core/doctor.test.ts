import { once } from 'node:events';
import { chmod, readdir, stat, truncate } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { type Health, type HealthCheckName, healthChecks } from '../../server/contracts/core/health.js';
import { sede, setUpFolder, startProcess } from '../support/process.js';

const shape = { check: String, title: String, state: /^(ok|look|broken)$/, text: String };

t.test('sede doctor', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  t.teardown(() => server.close());
  const { data } = await setUpFolder(t, `[server]\nhost = "127.0.0.1"\nport = ${port}\n`);
  const look = async () => {
    const { code, out, err } = await sede(['doctor', '--json', '--data', data]);
    t.equal(err, '');
    const health = JSON.parse(out) as Health;
    return { code, health, one: (name: HealthCheckName) => health.checks.find(({ check }) => check === name) };
  };

  await t.test('beside a portal that is stopped: every check, in a shape that stays', async (t) => {
    const [key = ''] = (await readdir(join(data, 'keys'))).filter((name) => !name.endsWith('.json'));
    await chmod(join(data, 'keys', key), 0o644);
    const { code, health, one } = await look();
    t.equal(code, 0, 'worth a look is not broken');
    t.same(
      health.checks.map(({ check }) => check),
      healthChecks,
    );
    for (const check of health.checks) {
      t.match(check, shape);
      t.same(Object.keys(check), ['check', 'title', 'state', 'text', 'command', 'page', 'action']);
    }
    t.match(one('process'), { state: 'ok', text: 'The portal is not running.' });
    t.match(one('port'), { state: 'look', text: `Another program holds ${port}: with this port the portal cannot start.`, command: /^ss / });
    t.match(one('backups'), { state: 'look', command: `sede backup now --data ${data}` });
    t.match(one('folder'), { state: 'look', text: `Other users of this machine can read keys/${key}, which holds a secret.` });
  });

  await t.test('beside one that runs: a line each, with what the process says of itself and the command that mends it', async (t) => {
    const portal = await startProcess(t, ['--data', data]);
    const { code, out } = await sede(['doctor', '--data', data]);
    t.equal(code, 0, out);
    t.match(out, /^ok +Database: SQLite .*, read through a moment ago\.$/m);
    t.match(out, /^ok +Process: Started (a moment|\d+ minutes?) ago, takes \d+ MB of memory/m);
    t.match(out, new RegExp(`^ok +Port: The portal listens on ${new URL(portal.url).port}\\.$`, 'm'));
    t.match(out, /^look +Rights of files: .*\n +→ chmod 600 /m);
    t.equal((await portal.end('SIGTERM')).code, 0);
  });

  await t.test('a wrong word is refused with how it is used', async (t) => {
    const wrong = await sede(['doctor', '--jsn', '--data', data]);
    t.equal(wrong.code, 2);
    t.match(wrong.err, /There is no option --jsn here\.\nsede help doctor says/);
  });

  await t.test('a database that is damaged ends it with 1, and the rest is still looked at', async (t) => {
    const file = join(data, 'sede.sqlite');
    await truncate(file, Math.floor((await stat(file)).size / 8192) * 4096);
    const { code, one } = await look();
    t.equal(code, 1);
    t.match(one('database'), { state: 'broken', text: /^The database file is damaged/ });
    t.ok(one('disk'));
    t.ok(one('folder'));
  });
});
