import t from 'tap';
import { dayIn } from '../../../server/core/db/days.js';
import { dialects } from '../../support/portal.js';
import { expect, newTask, startTasks, working } from './tasks-portal.js';

const day = 86_400_000;

for (const dialect of dialects) {
  t.test(`templates on ${dialect}`, async (t) => {
    const p = await startTasks(t, dialect);
    // A working day: from then on the days of a template are counted.
    p.passTo('12:00', { weekday: 1 });
    const { admin } = p;
    const bruno = await p.person('Bruno', { grants: working('own') });
    const carla = await p.person('Carla', { grants: working('own') });
    const reader = await p.person('Reader', { grants: { 'tasks.task.read': 'all' } });
    const at = (days: number) => new Date(Date.parse(p.now()) + days * day).toISOString();
    const use = (who: typeof admin, id: number, body: object = {}, status = 201) => expect(who.api('POST', `tasks/templates/${id}/use`, body), status);

    await t.test('a task comes back with its checklist, subtasks, people and days', async (t) => {
      const draft = { title: 'New customer', description: '<p>Call <strong>twice</strong></p>', deadlineAt: at(7), helperIds: [carla.id], tags: ['start'] };
      const root = await newTask(bruno, { ...draft, priority: 'high', needsResult: true, estimateMinutes: 90 });
      const list = await expect(bruno.api('POST', `tasks/tasks/${root.id}/checks`, { text: 'Papers' }), 201);
      await expect(bruno.api('POST', `tasks/tasks/${root.id}/checks`, { text: 'Contract', parentId: list.id, personId: carla.id }), 201);
      const child = await newTask(bruno, { title: 'Open the account', parentId: root.id });
      await newTask(bruno, { title: 'Send the key', parentId: child.id, deadlineAt: at(1) });
      const saved = await expect(bruno.api('POST', 'tasks/templates', { name: 'Welcome', taskId: root.id }), 201);
      t.match(saved, { of: 'task', shared: false, taskCount: 3, mayChange: true, project: null });
      t.equal(saved.tasks[0].deadlineInDays, 5, 'a week is five working days');

      const made = await use(bruno, saved.id, { startOn: '2031-05-19', title: 'Welcome Padaria' });
      t.match(made, { type: 'tasks.task', title: 'Welcome Padaria', taskCount: 3 });
      const copy = await expect(bruno.api('GET', `tasks/tasks/${made.id}`), 200);
      const same = { priority: 'high', needsResult: true, estimateMinutes: 90, helperIds: [carla.id], tags: ['start'], description: draft.description };
      t.match(copy, { ...same, ownerId: bruno.id, creatorId: bruno.id, state: 'new', subtaskCount: 1, checkCount: 2 });
      t.equal(dayIn('America/Sao_Paulo', copy.deadlineAt), '2031-05-26', 'five working days after a Monday');
      const checks = (await expect(bruno.api('GET', `tasks/tasks/${made.id}/checks`), 200)).items;
      t.match(checks, [{ text: 'Papers' }, { text: 'Contract', parentId: checks[0].id, personId: carla.id, doneAt: null }]);
      const below = (await expect(bruno.api('GET', `tasks/tasks?parentId=${made.id}`), 200)).items;
      t.match(below, [{ title: 'Open the account', subtaskCount: 1 }]);
      const told = (await expect(carla.api('GET', 'notices?limit=50'), 200)).items;
      t.ok(told.some(({ code, recordId }: { code: string; recordId: number }) => code === 'tasks.task.helping' && recordId === made.id));
    });

    await t.test('is private until it is shared, and changed by whose it is', async (t) => {
      const [mine] = (await expect(bruno.api('GET', 'tasks/templates'), 200)).items;
      t.same((await expect(carla.api('GET', 'tasks/templates'), 200)).items, []);
      for (const [method, path] of [
        ['GET', ''],
        ['PATCH', ''],
        ['DELETE', ''],
        ['POST', '/use'],
      ] as const)
        await expect(carla.api(method, `tasks/templates/${mine.id}${path}`, method === 'PATCH' || method === 'POST' ? {} : undefined), 404);
      await expect(reader.api('GET', 'tasks/templates'), 403);
      await expect(bruno.api('PATCH', `tasks/templates/${mine.id}`, { shared: true, version: mine.version }), 200);
      t.match((await expect(carla.api('GET', 'tasks/templates'), 200)).items, [{ id: mine.id, mayChange: false }]);
      await expect(carla.api('PATCH', `tasks/templates/${mine.id}`, { name: 'Hers' }), 403);
      const stale = await expect(bruno.api('PATCH', `tasks/templates/${mine.id}`, { name: 'Twice', version: mine.version }), 409);
      t.equal(stale.code, 'stale-version');
      const made = await use(carla, mine.id);
      const copy = await expect(carla.api('GET', `tasks/tasks/${made.id}`), 200);
      t.same([copy.ownerId, copy.creatorId], [bruno.id, carla.id], 'who was responsible still is');
      await expect(bruno.api('DELETE', `tasks/templates/${mine.id}`), 200);
      await use(carla, mine.id, {}, 404);
      await expect(bruno.api('POST', `tasks/templates/${mine.id}/restore`), 200);
      await use(carla, mine.id);
    });

    await t.test('is edited task by task', async (t) => {
      const [{ id }] = (await expect(bruno.api('GET', 'tasks/templates'), 200)).items;
      const { tasks } = await expect(bruno.api('GET', `tasks/templates/${id}`), 200);
      const [root, , leaf] = tasks;
      const wrong = await expect(bruno.api('PATCH', `tasks/templates/${id}`, { tasks: [{ ...root, deadlineInDays: -1 }] }), 422);
      t.match(wrong.errors, [{ path: 'tasks.0.deadlineInDays' }]);
      const twice = await expect(bruno.api('PATCH', `tasks/templates/${id}`, { tasks: [root, root] }), 422);
      t.match(twice.errors, [{ path: 'tasks.1.key' }]);
      const evil = { ...root, title: 'Greet', description: '<p onclick="x()">Hi<script>x()</script></p>' };
      const changed = await expect(bruno.api('PATCH', `tasks/templates/${id}`, { tasks: [evil, leaf] }), 200);
      t.match(changed, { taskCount: 2, tasks: [{ title: 'Greet', description: '<p>Hi</p>' }, { parent: root.key }] });
    });

    await t.test('a project comes back with its board, people, dates and tasks, as a whole or not at all', async (t) => {
      const first = { name: 'Fair', visibility: 'closed', memberIds: [bruno.id], startOn: '2030-01-07', endOn: '2030-01-18', colour: 3 };
      const project = await expect(admin.api('POST', 'tasks/projects', first), 201);
      const stages = [{ name: 'Ideas' }, { name: 'Booked', limit: 4 }];
      const kept = (await expect(admin.api('GET', `tasks/projects/${project.id}/stages`), 200)).items;
      const put = await expect(admin.api('PUT', `tasks/projects/${project.id}/stages`, { stages: [...stages, { id: kept[0].id, name: 'Rest' }] }), 200);
      const [ideas, booked] = put.items;
      const parent = await newTask(admin, { title: 'Stand', projectId: project.id, stageId: booked.id, plannedStartAt: '2030-01-09T12:00:00Z' });
      const child = await newTask(admin, { title: 'Walls', projectId: project.id, stageId: ideas.id, parentId: parent.id, ownerId: bruno.id });
      await expect(admin.api('POST', 'tasks/dependencies', { fromId: child.id, toId: parent.id, kind: 'end-start', lagMinutes: 60 }), 201);
      const { taskCount } = await expect(admin.api('POST', 'tasks/templates', { name: 'Any fair', projectId: project.id, shared: true }), 201);
      t.equal(taskCount, 2);
      const { id } = (await expect(admin.api('GET', 'tasks/templates'), 200)).items.find(({ name }: { name: string }) => name === 'Any fair');
      const made = await use(admin, id, { startOn: '2031-05-19', title: 'Fair 2031' });
      t.match(await expect(bruno.api('GET', `tasks/projects/${made.id}`), 200), {
        name: 'Fair 2031',
        ...{ visibility: 'closed', memberIds: [bruno.id], colour: 3, ownerId: admin.id, taskCount: 2, startOn: '2031-05-19', endOn: '2031-05-30' },
      });
      await p.settle();
      const told = (await expect(bruno.api('GET', 'notices'), 200)).items.filter(({ url }: { url: string | null }) =>
        url?.endsWith(`/tasks/projects/${made.id}`),
      );
      t.match(told, [{ code: 'tasks.project.shared-out', title: 'A task for you in Fair 2031' }], 'one word for all that is theirs in it');
      t.equal(told.length, 1);
      const columns = (await expect(admin.api('GET', `tasks/tasks/board?projectId=${made.id}`), 200)).columns;
      t.match(columns, [{ items: [{ title: 'Walls', ownerId: bruno.id }] }, { items: [{ title: 'Stand', plannedStartAt: /^2031-05-21/ }] }, { items: [] }]);
      t.match((await expect(admin.api('GET', `tasks/dependencies?projectId=${made.id}`), 200)).items, [{ kind: 'end-start', lagMinutes: 60 }]);
      await use(admin, id, { projectId: project.id }, 422);
      await use(admin, id, { startOn: '2999-01-01' }, 422);
      const noProjects = await p.person('Tasks only', { grants: { 'tasks.task.read': 'own', 'tasks.task.create': 'own' } });
      const before = (await expect(admin.api('GET', 'tasks/projects'), 200)).items.length;
      await use(noProjects, id, {}, 403);
      t.equal((await expect(admin.api('GET', 'tasks/projects'), 200)).items.length, before, 'nothing is left of what was refused');
    });

    await t.test('begun on a day off it counts from the next working day, and a deadline on one is that of the last before it', async (t) => {
      p.passTo('12:00', { weekday: 6 });
      const task = await newTask(bruno, { title: 'Stocktaking', deadlineAt: at(7) });
      const saved = await expect(bruno.api('POST', 'tasks/templates', { name: 'Stocktaking', taskId: task.id }), 201);
      t.equal(saved.tasks[0].deadlineInDays, 4, 'from a Saturday to the next there is one week of work, from Monday to Friday');
      for (const [startOn, deadline] of [
        ['2031-05-17', '2031-05-23'],
        ['2031-05-19', '2031-05-23'],
        ['2031-05-21', '2031-05-27'],
      ] as const) {
        const made = await use(bruno, saved.id, { startOn });
        t.equal(dayIn('America/Sao_Paulo', (await expect(bruno.api('GET', `tasks/tasks/${made.id}`), 200)).deadlineAt), deadline, startOn);
      }
    });

    await t.test('two hundred tasks are made at once, more are refused', async (t) => {
      const project = await expect(admin.api('POST', 'tasks/projects', { name: 'Large' }), 201);
      await newTask(admin, { title: 'First', projectId: project.id, deadlineAt: at(1) });
      const { id, tasks } = await expect(admin.api('POST', 'tasks/templates', { name: 'Large', projectId: project.id }), 201);
      const many = (count: number) =>
        Array.from({ length: count }, (_, n) => ({ ...tasks[0], key: n, parent: n % 10 === 0 ? null : n - 1, title: `Task ${n}`, deadlineInDays: n % 30 }));
      await expect(admin.api('PATCH', `tasks/templates/${id}`, { tasks: many(201) }), 422);
      await expect(admin.api('PATCH', `tasks/templates/${id}`, { tasks: many(200) }), 200);
      const made = await use(admin, id);
      t.equal(made.taskCount, 200);
      t.equal((await expect(admin.api('GET', `tasks/projects/${made.id}`), 200)).taskCount, 200);
    });
  });
}
