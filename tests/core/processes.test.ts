import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { eventually } from '../support/kill-load.js';
import { freshPostgres } from '../support/postgres.js';
import { admin, setUpFolder, startProcess } from '../support/process.js';

type Portal = { url: string };

const send = (portal: Portal, cookie: string, method: string, path: string, body?: unknown) =>
  fetch(`${portal.url}/api/v1/${path}`, {
    method,
    headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const cookieOf = (answer: Response) => (answer.headers.get('set-cookie') ?? '').split(';')[0] as string;

t.test('two processes on one PostgreSQL', async (t) => {
  const database = await freshPostgres();
  t.teardown(database.drop);
  const { root, data } = await setUpFolder(t, `[database]\nurl = "${database.url}"\n`, '["crm", "tasks"]');
  const second = join(root, 'second');
  await cp(data, second, { recursive: true });
  const [one, other] = [await startProcess(t, ['--data', data]), await startProcess(t, ['--data', second])];

  await t.test('see each other’s changes of people and roles', async (t) => {
    const ana = cookieOf(await send(one, '', 'POST', 'session', { email: admin.email, password: admin.password }));
    const ask = async (portal: Portal, method: string, path: string, body: unknown) => {
      const answer = await send(portal, ana, method, path, body);
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as { id: number; url: string };
    };
    const role = await ask(one, 'POST', 'roles', { name: 'Readers', grants: { 'crm.lead.read': 'all' } });
    const person = await ask(one, 'POST', 'people', { name: 'Bruno Lima', email: 'bruno@aurora.example', roleIds: [role.id] });
    const invite = await ask(one, 'POST', `people/${person.id}/invite`, {});
    const bruno = cookieOf(await send(one, '', 'POST', `invites/${invite.url.split('/').at(-1)}`, { password: admin.password }));
    const leads = async (portal: Portal) => (await send(portal, bruno, 'GET', 'crm/leads')).status;
    t.equal(await leads(one), 200);
    t.ok(await eventually(async () => (await leads(other)) === 200), 'whoever was invited in the first process works in the second');
    await ask(other, 'PATCH', `roles/${role.id}`, { grants: {} });
    t.equal(await leads(other), 403);
    t.ok(await eventually(async () => (await leads(one)) === 403), 'what the second took from a role is gone in the first');
    await ask(one, 'PATCH', `roles/${role.id}`, { grants: { 'crm.lead.read': 'own' } });
    t.ok(await eventually(async () => (await leads(other)) === 200), 'and back');
  });
  await t.test('see each other’s changes of who works in a project', async (t) => {
    const ana = cookieOf(await send(one, '', 'POST', 'session', { email: admin.email, password: admin.password }));
    const ask = async (portal: Portal, method: string, path: string, body: unknown) =>
      (await (await send(portal, ana, method, path, body)).json()) as { id: number; url: string };
    const role = await ask(one, 'POST', 'roles', { name: 'Workers', grants: { 'tasks.task.read': 'own', 'tasks.project.read': 'own' } });
    const person = await ask(one, 'POST', 'people', { name: 'Carla Dias', email: 'carla@aurora.example', roleIds: [role.id] });
    const invite = await ask(one, 'POST', `people/${person.id}/invite`, {});
    const carla = cookieOf(await send(one, '', 'POST', `invites/${invite.url.split('/').at(-1)}`, { password: admin.password }));
    const project = await ask(one, 'POST', 'tasks/projects', { name: 'Secret', visibility: 'secret' });
    const task = await ask(one, 'POST', 'tasks/tasks', { title: 'Within', projectId: project.id });
    const seen = async (portal: Portal) => (await send(portal, carla, 'GET', `tasks/tasks/${task.id}`)).status;
    t.ok(await eventually(async () => (await seen(other)) === 404), 'a stranger sees nothing of it');
    await ask(one, 'PATCH', `tasks/projects/${project.id}`, { memberIds: [person.id] });
    t.ok(await eventually(async () => (await seen(other)) === 200), 'a new member sees its tasks in the other process');
    await ask(other, 'PATCH', `tasks/projects/${project.id}`, { memberIds: [] });
    t.ok(await eventually(async () => (await seen(one)) === 404), 'and nothing any more in either once she is none');
  });
  for (const portal of [one, other]) await portal.end('SIGTERM');
});
