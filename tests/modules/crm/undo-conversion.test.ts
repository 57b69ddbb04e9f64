import t from 'tap';
import { dialects, startPortal } from '../../support/portal.js';
import { draftLead, expect, stageId, stagesOf } from './crm-portal.js';

const all = { deal: true, contact: true, company: true };

for (const dialect of dialects) {
  t.test(`a conversion is taken back on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect, modules: ['crm', 'sales', 'tasks'] });
    const { api } = portal.admin;
    const stages = await stagesOf(portal.admin, null);
    const working = [...stages.values()].filter(({ semantic }) => semantic === 'open').at(-1)?.id;
    const converted = async (parts: object = all) => {
      const lead = await expect(api('POST', 'crm/leads', { ...draftLead }), 201);
      await expect(api('POST', `crm/leads/${lead.id}/move`, { stageId: working }), 200);
      return { id: lead.id, made: await expect(api('POST', `crm/leads/${lead.id}/convert`, parts), 200) };
    };
    const undo = (id: number, status = 200, who = portal.admin) => expect(who.api('POST', `crm/leads/${id}/undo-conversion`), status);
    const status = async (path: string) => (await api('GET', path)).status;

    await t.test('the lead stands where it stood, and what was made lies in the bin', async (t) => {
      const { id, made } = await converted();
      t.match(await undo(id), { dealId: null, contactId: null, companyId: null, stageId: working, closedAt: null });
      t.same(
        await Promise.all([status(`crm/deals/${made.dealId}`), status(`crm/contacts/${made.contactId}`), status(`crm/companies/${made.companyId}`)]),
        [404, 404, 404],
      );
      const { items } = await expect(api('GET', 'bin?limit=50'), 200);
      t.same(items.map(({ type }: { type: string }) => type).sort(), ['crm.company', 'crm.contact', 'crm.deal']);
      const told = (await expect(api('GET', `crm/leads/${id}/timeline`), 200)).items.map(({ kind }: { kind: string }) => kind);
      t.equal(told[0], 'crm.lead.unconverted');
      t.match((await expect(api('GET', `crm/leads/${id}/history`), 200)).items[0].changes, { dealId: { from: made.dealId, to: null } });
      t.equal((await undo(id, 409)).code, 'not-converted');
      const again = await expect(api('POST', `crm/leads/${id}/convert`, all), 200);
      t.not(again.dealId, made.dealId, 'it can be converted anew');
      t.match(await undo(id), { dealId: null, stageId: working });
    });

    await t.test('calls one after the other are taken back together', async (t) => {
      const { id } = await converted({ deal: true });
      await expect(api('POST', `crm/leads/${id}/convert`, { contact: true }), 200);
      await expect(api('POST', `crm/leads/${id}/convert`, { company: true }), 200);
      t.match(await undo(id), { dealId: null, contactId: null, companyId: null, stageId: working });
    });

    await t.test('what was there before and only linked stays', async (t) => {
      const company = await expect(api('POST', 'crm/companies', { title: 'Padaria Central Ltda' }), 201);
      await expect(api('POST', 'comments', { recordType: 'crm.company', recordId: company.id, html: 'Cliente antigo' }), 201);
      const { id, made } = await converted({ ...all, company: { id: company.id } });
      await undo(id);
      t.same([await status(`crm/companies/${company.id}`), await status(`crm/contacts/${made.contactId}`)], [200, 404]);
    });

    await t.test('a lead that was moved on since stays in its stage', async (t) => {
      const { id } = await converted({ deal: true });
      const first = stageId(stages, 'New');
      await expect(api('POST', `crm/leads/${id}/move`, { stageId: first }), 200);
      t.match(await undo(id), { dealId: null, stageId: first });
    });

    await t.test('what stands against it is said, and nothing is taken back', async (t) => {
      const about = (type: string, id: number) => ({ recordType: `crm.${type}`, recordId: id });
      type Made = { dealId: number; contactId: number; companyId: number };
      const cases: [string, (made: Made) => Promise<unknown>, RegExp][] = [
        ['a change', ({ dealId }) => expect(api('PATCH', `crm/deals/${dealId}`, { title: 'Outro' }), 200), /“Outro” was changed/],
        ['a move', ({ dealId }) => expect(api('POST', `crm/deals/${dealId}/move`, { stageId: dealStage }), 200), /was changed/],
        ['a comment', ({ contactId }) => expect(api('POST', 'comments', { ...about('contact', contactId), html: 'Ligou' }), 201), /comments on “Maria Silva”/],
        [
          'an activity',
          ({ companyId }) => expect(api('POST', 'crm/activities', { kind: 'call', title: 'Ligar', ...about('company', companyId) }), 201),
          /activities on “Padaria Central”/,
        ],
        [
          'a quote',
          ({ dealId }) =>
            expect(api('POST', 'sales/quotes', { dealId, rows: [{ name: 'Portão', quantity: 1, price: { amount: 100, currency: 'BRL' } }] }), 201),
          /document, task or other record/,
        ],
        ['a task', ({ dealId }) => expect(api('POST', 'tasks/tasks', { title: 'Medir', aboutType: 'crm.deal', aboutId: dealId }), 201), /document, task/],
        ['another deal', ({ contactId }) => expect(api('POST', 'crm/deals', { title: 'Grades', contactId }), 201), /document, task/],
        [
          'its deletion and return',
          async ({ dealId }) => {
            await expect(api('DELETE', `crm/deals/${dealId}`), 200);
            await expect(api('POST', `crm/deals/${dealId}/restore`), 200);
          },
          /was changed/,
        ],
      ];
      const { items } = await expect(api('GET', 'crm/pipelines'), 200);
      const dealStage = stageId(await stagesOf(portal.admin, items[0].id), 'Quote');
      for (const [name, happen, reason] of cases) {
        const { id, made } = await converted();
        await happen(made);
        const refused = await undo(id, 409);
        t.match(refused, { code: 'conversion-stands', detail: reason }, name);
        t.match(await expect(api('GET', `crm/leads/${id}`), 200), made, 'nothing was taken back');
      }
    });

    await t.test('what was still to be done goes along, and comes back', async (t) => {
      const lead = await expect(api('POST', 'crm/leads', { ...draftLead }), 201);
      const on = { recordType: 'crm.lead', recordId: lead.id };
      const plan = (title: string, dueAt: string, of: object = on) => expect(api('POST', 'crm/activities', { kind: 'call', title, dueAt, ...of }), 201);
      const [call, visit, old] = [
        await plan('Ligar', '2031-01-01T12:00:00Z'),
        await plan('Visitar', '2031-03-01T12:00:00Z'),
        await plan('Antes', '2030-01-01T12:00:00Z'),
      ];
      await expect(api('POST', `crm/activities/${old.id}/complete`), 200);
      const task = await expect(
        api('POST', 'tasks/tasks', { title: 'Medir', aboutType: 'crm.lead', aboutId: lead.id, deadlineAt: '2031-02-01T12:00:00Z' }),
        201,
      );
      const next = async (path: string) => (await expect(api('GET', `crm/${path}`), 200)).nextActivityTitle;
      const at = async (id: number) => (({ recordType, recordId }) => [recordType, recordId])(await expect(api('GET', `crm/activities/${id}`), 200));
      const about = async () => (({ aboutType, aboutId }) => [aboutType, aboutId])(await expect(api('GET', `tasks/tasks/${task.id}`), 200));
      const told = async (path: string) => (await expect(api('GET', `crm/${path}/timeline`), 200)).items.map(({ kind }: { kind: string }) => kind);
      const convert = (body: object) => expect(api('POST', `crm/leads/${lead.id}/convert`, body), 200);

      const { contactId } = await convert({ contact: true });
      t.same(
        [await at(call.id), await about()],
        [
          ['crm.contact', contactId],
          ['crm.contact', contactId],
        ],
        'with the contact while there is no deal',
      );
      const { dealId } = await convert({ deal: true });
      const deal = ['crm.deal', dealId];
      t.same([await at(call.id), await at(visit.id), await about(), await at(old.id)], [deal, deal, deal, ['crm.lead', lead.id]], 'what is done stays');
      t.same([await next(`deals/${dealId}`), await next(`leads/${lead.id}`)], ['Ligar', null]);
      for (const path of [`deals/${dealId}`, `leads/${lead.id}`]) t.ok((await told(path)).includes('crm.lead.steps-to-deal'), path);
      await expect(api('POST', `crm/activities/${call.id}/complete`, { result: 'Fala com o sócio' }), 200);
      t.match(await expect(api('GET', `crm/deals/${dealId}`), 200), { nextStepType: 'tasks.task', nextStepId: task.id });
      const { items } = await expect(api('GET', `crm/leads/${lead.id}/timeline`), 200);
      t.same(items[0].data, { activityId: call.id, activityKind: 'call', title: 'Ligar' }, 'where it was planned it is done, too');

      t.match((await undo(lead.id, 409)).detail, /activities/, 'what was done since stands against it');
      await expect(api('POST', `crm/activities/${call.id}/reopen`), 200);
      const added = await plan('Nova', '2032-01-01T12:00:00Z', { recordType: 'crm.deal', recordId: dealId });
      t.match((await undo(lead.id, 409)).detail, /activities/, 'and what was planned since');
      t.same([await at(visit.id), await about()], [deal, deal], 'then nothing is taken back');
      await expect(api('DELETE', `crm/activities/${added.id}`), 200);
      await expect(api('PATCH', `crm/activities/${visit.id}`, { dueAt: '2031-04-01T12:00:00Z' }), 200);
      await undo(lead.id);
      const back = ['crm.lead', lead.id];
      t.same([await at(call.id), await at(visit.id), await about(), await next(`leads/${lead.id}`)], [back, back, back, 'Ligar']);

      const company = await convert({ company: true });
      t.same(await at(call.id), back, 'a lead that stays open keeps its steps');
      t.ok(company.companyId);
      const task2 = await convert({ deal: true });
      t.same(await about(), ['crm.deal', task2.dealId]);
      await expect(api('POST', `tasks/tasks/${task.id}/complete`, {}), 200);
      t.match((await undo(lead.id, 409)).detail, /task/, 'a task that was done since stands against it');
    });

    await t.test('whoever may convert may take back, without the right to delete', async (t) => {
      const change = { 'crm.lead.read': 'all', 'crm.lead.change': 'all', 'crm.deal.read': 'all' } as const;
      const clerk = await portal.person('Clerk', { grants: { ...change, 'crm.deal.create': 'all' } });
      const reader = await portal.person('Reader', { grants: change });
      const blind = await portal.person('Blind', { grants: { 'crm.lead.read': 'all', 'crm.lead.change': 'all' } });
      const { id } = await converted({ deal: true });
      t.equal((await undo(id, 403, reader)).permission, 'crm.deal.create');
      t.match((await undo(id, 409, blind)).detail, /not yours to see/);
      t.match(await undo(id, 200, clerk), { dealId: null });
    });

    await t.test('two who take back at the same time do it once', async (t) => {
      const { id } = await converted();
      const answers = await Promise.all(Array.from({ length: 3 }, () => api('POST', `crm/leads/${id}/undo-conversion`)));
      t.same(answers.map((one) => one.status).sort(), [200, 409, 409]);
    });
  });
}
