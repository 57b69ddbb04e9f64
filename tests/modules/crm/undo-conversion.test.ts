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
