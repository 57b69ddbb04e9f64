import { sql } from 'kysely';
import t from 'tap';
import { openSteps, roles, rules, states, steps, type TaskRole } from '../../../server/contracts/tasks/steps.js';
import { dialects, type Visitor } from '../../support/portal.js';
import { expect, newTask, startTasks, working } from './tasks-portal.js';

for (const dialect of dialects) {
  t.test(`the steps of a task on ${dialect}`, async (t) => {
    const p = await startTasks(t, dialect);
    const team = await p.department('Team');
    const person = (name: string, scope: 'own' | 'department' | 'all', departmentId?: number) =>
      p.person(name, { grants: working(scope), ...(departmentId ? { departmentId } : {}) });
    // Somebody for each role, who is nothing else to the task.
    const who: Record<TaskRole, Visitor> = {
      creator: await person('Creator', 'own'),
      responsible: await person('Responsible', 'own', team.id),
      helper: await person('Helper', 'own'),
      observer: await person('Observer', 'own'),
      member: await person('Member', 'own'),
      moderator: await person('Moderator', 'own'),
      head: await person('Head', 'department', team.id),
      admin: p.admin,
    };
    const outsider = await person('Outsider', 'own');
    const other = await person('Other', 'own');
    const people = { memberIds: [who.creator.id, who.member.id], ownerId: who.moderator.id, visibility: 'closed' };
    const project = await expect(p.admin.api('POST', 'tasks/projects', { name: 'Project', ...people }), 201);
    const draft = { ownerId: who.responsible.id, helperIds: [who.helper.id], observerIds: [who.observer.id], projectId: project.id };
    const task = await newTask(who.creator, draft);
    const { db } = p.portal.services;
    const reset = (state: string, flags: { needsResult?: number; needsAcceptance?: number } = {}) =>
      db.write(async (tx) => {
        await sql`update tasks_tasks set state = ${state}, needs_result = ${flags.needsResult ?? 0}, needs_acceptance = ${flags.needsAcceptance ?? 0},
          result = null, result_file_ids = null, owner_id = ${who.responsible.id}, observer_ids = ${JSON.stringify([who.observer.id])} where id = ${task.id}`.execute(
          tx.q,
        );
      });
    const body = { 'send-back': { reason: 'x' }, decline: { reason: 'x' }, delegate: { ownerId: other.id } } as Record<string, object>;
    const take = (visitor: Visitor, step: string, given: object = body[step] ?? {}) => visitor.api('POST', `tasks/tasks/${task.id}/${step}`, given);

    await t.test('what is open is said, and every cell of the table holds', async (t) => {
      // The table is the same on both; every cell of it is walked once, and some again.
      for (const state of dialect === 'sqlite' ? states : (['in-progress', 'waiting'] as const)) {
        await reset(state);
        for (const role of roles) {
          const said = await expect(who[role].api('GET', `tasks/tasks/${task.id}/steps`), 200);
          // The creator is a member too, as whoever puts a task into a project is.
          const as = new Set<TaskRole>(role === 'creator' || role === 'moderator' ? [role, 'member'] : [role]);
          t.same(new Set(said.as), as, `${role} is ${[...as]}`);
          const open = openSteps({ state, needsResult: false, needsAcceptance: false, mayMoveDeadline: true }, as);
          t.same(said.steps, open, `${role} at ${state}`);
          for (const step of steps) {
            const found = open.find((one) => one.step === step);
            const { status, body: answer } = await take(who[role], step);
            const rule = rules.find((one) => one.step === step);
            const wanted = found ? 200 : rule?.from.includes(state) ? 403 : 409;
            if (status !== wanted || (found && answer.state !== found.to)) t.fail(`${role} ${step} at ${state}: ${status} ${JSON.stringify(answer)}`);
            if (found) await reset(state);
          }
        }
        for (const step of steps) if ((await take(outsider, step)).status !== 404) t.fail(`an outsider reaches ${step}`);
      }
    });

    await t.test('a needed result, a reason and another responsible are demanded', async (t) => {
      await reset('new', { needsResult: 1 });
      t.equal((await expect(take(who.responsible, 'complete'), 422)).errors[0].path, 'result');
      t.match(await expect(take(who.responsible, 'complete', { result: 'Sent' }), 200), { state: 'done', result: 'Sent' });
      await reset('new');
      t.equal((await expect(take(who.responsible, 'decline', {}), 422)).errors[0].path, 'reason');
      t.equal((await expect(take(who.responsible, 'delegate', {}), 422)).errors[0].path, 'ownerId');
      t.equal((await expect(take(who.responsible, 'delegate', { ownerId: who.responsible.id }), 422)).errors[0].path, 'ownerId');
      t.equal((await expect(take(who.responsible, 'defer', { until: '2001-01-01T00:00:00Z' }), 422)).errors[0].path, 'until');
    });

    await t.test('what the creator accepts waits for it, and comes back with a reason', async (t) => {
      await reset('in-progress', { needsAcceptance: 1 });
      t.equal((await expect(take(who.responsible, 'complete'), 200)).state, 'waiting');
      t.equal((await expect(take(who.creator, 'send-back', { reason: 'The price is missing' }), 200)).state, 'in-progress');
      t.equal((await expect(take(who.responsible, 'complete'), 200)).state, 'waiting');
      t.equal((await expect(take(who.creator, 'accept'), 200)).state, 'done');
      const told = async (visitor: Visitor) =>
        (await expect(visitor.api('GET', 'notices'), 200)).items.slice(0, 2).map(({ code, outcome }: { code: string; outcome: string }) => [code, outcome]);
      t.same(
        await told(who.creator),
        [
          ['tasks.task.waiting', 'It is done.'],
          ['tasks.task.waiting', 'It is done.'],
        ],
        'what was asked for is settled',
      );
      t.same(await told(who.responsible), [
        ['tasks.task.accepted', null],
        ['tasks.task.sent-back', null],
      ]);
      const { items } = await expect(who.creator.api('GET', `tasks/tasks/${task.id}/timeline`), 200);
      t.match(items[2], { kind: 'tasks.task.sent-back', data: { reason: 'The price is missing' } });
    });

    await t.test('one that was declined is open again for whom it is given to then', async (t) => {
      const { id } = await newTask(who.creator, draft);
      await expect(who.responsible.api('POST', `tasks/tasks/${id}/decline`, { reason: 'Not my field' }), 200);
      t.match(await expect(who.creator.api('PATCH', `tasks/tasks/${id}`, { ownerId: other.id }), 200), { state: 'new', closedAt: null });
      const { items } = await expect(other.api('GET', 'tasks/tasks?state.in=new,in-progress&ownerId=me'), 200);
      t.match(items, [{ id }], 'and stands in the list of what is open');
    });

    await t.test('whoever hands a task on goes on watching it', async (t) => {
      await reset('in-progress');
      const handed = await expect(take(who.responsible, 'delegate', { ownerId: other.id, reason: 'She knows the place' }), 200);
      t.match(handed, { ownerId: other.id, state: 'new', reason: 'She knows the place' });
      const { items } = await expect(other.api('GET', `tasks/tasks/${task.id}/timeline`), 200);
      t.match(items[0], { kind: 'tasks.task.delegated', data: { reason: 'She knows the place' } }, 'why is not lost');
      t.ok(handed.observerIds.includes(who.responsible.id));
      await expect(who.responsible.api('GET', `tasks/tasks/${task.id}`), 200);
      await expect(other.api('GET', `tasks/tasks/${task.id}`), 200);
      t.match((await other.api('GET', 'notices')).body.items[0], { code: 'tasks.task.assigned', outcome: null });
    });
  });
}
