import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { commands } from '../../server/cli/commands.js';
import { lockBackups, lockCommands, lockFolder } from '../../server/core/backup/folder-lock.js';
import { admin, call, sede as sedeWith, setUpFolder, startProcess } from '../support/process.js';
import { sedeHere } from '../support/sede.js';

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
    const named = join(root, 'named.csv');
    await writeFile(named, 'Title,Owner\nThird,Anninha\nFourth,Zé\n');
    const load = (...more: string[]) => sedeHere(['import', '--kind', 'leads', named, '--data', data, '--json', ...more]);
    const refused = await load('--name', 'Anninha=x@y.example');
    t.match([refused.code, JSON.parse(refused.out)], [1, { error: /x@y.example is nobody here/ }], 'who is meant must be here');
    t.match((await load('--name', 'Bia=Ana Souza')).out, /Bia is not in “Owner”/, 'and the name in the file');
    t.equal((await load('--name', 'Anninha')).code, 2, 'and both be said');
    const mixed = await load('--name', `anninha=${admin.email}`, '--unknown-people', 'leave-out');
    t.match([mixed.code, JSON.parse(mixed.out)], [3, { created: 1, failed: 1, notes: [] }], 'a name stands for a colleague, the others are left out');
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
    t.equal(new URL(link.out).port, new URL(portal.url).port, 'to where the portal is served, not where it is set to be');
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

  const file = join(root, 'leads.csv');
  const here = async (name: string, args: readonly string[]) => {
    const { code, out, err } = await sedeHere([name, ...args, '--json', ...(args.includes('--data') ? [] : ['--data', data])]);
    return { code, err, error: (JSON.parse(out) as { error?: string }).error };
  };

  await t.test('every command refuses wrong input with a sentence, also for programs, and nothing has changed', async (t) => {
    const none = join(root, 'none');
    const wrong: Record<string, [args: string[], said: RegExp][]> = {
      serve: [[['--port', 'x'], /port must be a whole number/]],
      setup: [
        [[], /--answers FILE/],
        [['--answers', none], /none cannot be read/],
        [['--answers', file], /leads.csv cannot be read/],
      ],
      token: [
        [['create', '--person', admin.email], /--name NAME/],
        [['create', '--person', 'x@y.example', '--name', 'x'], /nobody in the portal/],
        [['create', '--person', admin.email, '--name', 'x', '--scopes', 'crm.lead.view'], /scopes/],
      ],
      import: [
        [['--kind', 'leads', none], /there is no file/],
        [['--kind', 'leads', root], /there is no file/],
        [['--kind', 'telepathy', file], /kind/],
        [['--kind', 'leads', file, '--map', file], /leads.csv cannot be read/],
        [['--kind', 'leads', file, '--currency', 'Euro'], /currency/],
      ],
      backup: [
        [['--to', join(none, 'x')], /there is no folder/],
        [['--hour', '3'], /--hour cannot go with sede backup alone/],
        [['list', '--plain'], /--plain cannot go with sede backup list/],
        [['remove', '../../files'], /there is no backup/],
        [['key', 'SEDE-1'], /52 letters/],
        [['key'], /Which key\?.*--new/],
        [['key', 'SEDE-1', '--new'], /says nothing here/],
        [['diff', 'x', '--alone'], /--alone cannot go with sede backup diff/],
      ],
      restore: [
        [[none, '--data', join(root, 'new')], /There is no .*none/],
        [[file, '--data', join(root, 'new')], /is no backup of Sede/],
        [[file], /is not empty/],
      ],
      module: [
        [['park', 'telepathy'], /There are: crm/i],
        [['park', 'sales', '--with-archive'], /--with-archive cannot go with sede module park/],
        [['purge', 'sales'], /--confirm sales/],
        [['attach', root], /cannot be read/],
      ],
      user: [
        [['reset', admin.email, '--stdin'], /--stdin cannot go with sede user reset/],
        [['password', 'x@y.example'], /nobody in the portal/],
      ],
      audit: [[['verify', '--noted', '7'], /--noted is/]],
      upgrade: [[['now'], /now/]],
      rollback: [[[], /nothing was upgraded here/]],
      privacy: [
        [['apply', '--list', none], /there is no/],
        [['apply', '--list', file], /cannot be read as a list/],
      ],
      doctor: [[['--port', '1'], /--port/]],
      'support-bundle': [
        [['--out', root], /is there already/],
        [['--out', join(none, 'x.zip')], /there is no folder/],
      ],
    };
    t.same(Object.keys(wrong), Object.keys(commands), 'none is left out');
    const state = async () => [
      (await readdir(root, { recursive: true })).filter((path) => !/logs|backups$|-wal$|-shm$|\.lock$/.test(path)).sort(),
      JSON.parse((await sedeHere(['audit', 'verify', '--json', '--data', data])).out),
    ];
    const before = await state();
    for (const [name, each] of Object.entries(wrong))
      for (const [args, said] of each) {
        const { code, err, error } = await here(name, args);
        t.ok(code === 1 || code === 2, `${name} ${args.join(' ')} ended with ${code}`);
        t.match(error, said);
        t.match(err, said);
        t.notMatch(err, /^\s+at /m, 'a sentence, not where in the program');
      }
    t.same(await state(), before);
  });

  await t.test('none changes a portal while another does', async (t) => {
    const list = join(root, 'erased.json');
    await writeFile(list, '[]');
    const twice: Record<string, string[][]> = {
      serve: [[]],
      setup: [['--answers', join(root, 'answers.toml')]],
      token: [['create', '--person', admin.email, '--name', 'x']],
      import: [['--kind', 'leads', file]],
      backup: [[], ['now'], ['verify'], ['remove', 'x'], ['key', 'SEDE-'.padEnd(57, '0')], ['key', '--new'], ['plan', '--hour', '4'], ['diff', 'x']],
      module: [['park', 'sales']],
      user: [
        ['reset', admin.email],
        ['password', admin.email],
      ],
      upgrade: [[]],
      rollback: [[]],
      privacy: [['apply', '--list', list]],
    };
    const onlyLook = ['audit', 'doctor', 'support-bundle'];
    t.same([...Object.keys(twice), ...onlyLook, 'restore'].sort(), Object.keys(commands).sort(), 'none is left out; restore makes a folder of its own');
    const held = [lockFolder(data), lockBackups(data), lockCommands(data), lockCommands(data, 'backup-file')];
    for (const [name, each] of Object.entries(twice))
      for (const args of each)
        t.match(await here(name, args), { code: 1, error: /in use by another|another (such )?(command|backup)/i }, `${name} ${args.join(' ')}`);
    for (const free of held) free();
  });
});
