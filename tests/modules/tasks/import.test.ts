import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { productPath } from '../../core/imports-fixtures.js';
import { load, upload } from '../../support/importing.js';
import { dialects } from '../../support/portal.js';
import { expect, newTask, startTasks, working } from './tasks-portal.js';

const fixture = (name: string) => ({ path: join(productPath('tests/modules/tasks/fixtures'), name) });
interface Task {
  id: number;
  title: string;
  descriptionText: string | null;
}

for (const dialect of dialects) {
  t.test(`tasks from other systems on ${dialect}`, async (t) => {
    const p = await startTasks(t, dialect);
    const { admin } = p;
    const bruno = await p.person('Bruno', { grants: working('own') });
    const listed = async (query = ''): Promise<(Task & Record<string, unknown>)[]> =>
      (await expect(admin.api('GET', `tasks/tasks?limit=200${query}`), 200)).items;
    const titled = async (title: string) => {
      const found = (await listed()).find((one) => one.title === title);
      if (!found) throw new Error(`No task ${title}`);
      return found;
    };
    const projectNamed = async (name: string) =>
      (await expect(admin.api('GET', 'tasks/projects'), 200)).items.find((one: { name: string }) => one.name === name);
    const stagesIn = async (id: number) => (await expect(admin.api('GET', `tasks/projects/${id}/stages`), 200)).items.map(({ name }: { name: string }) => name);

    await t.test('a project of Todoist, with levels, labels, notes and dates in words', async (t) => {
      const done = await load(p, admin, 'tasks', fixture('Reforma [2203].csv'));
      t.match(done, { format: 'todoist', state: 'done', created: 4, failed: 0 });
      t.same(done.notes.map(({ code, count }) => [code, count]).sort(), [
        ['projects-added', 1],
        ['stages-added', 1],
        ['values-kept', 1],
      ]);
      const root = await titled('Medir o vão');
      t.match(root, { priority: 'urgent', tags: ['obra'], ownerId: bruno.id, subtaskCount: 1, descriptionText: 'Dos dois lados' });
      t.match(root.deadlineAt, /^2031-05-20T/);
      t.match(await titled('Anotar a altura'), { parentId: root.id, descriptionText: 'Trena na gaveta 🔧' });
      const twins = (await listed()).filter(({ title }) => title === 'Comprar tinta; "branco gelo"');
      t.equal(twins.length, 2, 'two alike stay two');
      const words = twins.find(({ priority }) => priority === 'high');
      t.match(words, { deadlineAt: null, ownerId: admin.id, descriptionText: 'every friday\nResponsible: Alguém' });
      const project = await projectNamed('Reforma');
      t.match(project, { visibility: 'closed', taskCount: 4 });
      t.ok((await stagesIn(project.id)).includes('Compras'));
    });

    await t.test('a second run of the same makes nothing new, and keeps what was changed here', async (t) => {
      const { id } = await titled('Medir o vão');
      await expect(admin.api('PATCH', `tasks/tasks/${id}`, { title: 'Medir tudo' }), 200);
      const again = await load(p, admin, 'tasks', fixture('Reforma [2203].csv'));
      t.match(again, { created: 0, updated: 0, failed: 0 });
      t.match(again.notes, [{ code: 'tasks-known', count: 4 }]);
      await titled('Medir tudo');
    });

    await t.test('an export of Asana, parted by semicolons', async (t) => {
      const done = await load(p, admin, 'tasks', fixture('asana.csv'));
      t.match(done, { format: 'asana', created: 2, failed: 1 });
      const launch = await titled('Launch the page');
      t.match(launch, { ownerId: bruno.id, tags: ['web', 'urgent'], subtaskCount: 1, subtaskDoneCount: 1, descriptionText: 'Line one\nLine two; "quoted"' });
      t.match(await titled('Write the text 🚀'), { state: 'done', parentId: launch.id });
      const errors = await expect(admin.api('GET', `imports/${done.id}/errors`), 200);
      t.match(errors, /asana:1203/);
    });

    await t.test('a board of Trello: lists, cards, checklists, labels, members; the archive stays behind', async (t) => {
      const done = await load(p, admin, 'tasks', fixture('board.json'));
      t.match(done, { format: 'trello', created: 4, failed: 0 });
      const board = await projectNamed('Mudança 🚚');
      t.same(await stagesIn(board.id), ['A fazer', 'Um dia', 'Feito'], 'the empty one too');
      t.match(done.notes, [{ code: 'archived-left', count: 2 }, { code: 'projects-added' }, { code: 'stages-added', count: 3 }]);
      const pack = await titled('Embalar');
      t.match(pack, { ownerId: bruno.id, tags: ['casa', 'blue'], deadlineAt: '2031-05-20T18:00:00.000Z', checkCount: 3, checkDoneCount: 1 });
      t.notMatch(String(pack.description), /<script/, 'what was typed is text');
      const checks = (await expect(admin.api('GET', `tasks/tasks/${pack.id}/checks`), 200)).items;
      t.match(
        checks.map(({ text, doneAt }: { text: string; doneAt: string | null }) => [text, doneAt !== null]),
        [
          ['Caixas', false],
          ['Quarto', false],
          ['Cozinha', true],
        ],
      );
      t.match(await titled('Chaves'), { state: 'done' });
      const said = (await expect(admin.api('GET', `comments?recordType=tasks.task&recordId=${pack.id}`), 200)).items;
      t.match(said, [
        { authorId: bruno.id, createdAt: '2021-05-02T10:00:00.000Z', html: '<p>Falta fita.</p><p>Compro hoje</p>' },
        { authorId: admin.id, html: /<p>Nobody Known, .*<\/p><p>Quantas caixas\? &lt;b&gt;<\/p>/ },
      ]);
      const { columns } = await expect(admin.api('GET', `tasks/tasks/board?projectId=${board.id}`), 200);
      t.match(columns[0].items, [{ title: '…' }, { title: 'Chamar o frete' }, { title: 'Embalar' }], 'in the order of the board');
    });

    await t.test('an import is taken back as a whole, and brought again', async (t) => {
      const [{ id }] = (await expect(admin.api('GET', 'imports'), 200)).items;
      await expect(admin.api('POST', `imports/${id}/undo`), 200);
      await p.settle();
      t.match((await expect(admin.api('GET', `imports/${id}`), 200)).undo, { state: 'done', removed: 5, left: {} });
      t.equal(await projectNamed('Mudança 🚚'), undefined);
      const { body: brought } = await upload(admin, 'tasks', 'board.json', await readFile(fixture('board.json').path, 'utf8'));
      t.match(brought, { total: 6, archived: 2 });
      await expect(admin.api('POST', `imports/${brought.id}/start`, { map: brought.map, archived: true }), 200);
      await p.settle();
      t.match(await expect(admin.api('GET', `imports/${brought.id}`), 200), { created: 6 });
      t.match(await titled('Arquivado'), { state: 'done' }, 'what was archived comes on request');
      const [{ id: first }] = (await expect(admin.api('GET', 'imports'), 200)).items.slice(-1);
      await expect(admin.api('POST', `imports/${first}/undo`), 200);
      await p.settle();
      const { undo } = await expect(admin.api('GET', `imports/${first}`), 200);
      t.match(undo, { removed: 3, left: { changed: 1, used: 1 } }, 'what was changed since stays, with its project');
    });

    await t.test('its own export comes back as it was', async (t) => {
      const project = await expect(admin.api('POST', 'tasks/projects', { name: 'Round' }), 201);
      const [, doing] = (await expect(admin.api('GET', `tasks/projects/${project.id}/stages`), 200)).items;
      const root = await newTask(admin, {
        title: 'Parent, "one"',
        projectId: project.id,
        stageId: doing.id,
        tags: ['a', 'b'],
        deadlineAt: '2031-03-04T15:30:00Z',
      });
      await newTask(admin, {
        title: '=1+1',
        projectId: project.id,
        parentId: root.id,
        priority: 'low',
        description: '<p>One</p><p>Two</p>',
        estimateMinutes: 45,
      });
      for (const [text, parentId] of [
        ['Boxes', null],
        ['Tape', 0],
      ] as const) {
        const [above] = (await expect(admin.api('GET', `tasks/tasks/${root.id}/checks`), 200)).items;
        const { id } = await expect(admin.api('POST', `tasks/tasks/${root.id}/checks`, { text, parentId: parentId === null ? null : above.id }), 201);
        if (text === 'Tape') await expect(admin.api('PATCH', `tasks/checks/${id}`, { done: true }), 200);
      }
      const about = await newTask(admin, { title: 'What it is about' });
      await expect(admin.api('PATCH', `tasks/tasks/${root.id}`, { aboutType: 'tasks.task', aboutId: about.id }), 200);
      const columns =
        'id,title,descriptionText,state,priority,ownerId,helperIds,deadlineAt,projectId,stageName,parentId,tags,estimateMinutes,checklist,aboutRecord';
      const exported = async () =>
        expect(admin.api('GET', `tasks/tasks/export?projectId=${project.id}&sort=createdAt&columns=${columns}`), 200) as Promise<string>;
      const before = await exported();
      t.match(before, /"\[ \] Boxes\n {2}\[x\] Tape"/);
      t.ok(before.includes(`tasks.task ${about.id} What it is about`) && before.includes(doing.name));
      t.match(await load(p, admin, 'tasks', { name: 'own.csv', content: before }), { format: null, created: 0, failed: 0 }, 'what is there is known');
      for (const { id } of await listed(`&projectId=${project.id}`)) await expect(admin.api('DELETE', `tasks/tasks/${id}`), 200);
      t.match(await load(p, admin, 'tasks', { name: 'own.csv', content: before }), { created: 2, failed: 0 });
      const withoutIds = (text: string) =>
        text
          .split('\r\n')
          .map((line) => line.replace(/^\d+,/, ''))
          .sort();
      t.same(withoutIds(await exported()), withoutIds(before));
    });

    await t.test('a parent that is named by its title is found far above it', async (t) => {
      // Two rows with one number come in two transactions, and so do those after them.
      const filler = Array.from({ length: 120 }, (_, n) => `f${n},Filler,`);
      const rows = ['id,title,parent', 'r,Root of all,', ...filler, 'c1,Child in the same,Root of all', 'r,Root of all,', 'c2,Child in another,Root of all'];
      t.match(await load(p, admin, 'tasks', { name: 'far.csv', content: rows.join('\n') }), { created: 123, failed: 0 });
      const found = (await expect(admin.api('GET', 'tasks/tasks?parentId.empty=false&limit=200&sort=-createdAt'), 200)).items as Task[];
      const ofRoot = found.filter(({ title }) => title.startsWith('Child in')) as (Task & { parentId: number })[];
      t.equal(ofRoot.length, 2);
      for (const { parentId } of ofRoot) t.match(await expect(admin.api('GET', `tasks/tasks/${parentId}`), 200), { title: 'Root of all', subtaskCount: 2 });
    });

    await t.test('a parent that comes far below its children, as where the newest stand first, has them all', async (t) => {
      const filler = Array.from({ length: 20 }, (_, n) => `g${n},Filler,`);
      // A row with the number of an earlier one comes in another transaction.
      const rows = [
        'id,title,parent',
        'k1,Late child,Late root',
        'k2,Late grandchild,Late child',
        ...filler,
        'k3,Other late child,k4',
        'g0,Filler,',
        'k4,Late root,',
        // As many as are not stored in one piece, but in one transaction.
        'm1,Lower leaf,m2',
        ...Array.from({ length: 120 }, (_, n) => `h${n},Filler,`),
        'm2,Lower stem,',
      ];
      const late = await load(p, admin, 'tasks', { name: 'late.csv', content: rows.join('\n') });
      t.match(late, { created: 146, failed: 0 });
      t.same(
        late.notes.map(({ code }) => code),
        ['tasks-known'],
        'nobody is said to stand alone who found the parent',
      );
      const found = (await expect(admin.api('GET', 'tasks/tasks?limit=200&sort=-createdAt&q=late'), 200)).items as Task[];
      const one = (title: string) => found.find((task) => task.title === title) as Task & { parentId: number | null };
      t.match(one('Late root'), { parentId: null, subtaskCount: 2 });
      t.same(
        ['Late child', 'Other late child', 'Late grandchild'].map((title) => one(title).parentId),
        [one('Late root').id, one('Late root').id, one('Late child').id],
      );
      const [stem] = (await expect(admin.api('GET', 'tasks/tasks?q=lower%20stem'), 200)).items as Task[];
      t.match(stem, { title: 'Lower stem', subtaskCount: 1 });
    });

    await t.test('a number that another list or somebody else has given already takes nothing away, and leads to nobody else', async (t) => {
      const carla = await p.person('Carla', { grants: { ...working('own'), 'tasks.task.import': 'own' } });
      t.match(await load(p, admin, 'tasks', { name: 'ana.csv', content: 'id,title\n71,Secret one\n72,Secret two\n' }), { created: 2 });
      const content = 'id,title,parent\n71,Saw,\n73,Drill,72\n74,Sand,71\n';
      const alone = [{ code: 'parents-missing', count: 1 }];
      t.match(await load(p, carla, 'tasks', { name: 'carla.csv', content }), { created: 3, failed: 0, notes: alone }, 'which is said');
      t.equal((await titled('Drill')).parentId, null, 'what she may not see is above nothing of hers');
      t.equal((await titled('Sand')).parentId, (await titled('Saw')).id);
      t.equal((await titled('Secret two')).subtaskCount, 0);
      t.match(await load(p, carla, 'tasks', { name: 'carla.csv', content }), { created: 0, notes: [{ code: 'tasks-known', count: 3 }] });
      t.match(await load(p, carla, 'tasks', { name: 'other.csv', content: 'id,title,parent\n71,Nails,\n72,Screws,71\n' }), { created: 2 });
      t.equal((await titled('Screws')).parentId, (await titled('Nails')).id, 'within one list its own numbers count');
    });

    await t.test('what nobody can read is refused in words', async (t) => {
      const refused = async (name: string, content: string) => (await expect(upload(admin, 'tasks', name, content), 422)).reason;
      t.equal(await refused('x.json', '{"cards": ['), 'broken-json');
      t.equal(await refused('x.json', '{"cards": 7, "lists": {}}'), 'unknown-json');
      t.equal(await refused('deep.json', '['.repeat(1_000_000) + ']'.repeat(1_000_000)), 'unknown-json');
      t.equal(await refused('empty.json', '{"cards": [], "lists": []}'), 'no-rows');
      t.equal(await refused('large.json', `{"cards": [], "lists": [], "x": "${'x'.repeat(17 * 1024 * 1024)}"}`), 'file-too-large');
      const hostile = {
        cards: [null, 7, { id: {}, name: ['x'], idList: 'l', pos: 'no', labels: 'x', idMembers: [{}] }],
        lists: [[], { id: 'l', name: null }],
        members: {},
      };
      const odd = await load(p, admin, 'tasks', { name: 'odd.json', content: JSON.stringify({ ...hostile, __proto__: null, large: 'x'.repeat(300_000) }) });
      t.match(odd, { state: 'done', created: 1, failed: 0 });
      t.equal((await upload(bruno, 'tasks', 'x.csv', 'title,project\nx,y\n')).status, 403);
    });
  });
}
