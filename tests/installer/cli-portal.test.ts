import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { admin, call, sede as sedeWith, setUpFolder, startProcess } from '../support/process.js';

/** As people have it by `npm start` and `npm run sede`. */
const bundled = true;
const sede = (args: readonly string[], options: Parameters<typeof sedeWith>[1] = {}) => sedeWith(args, { ...options, bundled });

t.test('a portal from set-up to sign-in', async (t) => {
  const { root, data } = await setUpFolder(t);
  const signIn = (portal: { url: string }, password: string) =>
    fetch(`${portal.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: admin.email, password }),
    });

  await t.test('it is not set up twice', async (t) => {
    const twice = await sede(['setup', '--data', data, '--answers', join(root, 'answers.toml')]);
    t.equal(twice.code, 1);
    t.match(twice.err, /is set up already/);
  });

  await t.test('modules are parked and resumed', async (t) => {
    t.match((await sede(['module', 'list', '--data', data])).out, /^crm +on\nsales +on$/m);
    t.equal((await sede(['module', 'park', 'sales', '--data', data])).out, 'sales is parked.\n');
    t.match((await sede(['module', 'list', '--data', data])).out, /^sales +parked$/m);
    t.equal((await sede(['module', 'resume', 'sales', '--data', data])).out, 'sales is on.\n');
    t.match((await sede(['module', 'add', 'telepathy', '--data', data])).err, /There are: crm, sales/i);
  });

  await t.test('a file is imported', async (t) => {
    const file = join(root, 'leads.csv');
    await writeFile(file, 'Title,Email\nFirst,first@lead.example\nSecond,second@lead.example\n');
    const done = await sede(['import', '--kind', 'leads', file, '--data', data]);
    t.equal(done.code, 0, done.err);
    t.match(done.out, /2 new, 0 changed, 0 left out, of 2/);
    t.match((await sede(['import', '--kind', 'leads', join(root, 'none.csv'), '--data', data])).err, /there is no file/);
  });

  await t.test('tokens and passwords are made while it runs', async (t) => {
    const portal = await startProcess(t, ['--data', data], { bundled });
    const make = (...more: string[]) => sede(['token', 'create', '--person', 'Ana@Aurora.example', '--name', 'report', '--data', data, ...more]);
    const token = (await make('--scopes', 'crm.lead.read')).out.trim();
    t.match(token, /^sede_[\w-]{43}$/);
    t.equal((await call(portal, token, 'GET', 'crm/leads')).status, 200);
    t.equal((await call(portal, token, 'POST', 'crm/leads', { title: 'x' })).status, 403, 'it is limited to its scopes');
    const unknown = await make('--scopes', 'crm.lead.fly');
    t.equal(unknown.code, 1);
    t.match(unknown.err, /scopes\.0: /);
    t.match((await sede(['token', 'create', '--person', 'x@y.example', '--name', 'x', '--data', data])).err, /nobody in the portal has the address/);

    t.equal((await signIn(portal, admin.password)).status, 201);
    const made = await sede(['user', 'password', admin.email, '--data', data]);
    t.equal(made.code, 0, made.err);
    t.equal((await signIn(portal, admin.password)).status, 401);
    t.equal((await signIn(portal, made.out.trim())).status, 201);
    const link = await sede(['user', 'reset', admin.email, '--data', data]);
    t.equal(link.code, 0, link.err);
    const [, secret] = /^https?:\/\/\S+\/invite\/([\w-]{43})\n$/.exec(link.out) ?? [];
    t.ok(secret, 'a link alone on its line');
    const used = await fetch(`${portal.url}/api/v1/invites/${secret}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ password: 'chosen by the link' }),
    });
    t.equal(used.status, 201, 'works while the portal runs');
    t.equal((await signIn(portal, 'chosen by the link')).status, 201);
    t.match((await sede(['user', 'reset', 'x@y.example', '--data', data])).err, /nobody in the portal has the address/);
    const short = await sede(['user', 'password', admin.email, '--stdin', '--data', data], { input: 'short\n' });
    t.equal(short.code, 1);
    t.equal((await sede(['user', 'password', admin.email, '--stdin', '--data', data], { input: 'horse battery correct\n' })).code, 0);
    t.equal((await signIn(portal, 'horse battery correct')).status, 201);
    t.equal((await portal.end('SIGTERM')).code, 0);
  });
});
