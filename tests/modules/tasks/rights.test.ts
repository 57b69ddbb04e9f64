import t from 'tap';
import { openLive } from '../../support/live-socket.js';
import { dialects, type Visitor } from '../../support/portal.js';
import { expect, newTask, startTasks, working } from './tasks-portal.js';

for (const dialect of dialects) {
  t.test(`who sees which tasks on ${dialect}`, async (t) => {
    const p = await startTasks(t, dialect);
    const [north, south] = [await p.department('North'), await p.department('South')];
    const own = (name: string, departmentId?: number) => p.person(name, { grants: working('own'), ...(departmentId ? { departmentId } : {}) });
    const [bruno, carla, dora, eva] = [await own('Bruno', north.id), await own('Carla', south.id), await own('Dora', south.id), await own('Eva')];
    const head = await p.person('Head', { grants: working('department'), departmentId: north.id });
    const project = (draft: Record<string, unknown>) => expect(p.admin.api('POST', 'tasks/projects', draft), 201);
    const open = await project({ name: 'Open', visibility: 'open' });
    const closed = await project({ name: 'Closed', visibility: 'closed', memberIds: [carla.id] });
    const secret = await project({ name: 'Secret', visibility: 'secret', departmentIds: [south.id], memberIds: [bruno.id] });
    const set = (title: string, draft: Record<string, unknown>) => newTask(p.admin, { title: `Errand ${title}`, ownerId: p.admin.id, ...draft });
    await set('of Bruno', { ownerId: bruno.id });
    await set('Carla helps with', { helperIds: [carla.id] });
    await set('Dora watches', { observerIds: [dora.id], tags: ['x'] });
    await set('in the open project', { projectId: open.id });
    await set('in the closed project', { projectId: closed.id });
    const hidden = await set('in the secret project', { projectId: secret.id });
    await set('of nobody', { ownerId: null });
    await newTask(eva, { title: 'Errand set by Eva', ownerId: bruno.id });

    const seen: [string, Visitor, string[]][] = [
      ['Bruno', bruno, ['in the open project', 'in the secret project', 'of Bruno', 'set by Eva']],
      ['Carla', carla, ['Carla helps with', 'in the closed project', 'in the open project', 'in the secret project']],
      ['Dora', dora, ['Dora watches', 'in the open project', 'in the secret project']],
      ['Eva', eva, ['in the open project', 'set by Eva']],
      ['the head', head, ['in the open project', 'of Bruno', 'set by Eva']],
    ];

    await t.test('lists, counts, search, exports and changes of many show each person the same', async (t) => {
      const titles = (items: { title: string }[]) => items.map(({ title }) => title.replace('Errand ', '')).sort();
      for (const [name, who, wanted] of seen) {
        const plain = await expect(who.api('GET', 'tasks/tasks?total=true'), 200);
        t.same(titles(plain.items), wanted, `the list of ${name}`);
        t.equal(plain.total, wanted.length, `the number of ${name}`);
        const filtered = await expect(who.api('GET', 'tasks/tasks?state=new&sort=deadlineAt&total=true'), 200);
        t.same([titles(filtered.items), filtered.total], [wanted, wanted.length], `the filtered list of ${name}`);
        const walked: { title: string }[] = [];
        for (let next: string | null = ''; next !== null; ) {
          const page: { items: { title: string }[]; next: string | null } = await expect(
            who.api('GET', `tasks/tasks?limit=1&sort=createdAt${next === '' ? '' : `&after=${next}`}`),
            200,
          );
          walked.push(...page.items);
          next = page.next;
        }
        t.same(titles(walked), wanted, `page by page for ${name}`);
        t.same(titles((await expect(who.api('GET', 'search?q=errand&types=tasks.task'), 200)).items), wanted, `the search of ${name}`);
        const file = (await who.api('GET', 'tasks/tasks/export?columns=title')).body as string;
        t.equal(file.trim().split('\r\n').length - 1, wanted.length, `the export of ${name}`);
        const { preview } = await expect(who.api('POST', 'tasks/tasks/bulk', { action: 'change', query: {}, values: { priority: 'low' }, preview: true }), 200);
        t.equal(preview.total, wanted.length, `what ${name} could change`);
      }
    });

    await t.test('single records, comments, files, references and plans follow', async (t) => {
      const readers = [bruno, carla, dora, p.admin];
      for (const who of [bruno, carla, dora, eva, head, p.admin]) {
        const may = readers.includes(who);
        const status = async (method: string, path: string, body?: unknown) => (await who.api(method, path, body)).status;
        t.equal(await status('GET', `tasks/tasks/${hidden.id}`), may ? 200 : 404);
        t.equal(await status('GET', `tasks/tasks/${hidden.id}/history`), may ? 200 : 404);
        t.equal(await status('GET', `tasks/tasks/${hidden.id}/timeline`), may ? 200 : 404);
        t.equal(await status('POST', 'comments', { recordType: 'tasks.task', recordId: hidden.id, html: 'x' }), may ? 201 : 404);
        t.equal(await status('GET', `record-files?recordType=tasks.task&recordId=${hidden.id}`), may ? 200 : 404);
        t.equal(await status('PUT', `tasks/plan/${hidden.id}`, { day: '2031-05-05' }), may ? 200 : 404);
        const { items } = await expect(who.api('GET', `references?refs=tasks.task:${hidden.id}`), 200);
        t.equal(items[0].title !== null, may);
      }
      const viewers = (await expect(p.admin.api('GET', `rights/viewers?type=tasks.task&id=${hidden.id}`), 200)).items;
      t.same(viewers.map(({ name, as }: { name: string; as: string | null }) => `${name} ${as}`).sort(), [
        'Ana Souza null',
        'Bruno container',
        'Carla container',
        'Dora container',
      ]);
    });

    await t.test('projects are open, known, or secret; their people change with them at once', async (t) => {
      const names = async (who: Visitor) => (await expect(who.api('GET', 'tasks/projects'), 200)).items.map(({ name }: { name: string }) => name).sort();
      t.same(await names(eva), ['Closed', 'Open']);
      t.same(await names(dora), ['Closed', 'Open', 'Secret'], 'through her department');
      t.equal((await eva.api('GET', `tasks/projects/${secret.id}/stages`)).status, 404);
      t.equal((await eva.api('PATCH', `tasks/projects/${open.id}`, { name: 'x' })).status, 403);
      t.equal((await expect(eva.api('POST', 'tasks/tasks', { title: 'x', projectId: open.id }), 422)).errors[0].path, 'projectId');
      await expect(p.admin.api('PATCH', `tasks/projects/${secret.id}`, { memberIds: [bruno.id, eva.id] }), 200);
      t.same(await names(eva), ['Closed', 'Open', 'Secret']);
      await expect(eva.api('GET', `tasks/tasks/${hidden.id}`), 200);
      await expect(p.admin.api('PATCH', `tasks/projects/${secret.id}`, { memberIds: [] }), 200);
      t.equal((await eva.api('GET', `tasks/tasks/${hidden.id}`)).status, 404);
      t.equal((await bruno.api('GET', `tasks/tasks/${hidden.id}`)).status, 404);
      await expect(p.admin.api('PATCH', `people/${dora.id}`, { departmentId: north.id }), 200);
      t.equal((await dora.api('GET', `tasks/tasks/${hidden.id}`)).status, 404, 'a department is left behind');
    });

    await t.test('a board shows its stages with numbers, and cards keep their places', async (t) => {
      const { items: stages } = await expect(carla.api('GET', `tasks/projects/${closed.id}/stages`), 200);
      const [toDo, doing, done] = stages;
      const make = (title: string) => newTask(carla, { title, projectId: closed.id });
      const [a, b, c] = [await make('A'), await make('B'), await make('C')];
      t.equal(a.stageId, toDo.id);
      const boardOf = async (who: Visitor) => {
        const { columns } = await expect(who.api('GET', `tasks/tasks/board?projectId=${closed.id}`), 200);
        return columns.map(({ count, items }: { count: number; items: { title: string }[] }) => [
          count,
          items.map(({ title }) => title.replace('Errand ', '')),
        ]);
      };
      await expect(carla.api('POST', `tasks/tasks/${c.id}/move`, { stageId: toDo.id, before: a.id }), 200);
      await expect(carla.api('POST', `tasks/tasks/${b.id}/move`, { stageId: doing.id }), 200);
      t.same(await boardOf(carla), [
        [3, ['in the closed project', 'C', 'A']],
        [1, ['B']],
        [0, []],
      ]);
      t.equal((await eva.api('GET', `tasks/tasks/board?projectId=${closed.id}`)).body.columns[0].count, 0, 'known, not read');
      t.equal(
        (await expect(p.admin.api('PUT', `tasks/projects/${closed.id}/stages`, { stages: [{ id: toDo.id, name: 'To do' }] }), 422)).errors[0].path,
        'moveTo',
      );
      const wanted = [
        { id: done.id, name: 'Ready' },
        { name: 'Idea', limit: 2 },
        { id: toDo.id, name: 'To do' },
      ];
      const changed = await expect(p.admin.api('PUT', `tasks/projects/${closed.id}/stages`, { stages: wanted, moveTo: done.id }), 200);
      t.same(
        changed.items.map(({ name, limit }: { name: string; limit: number | null }) => [name, limit]),
        [
          ['Ready', null],
          ['Idea', 2],
          ['To do', null],
        ],
      );
      t.equal((await boardOf(carla))[0][0], 1, 'what stood on the stage that went has moved');
      await expect(p.admin.api('POST', `tasks/projects/${closed.id}/archive`), 200);
      t.equal((await expect(carla.api('POST', 'tasks/tasks', { title: 'x', projectId: closed.id }), 422)).errors[0].path, 'projectId');
      t.match(await expect(p.admin.api('GET', `tasks/projects/${closed.id}`), 200), { taskCount: 4, doneCount: 0 });
    });

    await t.test('the socket tells helpers and members, and nobody else', async (t) => {
      const [hers, others] = await Promise.all([carla, eva].map(({ cookie }) => openLive(t, p.url, cookie)));
      if (!hers || !others) throw new Error('no sockets');
      for (const socket of [hers, others]) socket.send({ type: 'subscribe', topics: ['tasks.task'] });
      const one = await set('helped', { helperIds: [carla.id] });
      await hers.wait('the task she helps with', ({ data }) => data?.id === one.id);
      const both = await set('watched by Eva', { observerIds: [eva.id] });
      await others.wait('the task she watches', ({ data }) => data?.id === both.id);
      t.notOk(others.events.some(({ data }) => data?.id === one.id));
    });
  });
}
