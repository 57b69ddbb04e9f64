import t from 'tap';
import { dialects, type Visitor } from '../../support/portal.js';
import { expect, newTask, startTasks, working } from './tasks-portal.js';

const hour = 3_600_000;
const dayMs = 24 * hour;
const paths = (body: { errors: { path: string }[] }) => body.errors.map(({ path }) => path);

for (const dialect of dialects) {
  t.test(`working time on ${dialect}`, async (t) => {
    const p = await startTasks(t, dialect);
    const north = await p.department('North');
    const bruno = await p.person('Bruno', { grants: working('own'), departmentId: north.id });
    const carla = await p.person('Carla', { grants: working('own') });
    const head = await p.person('Head', { grants: working('department'), departmentId: north.id });
    p.passTo('12:00');
    const { today } = p;
    const enter = (who: Visitor, entry: Record<string, unknown>, status = 201) => expect(who.api('POST', 'tasks/time', { day: today(), ...entry }), status);
    const closed = await expect(p.admin.api('POST', 'tasks/projects', { name: 'Closed', visibility: 'closed' }), 201);
    const task = await newTask(p.admin, { title: 'Plan', ownerId: bruno.id, estimateMinutes: 120, aboutType: 'tasks.project', aboutId: closed.id });
    const other = await newTask(p.admin, { title: 'Hidden', ownerId: p.admin.id, helperIds: [bruno.id], observerIds: [carla.id], projectId: closed.id });

    await t.test('one timer runs for each person, over a restart too; another one stops the first', async (t) => {
      t.same(await expect(bruno.api('GET', 'tasks/timer'), 200), { timer: null });
      t.equal((await bruno.api('POST', 'tasks/timer/stop', {})).status, 409);
      await expect(bruno.api('POST', 'tasks/timer', { taskId: task.id }), 200);
      p.pass(10 * 60_000);
      await p.restart();
      t.match(await expect(bruno.api('GET', 'tasks/timer'), 200), { timer: { taskId: task.id, taskTitle: 'Plan' } });
      t.equal((await expect(bruno.api('POST', 'tasks/timer', { taskId: task.id }), 200)).stopped, null, 'the same again goes on');
      const { stopped } = await expect(bruno.api('POST', 'tasks/timer', { taskId: other.id }), 200);
      t.equal(
        stopped.entries.reduce((all: number, one: { minutes: number }) => all + one.minutes, 0),
        10,
      );
      t.equal(stopped.entries[0].taskId, task.id);
      t.same((await expect(p.admin.api('GET', 'tasks/timer'), 200)).timer, null, 'others have their own');
      p.pass(2 * dayMs);
      const days = await expect(bruno.api('POST', 'tasks/timer/stop', { note: ' Long ' }), 200);
      t.equal(days.entries.length, 3, 'what goes over midnight is of each of its days');
      t.ok(days.entries.every(({ note, minutes }: { note: string; minutes: number }) => note === 'Long' && minutes <= 24 * 60));
      t.equal(days.entries[1].minutes, 24 * 60);
      const { id: wrong, taskId, day, minutes, note, startedAt } = stopped.entries[0];
      await expect(bruno.api('DELETE', `tasks/time/${wrong}`), 200);
      const again = await expect(bruno.api('POST', 'tasks/time', { taskId, day, minutes, note, startedAt }), 201);
      t.same({ ...again, id: wrong }, stopped.entries[0], 'what is entered again is as it was');
      const moved = await enter(bruno, { taskId: task.id, minutes: 5, day: '2020-01-02', startedAt });
      t.equal(moved.startedAt, null, 'of an earlier day, no timer tells');
      for (const { id } of [again, moved, ...stopped.entries.slice(1), ...days.entries]) await expect(bruno.api('DELETE', `tasks/time/${id}`), 200);
      await expect(bruno.api('POST', 'tasks/timer', { taskId: task.id }), 200);
      await expect(bruno.api('DELETE', 'tasks/timer'), 200);
      t.equal((await expect(bruno.api('GET', 'tasks/time'), 200)).minutes, 0);
    });

    await t.test('what cannot be is refused with its field', async (t) => {
      t.same(paths(await enter(bruno, { taskId: task.id, minutes: 10, day: today(1) }, 422)), ['day']);
      t.same(paths(await enter(bruno, { taskId: task.id, minutes: 0 }, 422)), ['minutes']);
      t.same(paths(await enter(bruno, { taskId: 999_999, minutes: 5 }, 422)), ['taskId']);
      t.same(paths(await enter(carla, { taskId: task.id, minutes: 5 }, 422)), ['taskId'], 'a task that one does not see');
      await enter(carla, { taskId: other.id, minutes: 5 }, 403);
      const full = await enter(bruno, { taskId: task.id, minutes: 23 * 60 });
      t.same(paths(await enter(bruno, { taskId: other.id, minutes: 61 }, 422)), ['minutes']);
      const fits = await enter(bruno, { taskId: other.id, minutes: 60 });
      t.same(paths(await expect(bruno.api('PATCH', `tasks/time/${fits.id}`, { minutes: 61 }), 422)), ['minutes']);
      await expect(bruno.api('PATCH', `tasks/time/${full.id}`, { minutes: 30, version: 1 }), 200);
      t.equal((await expect(bruno.api('PATCH', `tasks/time/${full.id}`, { minutes: 40, version: 1 }), 409)).current.minutes, 30);
      await expect(p.admin.api('PATCH', `tasks/time/${full.id}`, { minutes: 1 }), 403);
      await expect(carla.api('PATCH', `tasks/time/${full.id}`, { minutes: 1 }), 404);
      t.same(paths(await expect(bruno.api('GET', 'tasks/time?from=2026-05-02&to=2026-05-01'), 422)), ['to']);
      t.same(paths(await expect(bruno.api('GET', 'tasks/time?after=x'), 422)), ['after']);
    });

    await t.test('reports and files add up to what each person may see', async (t) => {
      await enter(p.admin, { taskId: other.id, minutes: 45, note: '=1+1' });
      const report = async (who: Visitor, by: string) => {
        const { items, minutes } = await expect(who.api('GET', `tasks/time/report?by=${by}`), 200);
        t.equal(
          minutes,
          items.reduce((all: number, one: { minutes: number }) => all + one.minutes, 0),
        );
        return items.map((one: { title: string | null; minutes: number }) => `${one.title} ${one.minutes}`);
      };
      t.same(await report(p.admin, 'person'), ['Bruno 90', 'Ana Souza 45']);
      t.same(await report(p.admin, 'project'), ['Closed 105', 'null 30']);
      t.same(await report(p.admin, 'client'), ['null 105', 'Closed 30']);
      t.same(await report(p.admin, 'day'), [`${today()} 135`]);
      t.same(await report(head, 'task'), ['null 60', 'Plan 30'], 'heads see the time of their people, not every task');
      t.same(await report(carla, 'task'), ['Hidden 105'], 'who sees a task sees the time on it');
      t.equal((await expect(head.api('GET', `tasks/time?projectId=${closed.id}`), 200)).items.length, 0, 'no filter tells where a hidden task is');
      const page = await expect(p.admin.api('GET', 'tasks/time?limit=2'), 200);
      t.equal(page.items.length + (await expect(p.admin.api('GET', `tasks/time?limit=2&after=${page.next}`), 200)).items.length, 3);
      const file = (await p.admin.api('GET', 'tasks/time/export')).body as string;
      t.match(file, /^Day,Person,Task,Note,Hours,Minutes\r\n/);
      t.equal(file.trim().split('\r\n').length, 4);
      t.match(file, "'=1+1");
      t.match((await p.admin.api('GET', 'tasks/time/export?by=person')).body, /Bruno,1.5,90,2/);
      t.match((await p.admin.api('GET', 'tasks/time/export?format=xlsx')).headers.get('content-type'), 'spreadsheetml');
      t.equal((await p.admin.api('GET', 'tasks/time/export?format=pdf')).status, 422);
    });

    await t.test('nothing is entered or changed before the day of the lock', async (t) => {
      const [entry] = (await expect(bruno.api('GET', `tasks/time?limit=1&personId=${bruno.id}`), 200)).items;
      p.pass(2 * dayMs);
      await expect(bruno.api('PUT', 'tasks/time/lock', { before: today() }), 403);
      t.same(paths(await expect(p.admin.api('PUT', 'tasks/time/lock', { before: '2090-01-01' }), 422)), ['before']);
      await expect(p.admin.api('PUT', 'tasks/time/lock', { before: today() }), 200);
      t.same(await expect(bruno.api('GET', 'tasks/time/lock'), 200), { before: today() });
      t.same(paths(await enter(bruno, { taskId: task.id, minutes: 5, day: entry.day }, 422)), ['day']);
      t.same(paths(await expect(bruno.api('PATCH', `tasks/time/${entry.id}`, { note: 'x' }), 422)), ['day']);
      t.same(paths(await expect(bruno.api('DELETE', `tasks/time/${entry.id}`), 422)), ['day']);
      t.equal((await expect(bruno.api('GET', `tasks/time?limit=1&personId=${bruno.id}`), 200)).items[0].mayChange, false);
      const fresh = await enter(bruno, { taskId: task.id, minutes: 5 });
      t.same(paths(await expect(bruno.api('PATCH', `tasks/time/${fresh.id}`, { day: entry.day }), 422)), ['day']);
      await expect(p.admin.api('PUT', 'tasks/time/lock', { before: null }), 200);
      await expect(bruno.api('DELETE', `tasks/time/${entry.id}`), 200);
    });
  });
}
