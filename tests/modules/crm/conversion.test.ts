import t from 'tap';
import { dialects } from '../../support/portal.js';
import { draftLead, expect, stageId, startCrm } from './crm-portal.js';

type Part = 'deal' | 'contact' | 'company';
const parts: Part[] = ['deal', 'contact', 'company'];
const orders: Part[][] = parts.flatMap((a) => parts.filter((b) => b !== a).map((b) => [a, b, ...parts.filter((c) => c !== a && c !== b)]));

for (const dialect of dialects) {
  t.test(`a lead becomes deal, contact and company on ${dialect}`, async (t) => {
    const portal = await startCrm(t, dialect);
    const { api } = portal.admin;
    const newLead = (extra: object = {}) => expect(api('POST', 'crm/leads', { ...draftLead, ...extra }), 201);

    const checkWhole = async (leadId: number, whole: Record<string, number>) => {
      const deal = await expect(api('GET', `crm/deals/${whole.dealId}`), 200);
      t.match(deal, {
        title: draftLead.title,
        amount: draftLead.amount,
        comments: draftLead.comments,
        leadId,
        companyId: whole.companyId,
        contactId: whole.contactId,
      });
      const contact = await expect(api('GET', `crm/contacts/${whole.contactId}`), 200);
      t.match(contact, { title: 'Maria Silva', position: 'Gerente', phones: draftLead.phones, emails: draftLead.emails, companyId: whole.companyId, leadId });
      const company = await expect(api('GET', `crm/companies/${whole.companyId}`), 200);
      t.match(company, { title: 'Padaria Central', leadId });
      const lead = await expect(api('GET', `crm/leads/${leadId}`), 200);
      t.match(lead, { ...whole, stageId: stageId(portal.leadStages, 'Converted') });
      t.ok(lead.closedAt);
    };

    await t.test('all at once', async (t) => {
      const lead = await newLead();
      const whole = await expect(api('POST', `crm/leads/${lead.id}/convert`, { deal: true, contact: true, company: true }), 200);
      await checkWhole(lead.id, whole);
      const again = await expect(api('POST', `crm/leads/${lead.id}/convert`, { deal: true }), 409);
      t.match(again, { code: 'already-converted', ...whole });
      const { items } = await expect(api('GET', 'crm/deals?q=automático'), 200);
      t.equal(items.length, 1, 'refused conversion made nothing');
    });

    await t.test('one by one, in every order', async (t) => {
      for (const order of orders) {
        const lead = await newLead();
        let made: Record<string, number> = {};
        for (const part of order) made = await expect(api('POST', `crm/leads/${lead.id}/convert`, { [part]: true }), 200);
        await checkWhole(lead.id, made);
        t.pass(order.join(', '));
      }
    });

    await t.test('a company alone leaves the lead open and takes its channels', async (t) => {
      const lead = await newLead();
      const { companyId } = await expect(api('POST', `crm/leads/${lead.id}/convert`, { company: true }), 200);
      t.match(await expect(api('GET', `crm/companies/${companyId}`), 200), { phones: draftLead.phones, emails: draftLead.emails });
      t.match(await expect(api('GET', `crm/leads/${lead.id}`), 200), { companyId, closedAt: null, stageId: stageId(portal.leadStages, 'New') });
    });

    await t.test('existing records are linked, unknown ones refused', async (t) => {
      const company = await expect(api('POST', 'crm/companies', { title: 'Padaria Central Ltda' }), 201);
      const lead = await newLead();
      const refused = await expect(api('POST', `crm/leads/${lead.id}/convert`, { deal: true, company: { id: 999_999 } }), 422);
      t.equal(refused.errors[0].path, 'company.id');
      const made = await expect(api('POST', `crm/leads/${lead.id}/convert`, { deal: true, company: { id: company.id } }), 200);
      t.equal(made.companyId, company.id);
      t.match(await expect(api('GET', `crm/deals/${made.dealId}`), 200), { companyId: company.id });
    });

    await t.test('a lead without a company name makes no company, and then nothing else either', async (t) => {
      const lead = await newLead({ companyName: null });
      const refused = await expect(api('POST', `crm/leads/${lead.id}/convert`, { deal: true, contact: true, company: true }), 422);
      t.equal(refused.errors[0].path, 'company');
      t.match(await expect(api('GET', `crm/leads/${lead.id}`), 200), { dealId: null, contactId: null, version: 1 });
      t.equal((await expect(api('POST', `crm/leads/${lead.id}/convert`, {}), 422)).code, 'invalid');
    });

    await t.test('the deal takes what is given for it', async (t) => {
      const lead = await newLead();
      const deal = { title: 'Dois portões', amount: { amount: 7, currency: 'USD' }, stageId: stageId(portal.dealStages, 'Quote') };
      const { dealId } = await expect(api('POST', `crm/leads/${lead.id}/convert`, { deal }), 200);
      t.match(await expect(api('GET', `crm/deals/${dealId}`), 200), deal);
    });

    await t.test('the timeline goes along', async (t) => {
      const lead = await newLead();
      await expect(api('POST', 'comments', { recordType: 'crm.lead', recordId: lead.id, html: ' Quer visita na terça. ' }), 201);
      const made = await expect(api('POST', `crm/leads/${lead.id}/convert`, { deal: true, contact: true }), 200);
      for (const path of [`deals/${made.dealId}`, `contacts/${made.contactId}`]) {
        const { items } = await expect(api('GET', `crm/${path}/timeline`), 200);
        t.match(
          items.filter((entry: { recordType: string }) => entry.recordType === 'crm.lead').map((entry: { kind: string }) => entry.kind),
          ['crm.lead.moved', 'crm.lead.converted', 'comment', 'crm.lead.created'],
        );
        t.equal(items.find((entry: { kind: string }) => entry.kind === 'comment').text, 'Quer visita na terça.');
      }
    });

    await t.test('two who convert at the same time make one deal', async (t) => {
      const lead = await newLead();
      const answers = await Promise.all(Array.from({ length: 4 }, () => api('POST', `crm/leads/${lead.id}/convert`, { deal: true })));
      t.same(answers.map(({ status }) => status).sort(), [200, 409, 409, 409]);
    });

    await t.test('what is made needs the right to make it', async (t) => {
      const clerk = await portal.person('clerk', {
        grants: { 'crm.lead.read': 'all', 'crm.lead.change': 'all', 'crm.deal.create': 'all', 'crm.deal.read': 'all' },
      });
      const lead = await newLead();
      const refused = await expect(clerk.api('POST', `crm/leads/${lead.id}/convert`, { deal: true, contact: true }), 403);
      t.equal(refused.permission, 'crm.contact.create');
      await expect(clerk.api('POST', `crm/leads/${lead.id}/convert`, { deal: true }), 200);
    });
  });
}
