import t from 'tap';
import { dialects } from '../../support/portal.js';
import { expect, newTask, startTasks, working } from './tasks-portal.js';

for (const dialect of dialects) {
  t.test(`deadlines as a calendar by a secret address on ${dialect}`, async (t) => {
    const p = await startTasks(t, dialect);
    const bruno = await p.person('Bruno', { grants: working('own') });
    await expect(bruno.api('PATCH', 'session', { language: 'pt-BR' }), 200);
    const due = new Date(Date.parse(p.now()) + 86_400_000).toISOString();
    const mine = await newTask(bruno, { title: `Orçamento; com vírgula, e ${'ção'.repeat(40)}`, deadlineAt: due });
    const helped = await newTask(p.admin, { title: 'Helped', ownerId: p.admin.id, helperIds: [bruno.id], deadlineAt: due });
    await newTask(p.admin, { title: 'Elsewhere', ownerId: p.admin.id, deadlineAt: due });
    await newTask(bruno, { title: 'Undated' });
    const read = (url: string, headers: Record<string, string> = {}) => fetch(url, { headers });
    const titles = async (url: string) =>
      (await (await read(url)).text())
        .replace(/\r\n /g, '')
        .split('\r\n')
        .filter((line) => line.startsWith('SUMMARY:'))
        .map((line) => line.slice('SUMMARY:'.length))
        .sort();

    t.same(await expect(bruno.api('GET', 'tasks/feed'), 200), { feed: null });
    const { url } = await expect(bruno.api('POST', 'tasks/feed', {}), 201);
    const answer = await read(url);
    t.equal(answer.status, 200);
    t.match(answer.headers.get('content-type'), 'text/calendar');
    t.equal(answer.headers.get('x-robots-tag'), 'noindex');
    const text = await answer.text();
    t.ok(
      text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75),
      'no line is longer than the standard allows',
    );
    t.match(text, `DTEND:${due.slice(0, 19).replace(/[-:]/g, '')}Z`);
    t.same(await titles(url), ['Prazo: Helped', `Prazo: Orçamento\\; com vírgula\\, e ${'ção'.repeat(40)}`]);

    const tag = answer.headers.get('etag') as string;
    t.equal((await read(url, { 'if-none-match': tag })).status, 304);
    t.not((await expect(bruno.api('GET', 'tasks/feed'), 200)).feed.readAt, null);
    await expect(p.admin.api('PATCH', `tasks/tasks/${helped.id}`, { helperIds: [] }), 200);
    t.equal((await read(url, { 'if-none-match': tag })).status, 200);
    t.equal((await titles(url)).length, 1, 'what one may not see any more is gone');
    await expect(bruno.api('POST', `tasks/tasks/${mine.id}/complete`, {}), 200);
    t.same(await titles(url), [], 'and so is what is done');

    const { url: other } = await expect(bruno.api('POST', 'tasks/feed', {}), 201);
    t.equal((await read(url)).status, 404, 'a new address ends the old one');
    t.equal((await read(other)).status, 200);
    await expect(bruno.api('DELETE', 'tasks/feed'), 200);
    t.equal((await read(other)).status, 404);
    const { url: last } = await expect(bruno.api('POST', 'tasks/feed', {}), 201);
    await expect(p.admin.api('PATCH', `people/${bruno.id}`, { status: 'dismissed' }), 200);
    t.equal((await read(last)).status, 404, 'who has left shows nothing');
    let status = 0;
    for (let n = 0; n < 80 && status !== 429; n += 1) status = (await read(last)).status;
    t.equal(status, 429);
  });
}
