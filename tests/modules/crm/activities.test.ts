import t from 'tap';
import { dialects } from '../../support/portal.js';
import { expect, startCrm } from './crm-portal.js';

for (const dialect of dialects) {
  t.test(`activities, comments and the next step on ${dialect}`, async (t) => {
    const portal = await startCrm(t, dialect);
    const { api } = portal.admin;
    const deal = await expect(api('POST', 'crm/deals', { title: 'With steps' }), 201);
    const plan = (title: string, dueAt: string | null, extra: object = {}) =>
      expect(api('POST', 'crm/activities', { kind: 'call', title, recordType: 'crm.deal', recordId: deal.id, dueAt, ...extra }), 201);
    const next = async () => {
      const { nextActivityTitle, version } = await expect(api('GET', `crm/deals/${deal.id}`), 200);
      return [nextActivityTitle, version];
    };

    await t.test('the next step is the earliest open activity', async (t) => {
      t.same(await next(), [null, 1]);
      const sometime = await plan('sometime', null);
      t.same(await next(), ['sometime', 1], 'the record keeps its version');
      const late = await plan('late', '2030-02-01T10:00:00.000Z');
      const soon = await plan('soon', '2030-01-01T10:00:00+02:00', { kind: 'meeting' });
      t.match(await expect(api('GET', `crm/deals/${deal.id}`), 200), {
        nextActivityTitle: 'soon',
        nextActivityKind: 'meeting',
        nextActivityAt: '2030-01-01T08:00:00.000Z',
      });
      await expect(api('PATCH', `crm/activities/${soon.id}`, { dueAt: '2030-03-01T10:00:00.000Z', version: 1 }), 200);
      t.same(await next(), ['late', 1]);
      await expect(api('DELETE', `crm/activities/${late.id}`), 200);
      t.same(await next(), ['soon', 1]);
      await expect(api('POST', `crm/activities/${late.id}/restore`), 200);
      t.same(await next(), ['late', 1]);
      await expect(api('POST', `crm/activities/${late.id}/complete`, { result: 'Agreed' }), 200);
      await expect(api('POST', `crm/activities/${soon.id}/complete`), 200);
      t.same(await next(), ['sometime', 1]);
      await expect(api('POST', `crm/activities/${late.id}/reopen`), 200);
      t.same(await next(), ['late', 1]);
      for (const { id } of [late, sometime]) await expect(api('POST', `crm/activities/${id}/complete`), 200);
      t.same(await next(), [null, 1]);
      t.equal((await expect(api('GET', 'crm/activities?doneAt.empty=true&total=true'), 200)).total, 0);
    });

    await t.test('what was planned and done stands on the timeline', async (t) => {
      const { items } = await expect(api('GET', `crm/deals/${deal.id}/timeline`), 200);
      const done = items.filter((entry: { kind: string }) => entry.kind === 'crm.activity.done');
      t.match(done.at(-1), { data: { title: 'late', activityKind: 'call', result: 'Agreed' } });
      t.equal(items.filter((entry: { kind: string }) => entry.kind === 'crm.activity.planned').length, 3);
    });

    await t.test('an activity belongs to something that is there', async (t) => {
      const draft = { kind: 'todo', title: 'x', recordType: 'crm.contact', recordId: 12_345 };
      t.equal((await expect(api('POST', 'crm/activities', draft), 422)).errors[0].path, 'recordId');
      t.equal((await expect(api('POST', 'crm/activities', { ...draft, recordType: 'crm.stage' }), 422)).errors[0].path, 'recordType');
      const activity = await plan('stay', null);
      t.equal((await expect(api('PATCH', `crm/activities/${activity.id}`, { recordId: 1 }), 422)).errors[0].path, 'recordId');
    });

    await t.test('comments are read newest first, page by page', async (t) => {
      const company = await expect(api('POST', 'crm/companies', { title: 'Talked about' }), 201);
      const comment = (html: string) => api('POST', 'comments', { recordType: 'crm.company', recordId: company.id, html });
      for (const n of [1, 2, 3, 4, 5]) await expect(comment(`\n comment ${n} `), 201);
      const read: string[] = [];
      let next: number | null = null;
      do {
        const page: { items: { kind: string; text: string }[]; next: number | null } = await expect(
          api('GET', `crm/companies/${company.id}/timeline?limit=2${next === null ? '' : `&before=${next}`}`),
          200,
        );
        read.push(...page.items.map(({ text, kind }) => text ?? kind));
        next = page.next;
      } while (next !== null);
      t.same(read, ['comment 5', 'comment 4', 'comment 3', 'comment 2', 'comment 1', 'crm.company.created']);
    });

    await t.test('steps planned at the same time all count', async (t) => {
      const lead = await expect(api('POST', 'crm/leads', { title: 'Busy' }), 201);
      const made = await Promise.all(
        Array.from({ length: 8 }, (_, i) =>
          expect(
            api('POST', 'crm/activities', { kind: 'call', title: `${i}`, recordType: 'crm.lead', recordId: lead.id, dueAt: `2031-01-0${9 - i}T00:00:00.000Z` }),
            201,
          ),
        ),
      );
      t.equal((await expect(api('GET', `crm/leads/${lead.id}`), 200)).nextActivityTitle, '7');
      await Promise.all(made.map(({ id }: { id: number }) => expect(api('POST', `crm/activities/${id}/complete`), 200)));
      t.equal((await expect(api('GET', `crm/leads/${lead.id}`), 200)).nextActivityTitle, null);
    });

    await t.test('My day counts all leads without a next step as one thing to do, and all such deals', async (t) => {
      const bruno = await portal.person('Bruno Lima', { role: 'salesperson' });
      for (const title of ['Hinge', 'Latch']) await expect(bruno.api('POST', 'crm/leads', { title }), 201);
      for (const title of ['Gate', 'Fence']) await expect(bruno.api('POST', 'crm/deals', { title }), 201);
      t.equal((await expect(bruno.api('GET', 'day'), 200)).count, 2);
    });
  });
}
