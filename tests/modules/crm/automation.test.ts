import t from 'tap';
import { dialects } from '../../support/portal.js';
import { expect, stageId, startCrm } from './crm-portal.js';

const hour = 3_600_000;
const rule = { kind: 'call', title: 'Ring back', dueInHours: 4, notify: true };

for (const dialect of dialects) {
  t.test(`rules, reminders and notices on ${dialect}`, async (t) => {
    const portal = await startCrm(t, dialect);
    const { api } = portal.admin;
    const carla = await portal.person('carla', { role: 'salesperson' });
    const noticesOf = async (who: typeof carla, code: string) => {
      const { items } = await expect(who.api('GET', 'notices?limit=200'), 200);
      return items.filter((notice: { code: string }) => notice.code === code);
    };
    const activitiesOf = async (recordType: string, recordId: number) =>
      (await expect(api('GET', `crm/activities?recordType=${recordType}&recordId=${recordId}&sort=createdAt`), 200)).items;

    await t.test('a rule is checked field by field', async (t) => {
      const quote = stageId(portal.dealStages, 'Quote');
      const refused = await expect(api('PATCH', `crm/stages/${quote}`, { rule: { kind: 'sms', title: ' ', dueInHours: 1.5, colour: 1 } }), 422);
      t.same(refused.errors.map((one: { path: string }) => one.path).sort(), ['rule.colour', 'rule.dueInHours', 'rule.kind', 'rule.title']);
      t.same((await expect(api('PATCH', `crm/stages/${quote}`, { rule }), 200)).rule, rule);
    });

    await t.test('a rule runs once for every entering, for the responsible', async (t) => {
      const [fresh, quote] = [stageId(portal.dealStages, 'New'), stageId(portal.dealStages, 'Quote')];
      const deal = await expect(carla.api('POST', 'crm/deals', { title: 'Ruled' }), 201);
      await portal.settle();
      t.same(await activitiesOf('crm.deal', deal.id), [], 'no rule where there is none');
      await expect(carla.api('POST', `crm/deals/${deal.id}/move`, { stageId: quote }), 200);
      await expect(carla.api('POST', `crm/deals/${deal.id}/move`, { stageId: quote }), 200);
      await Promise.all([portal.settle(), portal.settle(), portal.portal.services.events.deliver()]);
      const [planned, ...more] = await activitiesOf('crm.deal', deal.id);
      t.same(more, []);
      t.match(planned, { kind: 'call', title: 'Ring back', ownerId: carla.id, createdBy: null, doneAt: null });
      const entered = (await expect(carla.api('GET', `crm/deals/${deal.id}`), 200)).stageEnteredAt;
      t.ok(Math.abs(Date.parse(planned.dueAt) - Date.parse(entered) - 4 * hour) < 2000);
      t.match(await expect(carla.api('GET', `crm/deals/${deal.id}`), 200), {
        nextActivityAt: planned.dueAt,
        nextActivityKind: 'call',
        nextActivityTitle: 'Ring back',
      });
      t.match(await noticesOf(carla, 'crm.stage.rule'), [{ recordType: 'crm.deal', recordId: deal.id, params: { stage: 'Quote', activity: 'Ring back' } }]);

      await expect(carla.api('POST', `crm/deals/${deal.id}/move`, { stageId: fresh }), 200);
      await expect(carla.api('POST', `crm/deals/${deal.id}/move`, { stageId: quote }), 200);
      await portal.settle();
      t.equal((await activitiesOf('crm.deal', deal.id)).length, 2, 'entered again, planned again');
    });

    await t.test('a rule that was due when the portal stopped runs after it', async (t) => {
      await expect(api('PATCH', `crm/stages/${stageId(portal.leadStages, 'New')}`, { rule: { ...rule, notify: false } }), 200);
      const lead = await expect(api('POST', 'crm/leads', { title: 'Before the stop' }), 201);
      await portal.restart();
      await portal.settle();
      await portal.settle();
      t.equal((await activitiesOf('crm.lead', lead.id)).length, 1);
      await expect(api('PATCH', `crm/stages/${stageId(portal.leadStages, 'New')}`, { rule: null }), 200);
    });

    await t.test('a reminder comes once, also across a stop', async (t) => {
      const lead = await expect(carla.api('POST', 'crm/leads', { title: 'Remind me' }), 201);
      const at = (hours: number) => new Date(Date.parse(portal.now()) + hours * hour).toISOString();
      const plan = (title: string, extra: object) =>
        expect(carla.api('POST', 'crm/activities', { kind: 'todo', title, recordType: 'crm.lead', recordId: lead.id, ...extra }), 201);
      type Due = { recordId: number; params: { title: string } };
      const due = async () => {
        const notices: Due[] = await noticesOf(carla, 'crm.activity.due');
        return notices.filter(({ recordId }) => recordId === lead.id).map(({ params }) => params.title);
      };
      await plan('early', { dueAt: at(10), remindMinutes: 120 });
      await plan('on time', { dueAt: at(10) });
      const done = await plan('done before', { dueAt: at(10) });
      const moved = await plan('moved away', { dueAt: at(10) });
      const gone = await plan('deleted', { dueAt: at(10) });
      await plan('without a time', {});
      await plan('written down afterwards', { dueAt: at(-1) });
      await expect(carla.api('POST', `crm/activities/${done.id}/complete`, { result: 'ok' }), 200);
      await expect(carla.api('PATCH', `crm/activities/${moved.id}`, { dueAt: at(100) }), 200);
      await expect(api('DELETE', `crm/activities/${gone.id}`), 200);
      await portal.settle();
      t.same(await due(), []);
      portal.pass(9 * hour);
      await portal.settle();
      t.same(await due(), ['early']);
      await portal.restart();
      portal.pass(2 * hour);
      await Promise.all([portal.settle(), portal.settle()]);
      await portal.settle();
      t.same(await due(), ['on time', 'early']);
      await expect(carla.api('POST', `crm/activities/${done.id}/reopen`), 200);
      portal.pass(200 * hour);
      await portal.settle();
      t.same((await due()).sort(), ['early', 'moved away', 'on time']);
    });

    await t.test('a lead is told to its responsible unless they typed it themselves', async (t) => {
      const told = async () => (await noticesOf(carla, 'crm.lead.assigned')).map((notice: { recordId: number }) => notice.recordId);
      const before = await told();
      await expect(carla.api('POST', 'crm/leads', { title: 'typed herself' }), 201);
      t.same(await told(), before);
      const given = await expect(api('POST', 'crm/leads', { title: 'given', ownerId: carla.id }), 201);
      t.same(await told(), [given.id, ...before]);
      const handed = await expect(api('POST', 'crm/leads', { title: 'handed over' }), 201);
      await expect(api('PATCH', `crm/leads/${handed.id}`, { ownerId: carla.id }), 200);
      await expect(api('PATCH', `crm/leads/${handed.id}`, { ownerId: carla.id, comments: 'x' }), 200);
      t.same(await told(), [handed.id, given.id, ...before]);
      const { items } = await expect(api('GET', `crm/leads/${handed.id}/timeline`), 200);
      t.match(items[0], { kind: 'crm.lead.assigned', data: { from: { name: 'Ana Souza' }, to: { id: carla.id, name: 'carla' } } });

      const { token } = await expect(carla.api('POST', 'tokens', { name: 'site', scopes: ['crm.lead.create'] }), 201);
      const sent = await expect(portal.api('POST', 'crm/leads', { title: 'by program' }, { authorization: `Bearer ${token}` }), 201);
      t.equal(sent.ownerId, carla.id);
      t.same(await told(), [sent.id, handed.id, given.id, ...before]);
    });
  });
}
