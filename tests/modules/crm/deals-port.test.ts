import t from 'tap';
import { Deals } from '../../../server/contracts/crm/ports.js';
import { type Actor, systemActor } from '../../../server/core/access/actor.js';
import type { Refusal } from '../../../server/core/http/problem.js';
import { dialects } from '../../support/portal.js';
import { expect, stageId, stagesOf, startCrm } from './crm-portal.js';

/** With which status a call was refused; 200 when it was not. */
const statusOf = (call: Promise<unknown>): Promise<number> =>
  call.then(
    () => 200,
    (error: Refusal) => error.status,
  );

for (const dialect of dialects) {
  t.test(`other modules work with deals through their port on ${dialect}`, async (t) => {
    const portal = await startCrm(t, dialect);
    const { db, access } = portal.portal.services;
    const deals = portal.portal.life.composition().registry.use(Deals);
    const carla = await portal.person('carla', { grants: { 'crm.deal.read': 'all', 'crm.deal.change': 'own' } });
    const actor = (await access.actorOf(carla.id)) as Actor;
    const channels = (value: string) => ({ emails: [{ kind: 'work', value }] });
    const company = await expect(
      portal.admin.api('POST', 'crm/companies', { title: 'Padaria', taxId: '12', address: 'Rua 1', ...channels('a@b.example') }),
      201,
    );
    const contact = await expect(
      portal.admin.api('POST', 'crm/contacts', { firstName: 'Maria', emails: [{ value: 'm@b.example' }, { value: 'A@b.example' }] }),
      201,
    );
    const { id } = await expect(portal.admin.api('POST', 'crm/deals', { title: 'Deal', companyId: company.id, contactId: contact.id }), 201);

    await t.test('rights are asked', async (t) => {
      t.equal((await deals.read(db.read, actor, id)).title, 'Deal');
      t.equal(await statusOf(deals.read(db.read, actor, id + 100)), 404);
      t.equal(await statusOf(db.write((tx) => deals.lock(tx, actor, id, 'change'))), 403);
      t.equal(await statusOf(db.write((tx) => deals.setAmount(tx, actor, id, { amount: 1, currency: 'BRL' }))), 403);
    });

    await t.test('amount, timeline and client', async (t) => {
      const amount = { amount: 990, currency: 'BRL' };
      await db.write(async (tx) => {
        t.match(await deals.setAmount(tx, systemActor(), id, amount), { amount });
        await deals.note(tx, systemActor(), id, { kind: 'sales.quote.sent', data: { number: 'A-1' } });
      });
      const { items } = await expect(portal.admin.api('GET', `crm/deals/${id}/timeline`), 200);
      t.match(items[0], { kind: 'sales.quote.sent', actorId: null, data: { number: 'A-1' } });
      const client = await deals.client(db.read, { companyId: company.id, contactId: contact.id });
      t.match(client, { name: 'Padaria', contactName: 'Maria', address: 'Rua 1', taxId: '12' });
      t.same(client.emails.map((email) => email.toLowerCase()).sort(), ['a@b.example', 'm@b.example']);
      t.match(await deals.client(db.read, { companyId: null, contactId: 999 }), { name: null, emails: [] });
    });

    await t.test('closing by what a stage means', async (t) => {
      const won = await db.write((tx) => deals.moveTo(tx, systemActor(), id, 'won'));
      t.equal(won.stageId, stageId(portal.dealStages, 'Won'));
      t.ok(won.closedAt);
      t.equal((await db.write((tx) => deals.moveTo(tx, systemActor(), id, 'won'))).version, won.version, 'nothing to do twice');
      t.match(await db.write((tx) => deals.moveTo(tx, systemActor(), id, 'lost')), { stageId: stageId(portal.dealStages, 'Lost'), lostReasonId: null });
    });

    await t.test('two who delete the last stages of a kind at a time leave one', async (t) => {
      const second = await expect(portal.admin.api('POST', 'crm/stages', { name: 'Spam', semantic: 'lost' }), 201);
      const first = stageId(portal.leadStages, 'Junk');
      const answers = await Promise.all([first, second.id].map((one) => portal.admin.api('DELETE', `crm/stages/${one}`)));
      t.same(answers.map(({ status }) => status).sort(), [200, 409]);
      const left = [...(await stagesOf(portal.admin, null)).values()].filter(({ semantic }) => semantic === 'lost');
      t.equal(left.length, 1);
    });
  });
}
