import t from 'tap';
import type { NewsItem } from '../../server/contracts/core/news.js';
import { dialects, startPortal, type Visitor } from '../support/portal.js';

const minute = 60_000;
const most = 1_000_000_000;

for (const dialect of dialects) {
  t.test(`what is new since one's last visit on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect, modules: ['crm'] });
    const [shop, yard] = [await p.department('Loja'), await p.department('Pátio')];
    const reads = (scope: 'own' | 'department' | 'department-below' | 'all') => ({
      'crm.lead.read': scope,
      'crm.lead.change': scope,
      'crm.lead.create': scope,
    });
    const bruno = await p.person('Bruno Lima', { grants: reads('own'), departmentId: shop.id });
    const carla = await p.person('Carla Reis', { grants: reads('department'), departmentId: shop.id });
    const davi = await p.person('Davi Nunes', { grants: reads('all'), departmentId: yard.id });
    const blind = await p.person('Elsa Prado', { grants: {}, departmentId: shop.id });
    const marta = await p.person('Marta Dias', { grants: reads('department-below') });
    const everybody = [bruno, carla, davi, blind, marta];
    const news = async (who: Visitor) => (await who.api('GET', 'news')).body;
    const titles = async (who: Visitor) => (await news(who)).items.map(({ title }: NewsItem) => title).sort();
    const look = async (who: Visitor, extra: object = {}) => who.api('POST', 'news/seen', { upTo: (await news(who)).upTo, ...extra });
    /** All have seen everything there is, and some time goes by. */
    const allSeen = async () => {
      for (const who of everybody) await look(who, { all: true });
      p.pass(31 * minute);
    };
    const lead = async (title: string, ownerId: number): Promise<number> => (await p.admin.api('POST', 'crm/leads', { title, ownerId })).body.id;
    const change = (who: Visitor, id: number, body: object) => who.api('PATCH', `crm/leads/${id}`, body);
    const [his, hers, davis] = [await lead('Portão', bruno.id), await lead('Cerca', carla.id), await lead('Escada', davi.id)];

    await t.test('is nothing for somebody who is here for the first time', async (t) => {
      t.match(await news(bruno), { since: null, items: [], more: false });
      await allSeen();
      t.same(await titles(bruno), []);
    });

    await t.test('is what others changed in one’s own records: which, who, and which fields; what one did oneself is none', async (t) => {
      await change(bruno, his, { comments: 'Liguei.' });
      t.same(await titles(bruno), []);
      await change(p.admin, his, { title: 'Portão de ferro', amount: { amount: 100, currency: 'BRL' } });
      await change(p.admin, his, { comments: 'Até sexta.' });
      p.pass(5 * minute);
      const line = { record_type: 'crm.lead', record_id: his, at: p.now(), actor_id: null, kind: 'changed', changes: '{"nextActivityAt":{"from":1,"to":2}}' };
      await p.portal.services.db.write(({ q }) => q.insertInto('record_history').values(line).execute());
      const { items, since } = await news(bruno);
      t.equal(items.length, 1, 'a record comes once');
      t.match(items[0], { recordType: 'crm.lead', recordId: his, title: 'Portão de ferro', people: ['Ana Souza'], created: false, notice: null });
      t.ok(items[0].at < line.at, 'when that was, not when the portal noted something');
      t.same([...items[0].fields].sort(), ['amount', 'comments', 'title']);
      t.ok(since < p.now());
      const stages = (await p.admin.api('GET', 'crm/stages?semantic=open&sort=position')).body.items.filter(
        ({ pipelineId }: { pipelineId: unknown }) => !pipelineId,
      );
      await p.admin.api('POST', `crm/leads/${his}/move`, { stageId: stages[1].id });
      t.equal((await news(bruno)).items[0].stage, stages[1].name, 'and where it was moved');
    });

    await t.test('is only what one may see, and of that what concerns one', async (t) => {
      await allSeen();
      for (const id of [his, hers, davis]) await change(p.admin, id, { comments: String(p.now()) });
      t.same(await titles(bruno), ['Portão de ferro'], 'own records alone');
      t.same(await titles(carla), ['Cerca', 'Portão de ferro'], 'the department');
      t.same(await titles(davi), ['Escada'], 'not all that may be seen: those of the own department');
      const works = await p.department('Obras', { headId: marta.id });
      await p.admin.api('PATCH', `departments/${shop.id}`, { parentId: works.id });
      t.same(await titles(marta), ['Cerca', 'Portão de ferro'], 'of whoever heads departments below: theirs too, as far as the role reaches');
      t.same(await titles(blind), [], 'without the right nothing, although the department has some');
    });

    await t.test('is nothing any more when the record is given away or thrown away', async (t) => {
      await allSeen();
      await change(p.admin, his, { comments: 'Antes.' });
      t.same(await titles(bruno), ['Portão de ferro']);
      await change(p.admin, his, { ownerId: davi.id });
      t.same(await titles(bruno), ['Lead that was yours: Portão de ferro'], 'but that it was');
      await change(p.admin, his, { ownerId: bruno.id });
      await p.admin.api('DELETE', `crm/leads/${his}`);
      t.notOk((await titles(bruno)).includes('Portão de ferro'));
      await p.admin.api('POST', `crm/leads/${his}/restore`);
      await bruno.api('POST', 'notices/read', { all: true });
    });

    await t.test('says with a notice what a notice says better, once', async (t) => {
      await allSeen();
      const id = await lead('Grade', bruno.id);
      const { items } = await news(bruno);
      t.equal(items.length, 1);
      t.match(items[0], { recordId: id, created: true, notice: { code: 'crm.lead.assigned' } });
      await bruno.api('POST', 'notices/read', { all: true });
      t.equal((await news(bruno)).items[0].notice, null, 'read already: the record is new all the same');
    });

    await t.test('says of a new record when it was added and by whom, and nothing of what was taken back', async (t) => {
      const others = async () => (await news(carla)).items.filter(({ recordType }: NewsItem) => recordType === 'crm.lead');
      await allSeen();
      const added = p.now();
      const id = (await bruno.api('POST', 'crm/leads', { title: 'Corrimão' })).body.id;
      await change(bruno, his, { comments: 'Por engano.' });
      p.pass(9 * minute);
      await change(p.admin, id, { comments: 'Por engano.' });
      await change(p.admin, id, { comments: null });
      await change(bruno, his, { comments: 'Antes.' });
      const [first, ...more] = await others();
      t.match(first, { title: 'Corrimão', created: true, people: ['Bruno Lima'] });
      t.ok(first.at < p.now() && first.at >= added, 'when it was added, not when it was last changed');
      t.same(more, [], 'what stands as it did is no news');
      await bruno.api('DELETE', `crm/leads/${id}`);
    });

    await t.test('is one line where the same was done to many records, and a notice alone where one was given them', async (t) => {
      const ids = await Promise.all(Array.from({ length: 5 }, (_, n) => lead(`Porta ${n}`, davi.id)));
      await allSeen();
      await p.admin.api('POST', 'crm/leads/bulk', { action: 'change', ids, values: { ownerId: bruno.id } });
      const [given, ...others] = (await news(bruno)).items;
      t.match(given, { recordType: null, notice: { code: 'crm.lead.assigned-many', params: { count: 5 } } });
      t.same(others, []);
      const { items } = await news(carla);
      t.equal(items.length, 1);
      t.match(items[0], { recordType: 'crm.lead', recordId: null, count: 5, uncounted: false, people: ['Ana Souza'], fields: ['ownerId'] });
      t.same(items[0].values, { ownerId: bruno.id }, 'with what leads to them');
      await p.admin.api('POST', 'crm/leads/bulk', { action: 'delete', ids });
      t.same(await titles(carla), [], 'not of what is gone');
      await bruno.api('POST', 'notices/read', { all: true });
    });

    await t.test('outlasts a reload, ends with a pause of half an hour, and is kept up to what was really shown', async (t) => {
      await allSeen();
      await change(p.admin, his, { comments: 'Primeira.' });
      const before = (await news(bruno)).upTo;
      await change(p.admin, hers, { ownerId: bruno.id });
      await bruno.api('POST', 'news/seen', { upTo: before });
      p.pass(29 * minute);
      await bruno.api('POST', 'news/seen', { upTo: before });
      t.same(await titles(bruno), ['Cerca', 'Portão de ferro'], 'the same visit');
      p.pass(31 * minute);
      t.same(await titles(bruno), ['Cerca'], 'what came after the last look is new in the next visit');
      await bruno.api('POST', 'news/seen', { upTo: most });
      t.same(await titles(bruno), ['Cerca'], 'until the end of this one');
      await look(bruno, { all: true });
      t.same(await titles(bruno), [], 'or until all is marked as read');
      await change(p.admin, hers, { ownerId: carla.id });
    });

    await t.test('is not moved by an administrator who looks in somebody’s place', async (t) => {
      await allSeen();
      await change(p.admin, his, { comments: 'Visto por quem?' });
      const ana = await p.signIn('ana@aurora.example', 'correct horse battery');
      await ana.api('POST', 'session/view', { personId: bruno.id });
      t.same(await titles(ana), ['Portão de ferro']);
      t.equal((await ana.api('POST', 'news/seen', { upTo: most, all: true })).status, 403);
      t.same(await titles(bruno), ['Portão de ferro']);
    });

    await t.test('stays fast and says that there is more when a colleague brings thousands of records', async (t) => {
      await allSeen();
      await change(p.admin, his, { comments: 'Antes da importação.' });
      const { services } = p.portal;
      const line = { record_type: 'crm.lead', record_id: davis, at: p.now(), actor_id: p.admin.id, kind: 'changed', changes: '{"comments":{"from":1,"to":2}}' };
      await services.db.write(async ({ q }) => {
        for (let n = 0; n < 12; n += 1)
          await q
            .insertInto('record_history')
            .values(Array.from({ length: 500 }, () => line))
            .execute();
      });
      const { items, more } = await news(bruno);
      t.same([items, more], [[], true]);
      t.same(await titles(davi), ['Escada'], 'each record once');
    });
  });
}
