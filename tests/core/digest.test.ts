import t from 'tap';
import { plusDays } from '../../server/contracts/core/calendar-day.js';
import { dayIn, instantAt } from '../../server/core/db/days.js';
import { startMailServer } from '../support/mail-server.js';
import { dialects, startPortal, type Visitor } from '../support/portal.js';

const hour = 3_600_000;
const day = 24 * hour;
const everyDay = [1, 2, 3, 4, 5, 6, 7];

for (const dialect of dialects) {
  t.test(`the daily digest on ${dialect}`, async (t) => {
    const server = await startMailServer();
    t.teardown(() => server.close());
    const mail = { smtp: `smtp://127.0.0.1:${server.port}`, from: 'hello@aurora.example' };
    const p = await startPortal(t, { dialect, mail, publicUrl: 'https://portal.example' });
    const mails = async () => {
      await p.settle();
      return server.received.splice(0);
    };
    const passTo = (clock: string, timeZone: string, ahead = 0) => p.passTo(clock, { timeZone, ahead });
    const wish = async (who: Visitor, timeZone: string, body: object = {}) => {
      await who.api('PATCH', 'session', { timeZone });
      await who.api('PATCH', 'notices/settings', { kinds: { 'crm.lead': { portal: true, mail: 'digest' } }, digest: { days: everyDay, at: '08:00' }, ...body });
    };
    const lead = async (title: string, ownerId: number): Promise<number> => (await p.admin.api('POST', 'crm/leads', { title, ownerId })).body.id;

    const bruno = await p.person('Bruno Lima', { role: 'salesperson' });
    await bruno.api('PATCH', 'session', { language: 'pt-BR' });
    await wish(bruno, 'America/Sao_Paulo');
    await p.admin.api('PATCH', 'notices/settings', { digest: null });
    await mails();

    await t.test('comes at the hour of the person, in their language, by kind, with what is due, and leads to each', async (t) => {
      const id = await lead('Portão da escola', bruno.id);
      await lead('Cerca do sítio', bruno.id);
      t.same(await mails(), [], 'nothing at once');
      passTo('07:00', 'America/Sao_Paulo');
      t.same(await mails(), []);
      const dueAt = new Date(Date.parse(p.now()) + 2 * hour).toISOString();
      const late = new Date(Date.parse(p.now()) - 2 * day).toISOString();
      const plan = (title: string, dueAt: string) => bruno.api('POST', 'crm/activities', { kind: 'call', title, recordType: 'crm.lead', recordId: id, dueAt });
      t.equal((await plan('Ligar para a escola', dueAt)).status, 201);
      await plan('Medir o vão', late);
      await plan('Outro dia', new Date(Date.parse(p.now()) + 2 * day).toISOString());
      t.equal((await bruno.api('GET', 'day')).body.count, 3, 'what is due, and the lead without a next step');
      passTo('08:00', 'America/Sao_Paulo');
      const [digest, ...more] = await mails();
      t.same(more, []);
      t.equal(digest?.subject, '2 pendências, 2 avisos em Ferragens Aurora');
      const text = String(digest?.text);
      t.match(text, /Seu dia, Bruno/);
      t.match(text, /Atrasado\n- .*Medir o vão\n {2}https:\/\/portal\.example\/crm\/leads\/\d+\n\nPara hoje\n- 09:00 · Ligar para a escola/);
      t.match(text, /Um lead passou a ser meu\n- .*Cerca do sítio\n {2}https:.*\n- .*Portão da escola/);
      t.match(text, 'https://portal.example/me/notices');
      t.notMatch(text, 'Outro dia');
      t.match(String(digest?.html), /<h2[^>]*>Um lead passou a ser meu<\/h2>/);
    });

    await t.test('has nothing to say: no mail; what was read in the inbox meanwhile is no news either', async (t) => {
      for (const { id } of (await bruno.api('GET', 'crm/activities?doneAt.empty=true')).body.items)
        await bruno.api('POST', `crm/activities/${id}/complete`, {});
      await lead('Já lido', bruno.id);
      await bruno.api('POST', 'notices/read', { all: true });
      passTo('08:00', 'America/Sao_Paulo');
      t.same(await mails(), []);
    });

    await t.test('is one, however many days the portal was off', async (t) => {
      await lead('Durante a pausa', bruno.id);
      p.pass(4 * day);
      await p.restart();
      const now = await mails();
      t.equal(now.length, 1);
      await p.restart();
      p.pass(hour);
      t.same(await mails(), []);
    });

    await t.test('keeps to its days, and follows a change of zone', async (t) => {
      const tomorrow = plusDays(dayIn('Asia/Tokyo', p.now()), 1);
      const weekday = new Date(`${tomorrow}T00:00:00Z`).getUTCDay() || 7;
      await wish(bruno, 'Asia/Tokyo', { digest: { days: everyDay.filter((each) => each !== weekday), at: '08:00' } });
      await lead('Tóquio', bruno.id);
      p.pass(Date.parse(instantAt(tomorrow, '08:00', 'Asia/Tokyo')) - Date.parse(p.now()) + 1000);
      t.same(await mails(), [], 'not on that day');
      passTo('08:00', 'Asia/Tokyo');
      t.equal((await mails()).length, 1);
      await bruno.api('PATCH', 'session', { timeZone: 'America/New_York' });
      await bruno.api('PATCH', 'notices/settings', { digest: { days: everyDay, at: '08:00' } });
      await bruno.api('PATCH', 'session', { timeZone: 'Asia/Kolkata' });
      await lead('Calcutá', bruno.id);
      p.pass(hour);
      await mails();
      passTo('08:00', 'Asia/Kolkata');
      t.equal((await mails()).length, 1, 'at half past two in UTC');
    });

    await t.test('that falls into quiet hours waits until they end', async (t) => {
      await wish(bruno, 'UTC', { quiet: { days: everyDay, from: '22:00', to: '09:00' } });
      await lead('Cedo demais', bruno.id);
      passTo('08:00', 'UTC');
      t.same(await mails(), []);
      passTo('09:00', 'UTC');
      t.equal((await mails()).length, 1);
      await wish(bruno, 'UTC', { quiet: { days: everyDay, from: '22:00', to: '08:00' } });
      await lead('De noite', bruno.id);
      // The portal is off at eight and comes back in the night.
      passTo('23:00', 'UTC', 1);
      t.same(await mails(), []);
      passTo('08:00', 'UTC');
      t.match(
        (await mails()).map(({ subject }) => subject),
        [/1 aviso/],
        'late by so much, it is one with the next',
      );
      await wish(bruno, 'UTC', { quiet: null });
    });

    await t.test('reaches each once, also when the portal dies between two people', async (t) => {
      const carla = await p.person('Carla Reis', { role: 'salesperson' });
      await wish(carla, 'UTC');
      await mails();
      for (const { id } of [bruno, carla]) await lead('Para os dois', id);
      passTo('08:00', 'UTC');
      const { services } = p.portal;
      const { queue } = services.mail;
      let queued = 0;
      services.mail.queue = async (tx, one) => {
        queued += 1;
        // The second dies in the middle of its transaction, and with it the process.
        if (queued === 2) throw new Error('killed');
        return queue(tx, one);
      };
      await services.jobs.runDue();
      t.equal(queued, 2);
      await p.restart();
      const again = await mails();
      p.pass(hour);
      again.push(...(await mails()));
      t.same(
        again
          .flatMap(({ to }) => to ?? [])
          .map(({ text }) => text)
          .sort(),
        ['bruno.lima@aurora.example', 'carla.reis@aurora.example'],
      );
    });
  });
}
