import t from 'tap';
import { dialects } from '../../support/portal.js';
import { expect, newTask, startTasks, working } from './tasks-portal.js';

const dayMs = 86_400_000;
const plus = (day: string, n: number) => new Date(Date.parse(day) + n * dayMs).toISOString().slice(0, 10);
const paths = (body: { errors: { path: string }[] }) => body.errors.map(({ path }) => path);

for (const dialect of dialects) {
  t.test(`tasks that come again on ${dialect}`, async (t) => {
    const p = await startTasks(t, dialect);
    const bruno = await p.person('Bruno', { grants: working('own') });
    const carla = await p.person('Carla', { grants: working('own') });
    const zone = 'America/Sao_Paulo';
    const dayOf = (instant: string) => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(instant));
    p.passTo('12:00');
    const { today } = p;
    const noon = (day: string) => `${day}T15:00:00.000Z`;
    const preview = (draft: Record<string, unknown>, status = 200) =>
      expect(p.admin.api('POST', 'tasks/repeat/preview', { startOn: '2026-01-05', ...draft }), status);
    /** The job itself, without all the others that fall due when days pass. */
    const run = async () => {
      const store = await p.portal.services.jobs
        .kinds()
        .get('tasks.repeat')
        ?.handler(null, 1, () => undefined);
      t.equal(store, undefined);
    };
    const titled = async (title: string) =>
      (await expect(p.admin.api('GET', `tasks/tasks?sort=createdAt&limit=200&q=${title}`), 200)).items as {
        id: number;
        title: string;
        deadlineAt: string;
        ownerId: number;
        checkCount: number;
        checkDoneCount: number;
        creatorId: number;
      }[];
    const daysOf = async (title: string) => (await titled(title)).map(({ deadlineAt }) => dayOf(deadlineAt)).sort();

    await t.test('shows the next days of a rule, and refuses one that never comes by its field', async (t) => {
      t.same((await preview({ rrule: 'FREQ=MONTHLY;BYDAY=-1FR', count: 3 })).days, ['2026-01-30', '2026-02-27']);
      t.same((await preview({ rrule: 'FREQ=DAILY', workingDaysOnly: true, until: '2026-01-13' })).days, [
        '2026-01-06',
        '2026-01-07',
        '2026-01-08',
        '2026-01-09',
        '2026-01-12',
        '2026-01-13',
      ]);
      t.equal((await preview({ rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29' })).days[0], '2028-02-29');
      for (const rrule of [
        'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
        'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
        'FREQ=DAILY;INTERVAL=7;BYDAY=TU',
        'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=7',
        'FREQ=HOURLY',
        'FREQ=DAILY;INTERVAL=0',
        'FREQ=WEEKLY;BYDAY=2MO',
        'FREQ=WEEKLY;BYDAY=XX',
        'nonsense',
        'FREQ=DAILY;UNTIL=20260230',
      ])
        t.same(paths(await preview({ rrule }, 422)), ['rrule'], rrule);
      t.same(paths(await preview({}, 422)), ['rrule']);
      t.same(paths(await preview({ rrule: 'FREQ=DAILY', afterDays: 2 }, 422)), ['afterDays']);
      t.same(paths(await preview({ rrule: 'FREQ=DAILY', until: '2026-01-01' }, 422)), ['until']);
      t.same(paths(await preview({ rrule: 'FREQ=WEEKLY', until: '2026-01-08' }, 422)), ['until']);
      t.same(paths(await preview({ rrule: 'FREQ=WEEKLY', count: 1 }, 422)), ['count']);
    });

    await t.test('working days are those of the company, and its day ends when it says', async (t) => {
      const work = (workingHours: object) => expect(p.admin.api('PATCH', 'settings/company', { workingHours }), 200);
      const usual = { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', break: null };
      await work({ ...usual, days: [2, 6], to: '16:30' });
      t.same((await preview({ rrule: 'FREQ=DAILY', workingDaysOnly: true, until: '2026-01-17' })).days, [
        '2026-01-06',
        '2026-01-10',
        '2026-01-13',
        '2026-01-17',
      ]);
      const due = await newTask(bruno, { title: 'Stocktaking', workingDaysOnly: true, deadlineAt: '2031-01-01T15:00:00.000Z' });
      t.equal(due.deadlineAt, '2031-01-04T15:00:00.000Z', 'a Wednesday off becomes the Saturday after');
      const { columns } = await expect(bruno.api('GET', 'tasks/tasks/deadlines'), 200);
      const dropAt = columns.find(({ key }: { key: string }) => key === 'next-week')?.dropAt;
      t.match(dropAt, /T19:30/, 'a card is dropped onto the end of the day');
      await work(usual);
    });

    await t.test('makes each task once, with people, checklist and hour of the one before', async (t) => {
      const start = today();
      const first = await newTask(bruno, { title: 'Watering', deadlineAt: noon(start), tags: ['green'] });
      const point = await expect(bruno.api('POST', `tasks/tasks/${first.id}/checks`, { text: 'Ficus' }), 201);
      await expect(bruno.api('PATCH', `tasks/checks/${point.id}`, { done: true }), 200);
      await expect(carla.api('PUT', `tasks/tasks/${first.id}/repeat`, { rrule: 'FREQ=DAILY' }), 404);
      const { repeat } = await expect(bruno.api('PUT', `tasks/tasks/${first.id}/repeat`, { rrule: 'FREQ=DAILY', count: 4 }), 200);
      t.match(repeat, { nextOn: plus(start, 1), made: 1, startOn: start });
      await run();
      t.equal((await titled('Watering')).length, 1, 'not before its day');
      p.pass(dayMs);
      await expect(p.admin.api('POST', 'jobs/tasks.repeat/run', {}), 200);
      await Promise.all([run(), run()]);
      await run();
      t.same(await daysOf('Watering'), [start, plus(start, 1)]);
      const next = (await titled('Watering')).find(({ id }) => id !== first.id);
      t.match(next, { ownerId: bruno.id, creatorId: bruno.id, checkCount: 1, checkDoneCount: 0, deadlineAt: noon(plus(start, 1)) });
      p.pass(5 * dayMs);
      await p.restart();
      await run();
      t.same(await daysOf('Watering'), [start, plus(start, 1), plus(start, 3)], 'after days off the last that was missed, not all');
      const ended = (await expect(bruno.api('GET', `tasks/tasks/${next?.id}/repeat`), 200)).repeat;
      t.match(ended, { nextOn: null, made: 3 });
      t.not(ended.endedAt, null, 'each task of a series knows it');
    });

    await t.test('days before somebody asked were not missed, however old the task', async (t) => {
      const old = await newTask(bruno, { title: 'Ledger', deadlineAt: noon(plus(today(), -40)) });
      const repeat = (draft: Record<string, unknown>, status: number) => expect(bruno.api('PUT', `tasks/tasks/${old.id}/repeat`, draft), status);
      t.same(paths(await repeat({ rrule: 'FREQ=DAILY', until: plus(today(), -2) }, 422)), ['until']);
      t.same(paths(await repeat({ rrule: 'FREQ=DAILY', count: 5 }, 422)), ['count']);
      t.match((await repeat({ rrule: 'FREQ=DAILY', catchUp: 'all', startOn: '1900-01-01' }, 200)).repeat, { nextOn: today() });
      await run();
      t.same(await daysOf('Ledger'), [plus(today(), -40), today()]);
    });

    await t.test('catches up with everything where that is wanted, and skips while the one before is open', async (t) => {
      const start = today();
      const all = await newTask(bruno, { title: 'Readings', deadlineAt: noon(start) });
      await expect(bruno.api('PUT', `tasks/tasks/${all.id}/repeat`, { rrule: 'FREQ=DAILY', catchUp: 'all', until: plus(start, 30) }), 200);
      const one = await newTask(bruno, { title: 'Sweeping', deadlineAt: noon(start) });
      await expect(bruno.api('PUT', `tasks/tasks/${one.id}/repeat`, { rrule: 'FREQ=DAILY', skipWhileOpen: true }), 200);
      p.pass(3 * dayMs);
      await run();
      t.equal((await titled('Readings')).length, 4);
      t.equal((await titled('Sweeping')).length, 1);
      await expect(bruno.api('POST', `tasks/tasks/${one.id}/complete`, {}), 200);
      p.pass(dayMs);
      await run();
      t.same(await daysOf('Sweeping'), [start, plus(start, 4)]);
      await expect(bruno.api('DELETE', `tasks/tasks/${all.id}/repeat`), 200);
      p.pass(dayMs);
      await run();
      t.equal((await titled('Readings')).length, 5, 'ended, it makes no more');
    });

    await t.test('comes so many days after it was closed', async (t) => {
      const first = await newTask(bruno, { title: 'Haircut', deadlineAt: noon(today()) });
      await expect(bruno.api('PUT', `tasks/tasks/${first.id}/repeat`, { afterDays: 10, aheadDays: 2 }), 200);
      p.pass(3 * dayMs);
      await run();
      t.equal((await titled('Haircut')).length, 1, 'open, it waits');
      const closed = today();
      await expect(bruno.api('POST', `tasks/tasks/${first.id}/complete`, {}), 200);
      p.pass(7 * dayMs);
      await run();
      t.equal((await titled('Haircut')).length, 1);
      p.pass(dayMs);
      await run();
      await run();
      t.equal((await daysOf('Haircut')).at(-1), plus(closed, 10));
      t.equal((await titled('Haircut')).length, 2);
    });

    await t.test('tells whoever set a series when it ends because the next could not be made, and says why on the task', async (t) => {
      const project = await expect(bruno.api('POST', 'tasks/projects', { name: 'Fair' }), 201);
      const stand = await newTask(bruno, { title: 'Stand', deadlineAt: noon(today()), projectId: project.id });
      await expect(bruno.api('PUT', `tasks/tasks/${stand.id}/repeat`, { rrule: 'FREQ=DAILY' }), 200);
      await expect(bruno.api('POST', `tasks/projects/${project.id}/archive`, {}), 200);
      p.pass(dayMs);
      await run();
      await run();
      const { repeat } = await expect(bruno.api('GET', `tasks/tasks/${stand.id}/repeat`), 200);
      t.match(repeat, { nextOn: null, failure: 'project-archived', failureText: 'This project is archived and takes no tasks.' });
      const told = (await expect(bruno.api('GET', 'notices?limit=200'), 200)).items.filter(({ code }: { code: string }) => code === 'tasks.task.series-ended');
      t.match(told, [{ title: 'Comes again no more: Stand', recordType: 'tasks.task', recordId: stand.id }]);
      t.equal(told.length, 1, 'once');
      await expect(bruno.api('POST', `tasks/projects/${project.id}/unarchive`, {}), 200);
      const again = await expect(bruno.api('PUT', `tasks/tasks/${stand.id}/repeat`, { rrule: 'FREQ=DAILY' }), 200);
      t.match(again.repeat, { endedAt: null, failure: null }, 'it can be set anew');
    });

    await t.test('takes one task out of its series, which goes on without it; the last one ends it', async (t) => {
      const start = today();
      const first = await newTask(bruno, { title: 'Mowing', deadlineAt: noon(start) });
      await expect(bruno.api('PUT', `tasks/tasks/${first.id}/repeat`, { rrule: 'FREQ=DAILY' }), 200);
      p.pass(dayMs);
      await run();
      const second = (await titled('Mowing')).find(({ id }) => id !== first.id);
      await expect(bruno.api('PATCH', `tasks/tasks/${second?.id}`, { tags: ['alone'] }), 200);
      await expect(carla.api('DELETE', `tasks/tasks/${second?.id}/repeat?only=this`), 404);
      t.equal((await bruno.api('DELETE', `tasks/tasks/${second?.id}/repeat?only=all`)).status, 422);
      t.same(await expect(bruno.api('DELETE', `tasks/tasks/${second?.id}/repeat?only=this`), 200), { repeat: null });
      await run();
      t.same(await daysOf('Mowing'), [start, plus(start, 1)], 'its day is not made again');
      p.pass(dayMs);
      await run();
      const third = (await titled('Mowing')).at(-1) as unknown as { id: number; tags: string[] };
      t.same(await daysOf('Mowing'), [start, plus(start, 1), plus(start, 2)]);
      t.same(third.tags, [], 'what was changed in the one outside does not go on');
      await expect(bruno.api('DELETE', `tasks/tasks/${third.id}/repeat?only=this`), 200);
      await expect(bruno.api('DELETE', `tasks/tasks/${first.id}/repeat?only=this`), 200);
      p.pass(dayMs);
      await run();
      t.equal((await titled('Mowing')).length, 3, 'nothing is left to make more of');
    });

    if (dialect === 'sqlite')
      await t.test('gives the days that a look at every single day gives, for a hundred rules by chance', async (t) => {
        let seed = 20_260_105;
        const chance = (n: number) => {
          seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
          return Math.floor((seed / 2_147_483_648) * n);
        };
        const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
        const some = <T>(all: readonly T[]) => [...new Set(Array.from({ length: 1 + chance(3) }, () => all[chance(all.length)] as T))];
        const weekday = (day: string) => (new Date(day).getUTCDay() + 6) % 7;
        const month = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
        const monday = (day: string) => Date.parse(plus(day, -weekday(day)));
        const isOtherMonth = (day: string, n: number) => month(plus(day, n)) !== month(day);
        type Takes = (day: string, start: string, interval: number) => boolean;
        const inMonth =
          (takes: (day: string) => boolean): Takes =>
          (day, start, interval) =>
            (month(day) - month(start)) % interval === 0 && takes(day);
        const makers: (() => [rule: string, takes: Takes])[] = [
          () => ['FREQ=DAILY', (day, start, interval) => ((Date.parse(day) - Date.parse(start)) / dayMs) % interval === 0],
          () => {
            const days = some(weekdays);
            const isIn = (day: string) => days.includes(weekdays[weekday(day)] as string);
            return [`FREQ=WEEKLY;BYDAY=${days}`, (day, start, interval) => ((monday(day) - monday(start)) / (7 * dayMs)) % interval === 0 && isIn(day)];
          },
          () => {
            const days = some([1, 5, 13, 28, 29, 30, 31]);
            return [`FREQ=MONTHLY;BYMONTHDAY=${days}`, inMonth((day) => days.includes(Number(day.slice(8))))];
          },
          () => ['FREQ=MONTHLY;BYDAY=2TU', inMonth((day) => weekday(day) === 1 && isOtherMonth(day, -14) && !isOtherMonth(day, -7))],
          () => ['FREQ=MONTHLY;BYDAY=-1FR', inMonth((day) => weekday(day) === 4 && isOtherMonth(day, 7))],
          () => [
            'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
            inMonth((day) => weekday(day) < 5 && [1, 2, 3].every((n) => isOtherMonth(day, n) || weekday(plus(day, n)) > 4)),
          ],
        ];
        for (let n = 0; n < 100; n += 1) {
          const [rule, takes] = (makers[chance(makers.length)] as (typeof makers)[number])();
          const interval = 1 + chance(4);
          const rrule = `${rule};INTERVAL=${interval}`;
          const startOn = plus('2026-01-01', chance(700));
          const wanted: string[] = [];
          for (let day = plus(startOn, 1); wanted.length < 10; day = plus(day, 1)) if (takes(day, startOn, interval)) wanted.push(day);
          t.same((await preview({ rrule, startOn })).days, wanted, `${rrule} from ${startOn}`);
        }
      });
  });
}
