import { expect, newTask } from '../modules/tasks/tasks-portal.js';
import type { TestPortal } from './portal.js';

/** Milliseconds. */
const aDay = 86_400_000;

/** Tasks in every state and a project with a board, and every page that then has something to show. */
export async function taskPages({ admin, now, today, settle }: TestPortal): Promise<string[]> {
  const at = (days: number) => new Date(Date.parse(now()) + days * aDay).toISOString();
  const act = (id: number, step: string, body: object = {}) => expect(admin.api('POST', `tasks/tasks/${id}/${step}`, body), 200);
  const project = await expect(
    admin.api('POST', 'tasks/projects', {
      name: 'Mudança da loja',
      visibility: 'closed',
      memberIds: [2],
      startOn: '2031-05-01',
      endOn: '2031-06-30',
      colour: 4,
    }),
    201,
  );
  const { items } = await expect(admin.api('GET', `tasks/projects/${project.id}/stages`), 200);
  const stages = items.map(({ id, name }: { id: number; name: string }, n: number) => ({ id, name, colour: n + 2, limit: n === 0 ? 1 : null }));
  await expect(admin.api('PUT', `tasks/projects/${project.id}/stages`, { stages }), 200);
  const archived = await expect(admin.api('POST', 'tasks/projects', { name: 'Feira do ano passado' }), 201);
  await expect(admin.api('POST', `tasks/projects/${archived.id}/archive`, {}), 200);
  const full = await newTask(admin, {
    title: 'Enviar a proposta com as medidas do vão',
    description: '<p>Conferir <strong>duas vezes</strong> a altura.</p>',
    deadlineAt: at(-1),
    priority: 'urgent',
    plannedStartAt: at(-4),
    plannedEndAt: at(2),
    projectId: project.id,
    helperIds: [2],
    tags: ['proposta'],
    estimateMinutes: 90,
    needsResult: true,
    aboutType: 'crm.deal',
    aboutId: 1,
  });
  await newTask(admin, { title: 'Medir a altura', parentId: full.id, projectId: project.id });
  const point = await expect(admin.api('POST', `tasks/tasks/${full.id}/checks`, { text: 'Altura' }), 201);
  await expect(admin.api('POST', `tasks/tasks/${full.id}/checks`, { text: 'Dos dois lados', parentId: point.id, personId: 2 }), 201);
  const keys = await newTask(admin, { title: 'Pedir as chaves', ownerId: 2, deadlineAt: at(0.2), projectId: project.id });
  await expect(admin.api('POST', 'tasks/dependencies', { fromId: keys.id, toId: full.id, kind: 'end-start', lagMinutes: 540 }), 201);
  const waiting = await newTask(admin, { title: 'Fotografar a loja', ownerId: 1, needsAcceptance: true, deadlineAt: at(3) });
  await act(waiting.id, 'start');
  const done = await newTask(admin, { title: 'Escolher a tinta' });
  await act(done.id, 'complete', { result: 'Branco gelo.' });
  const deferred = await newTask(admin, { title: 'Trocar a placa' });
  await act(deferred.id, 'defer', { reason: 'Falta a licença.' });
  await expect(admin.api('PUT', `tasks/plan/${waiting.id}`, { day: today() }), 200);
  for (const [taskId, day, minutes] of [
    [full.id, today(), 95],
    [full.id, today(), 20],
    [full.id, today(-1), 45],
    [waiting.id, today(-8), 30],
  ])
    await expect(admin.api('POST', 'tasks/time', { taskId, day, minutes, note: 'Medidas no local' }), 201);
  await expect(admin.api('PUT', 'tasks/time/lock', { before: today(-7) }), 200);
  await expect(admin.api('POST', 'tasks/timer', { taskId: full.id }), 200);
  await expect(admin.api('PUT', `tasks/tasks/${waiting.id}/repeat`, { rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', count: 9, skipWhileOpen: true }), 200);
  const product = await expect(admin.api('POST', 'sales/products', { name: 'Escada de seis degraus', price: { amount: 18_900, currency: 'BRL' } }), 201);
  await expect(admin.api('POST', 'tasks/templates', { name: 'Proposta com visita', taskId: full.id, shared: true }), 201);
  await expect(admin.api('POST', 'tasks/templates', { name: 'Mudança', projectId: project.id }), 201);
  await settle();
  return [
    '/',
    '/tasks/tasks',
    '/tasks/tasks?group=state',
    '/tasks/tasks?group=project',
    '/tasks/tasks?group=none',
    '/tasks/tasks?q=nada+disso',
    '/tasks/tasks?new=1',
    '/tasks/tasks?view=deadlines',
    '/tasks/tasks?view=plan',
    '/tasks/tasks?view=calendar',
    '/tasks/tasks?view=gantt',
    '/tasks/tasks?view=gantt&q=nada+disso',
    `/tasks/tasks/${full.id}`,
    `/tasks/tasks/${full.id}?tab=history`,
    `/tasks/tasks/${full.id}?do=complete`,
    `/tasks/tasks/${done.id}`,
    `/tasks/tasks/${deferred.id}`,
    '/tasks/tasks/7777',
    `/tasks/tasks/${waiting.id}`,
    '/tasks/time',
    `/tasks/time?day=${today(-8)}`,
    '/tasks/time?view=report&by=client&period=custom',
    '/tasks/time?view=report&period=custom&from=2020-01-01&to=2020-01-31',
    '/tasks/templates',
    '/tasks/import?kind=tasks',
    '/tasks/projects',
    '/tasks/projects?view=archive',
    `/tasks/projects/${project.id}`,
    `/tasks/projects/${project.id}/${full.id}`,
    `/tasks/projects/${project.id}?view=gantt&span=day&critical=1`,
    '/tasks/projects/7777',
    '/crm/deals/1?tab=tasks',
    `/sales/products/${product.id}`,
    `/sales/products/${product.id}?tab=tasks`,
  ];
}
