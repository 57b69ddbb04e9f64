import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { commands } from '../../server/cli/commands.js';
import { admin, answers, sede, startProcess } from '../support/process.js';
import { sedeHere } from '../support/sede.js';

t.test('the command explains itself', async (t) => {
  const help = await sede(['help']);
  t.equal(help.code, 0);
  for (const name of ['serve', 'setup', 'token', 'import', 'backup', 'restore', 'module', 'user', 'doctor', 'support-bundle'])
    t.match(help.out, new RegExp(`^  ${name} `, 'm'));
  t.match((await sede(['--version'])).out, /^\d+\.\d+\.\d+\n$/);
  t.match((await sede(['help', 'restore'])).out, /^sede restore BACKUP --data DIR/);
  const unknown = await sede(['fly']);
  t.equal(unknown.code, 2);
  t.match(unknown.err, /There is no command "fly"/);
  const wrong = await sede(['backup', '--form', 'x']);
  t.equal(wrong.code, 2);
  t.match(wrong.err, /^sede backup: There is no option --form here\.\nsede help backup says how it is used\.\n$/);
});

t.test('every command has its help, knows --json, and refuses what it does not know with one JSON object', async (t) => {
  const data = join(tmpdir(), 'sede-cli-never-made');
  t.same(
    (JSON.parse((await sedeHere(['help', '--json'])).out) as { commands: { name: string }[] }).commands.map(({ name }) => name),
    Object.keys(commands),
  );
  for (const name of Object.keys(commands)) {
    const { code, out } = await sedeHere([name, '--help']);
    t.equal(code, 0);
    t.ok(out.startsWith(`sede ${name} `), `${name} begins with what it is called`);
    for (const block of out.split('\n\n')[0]?.split(/\n(?=sede )/) ?? []) t.match(block, /--json\].*--data DIR|--data DIR.*--json\]/s, `${name}: ${block}`);
    t.equal((await sedeHere(['help', name])).out, out);
    t.same(JSON.parse((await sedeHere([name, '--help', '--json'])).out), { name, usage: out.trimEnd() });
    const refused = await sedeHere([name, '--no-such-option', '--json', '--data', data]);
    t.equal(refused.code, 2, name);
    t.match(JSON.parse(refused.out), { error: /--no-such-option/ }, `${name} says it to a program`);
    t.ok(refused.err.endsWith(`\nsede help ${name} says how it is used.\n`), 'and to a person');
  }
  t.notOk(existsSync(data));
  t.match(await sedeHere(['fly', '--json']), { code: 2, out: '{"error":"There is no command \\"fly\\"."}\n' });
});

t.test('the examples of the help do what they say', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'sede-cli-'));
  t.teardown(() => rm(root, { recursive: true, force: true }));
  const data = join(root, 'data');
  const usage = async (name: string) => (await sede(['help', name])).out;
  const example = (await usage('setup'))
    .split('\n')
    .filter((line) => line.startsWith('  '))
    .join('\n');
  await writeFile(join(root, 'answers.toml'), example);
  t.match(await sede(['setup', '--answers', join(root, 'answers.toml'), '--data', data]), { code: 0, out: /^Ferragens Aurora is set up in / });
  const scopes = /such as (\S+)\./.exec(await usage('token'))?.[1] as string;
  t.match(await sede(['token', 'create', '--person', 'ana@example.com', '--name', 'x', '--scopes', scopes, '--data', data]), { code: 0, err: '' });
});

t.test('a folder in which a portal was begun and never set up is said to be so, where somebody is looked for by their address', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'sede-cli-'));
  t.teardown(() => rm(root, { recursive: true, force: true }));
  const portal = await startProcess(t, ['--data', root]);
  for (const args of [
    ['user', 'reset', admin.email],
    ['user', 'password', admin.email],
    ['token', 'create', '--person', admin.email, '--name', 'x'],
  ])
    t.match(await sede([...args, '--data', root]), { code: 1, err: /the portal in .* is not set up yet\. .*sede setup/ });
  await portal.end('SIGTERM');
});

t.test('a folder without a portal is named and not filled', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'sede-cli-'));
  t.teardown(() => rm(root, { recursive: true, force: true }));
  for (const args of [['doctor'], ['backup'], ['module', 'list'], ['module', 'park', 'crm'], ['token', 'create', '--person', 'a@b.example', '--name', 'x']]) {
    const { code, err } = await sede([...args, '--data', join(root, 'nothing')]);
    t.equal(code, 1);
    t.match(err, /there is no portal in .*nothing/);
  }

  await t.test('wrong answers are named by their path in the file, all at once, before anything is made', async (t) => {
    const file = join(root, 'answers.toml');
    await writeFile(
      file,
      answers('["crm", "telepathy"]').replace('country = "BR"', 'country = "XX"\ntime_zone = "Mars/Base"').replace(admin.password, 'short'),
    );
    const refused = await sede(['setup', '--data', join(root, 'nothing'), '--answers', file]);
    t.equal(refused.code, 1);
    for (const path of ['company.country', 'company.time_zone', 'admin.password', 'modules.install']) t.match(refused.err, new RegExp(`^  ${path}: `, 'm'));
    await writeFile(file, `colour = "red"\n${answers().replace('"BR"', '55')}`);
    const strange = await sede(['setup', '--data', join(root, 'nothing'), '--answers', file]);
    t.equal(strange.code, 1);
    t.match(strange.err, /^ {2}colour is not known here$/m);
    t.match(strange.err, /^ {2}company\.country must be a text in quotes$/m);
    t.match((await sede(['setup', '--data', join(root, 'nothing'), '--answers', join(root, 'none')])).err, /cannot be read/);
    t.notOk((await readdir(root)).includes('nothing'));
  });
});
