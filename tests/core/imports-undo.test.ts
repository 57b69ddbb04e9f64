import t from 'tap';
import type { ImportState } from '../../server/contracts/core/imports.js';
import { ok } from '../modules/sales/sales-portal.js';
import { load } from '../support/importing.js';
import { dialects, startPortal, type Visitor } from '../support/portal.js';

const csv = (content: string) => ({ name: 'clients.csv', content });

for (const dialect of dialects) {
  t.test(`taking an import back on ${dialect}`, async (t) => {
    const p = await startPortal(t, { dialect });
    const { admin } = p;
    const undo = async (who: Visitor, id: number): Promise<ImportState> => {
      ok(await who.api('POST', `imports/${id}/undo`, {}));
      await p.settle();
      return ok(await who.api('GET', `imports/${id}`));
    };
    const companies = async (): Promise<{ id: number; title: string; industry: string | null; version: number }[]> =>
      ok(await admin.api('GET', 'crm/companies?limit=200&sort=createdAt')).items;
    const named = async (title: string) => {
      const found = (await companies()).find((one) => one.title === title);
      if (!found) throw new Error(`No company ${title}`);
      return found;
    };

    await t.test('what it made goes into the bin, what it changed has its former values', async (t) => {
      const known = ok(await admin.api('POST', 'crm/companies', { title: 'Aurora', industry: 'Retail', website: 'aurora.example' }), 201);
      const state = await load(p, admin, 'companies', csv('company;sector\nAurora;Steel\nBoreal;Wood\nCristal;Glass\n'));
      t.match(state, { created: 2, updated: 1, undo: null, personId: admin.id });
      t.equal((await named('Aurora')).industry, 'Steel');
      const after = await undo(admin, state.id);
      t.match(after.undo, { state: 'done', removed: 2, restored: 1, left: {}, by: admin.id });
      t.equal(after.undo?.done, after.undo?.total);
      t.same(
        (await companies()).map(({ title, industry }) => [title, industry]),
        [['Aurora', 'Retail']],
      );
      t.equal(ok(await admin.api('GET', `crm/companies/${known.id}`)).website, 'aurora.example');
      t.same(
        ok(await admin.api('GET', 'bin'))
          .items.map(({ title }: { title: string }) => title)
          .sort(),
        ['Boreal', 'Cristal'],
        'from where they can be taken back',
      );
      t.equal(ok(await admin.api('GET', 'crm/companies?total=true')).total, 1, 'the counters follow');
      t.same(ok(await admin.api('GET', 'search?q=Boreal')).items, [], 'and search');
      const notices = ok(await admin.api('GET', 'notices')).items;
      t.match(notices[0], { code: 'core.import.undone', params: { file: 'clients.csv', removed: 2, restored: 1, left: 0 } });
      t.match(await admin.api('POST', `imports/${state.id}/undo`, {}), { status: 409, body: { code: 'import-undone' } });
    });

    await t.test('what somebody changed, used or wrote on since stays', async (t) => {
      const state = await load(p, admin, 'companies', csv('company;sector\nAurora;Steel\nDelta;Wood\nEssen;Glass\nForte;Clay\nGamma;Wool\n'));
      const [changed, noted, used] = [await named('Delta'), await named('Essen'), await named('Forte')];
      ok(await admin.api('PATCH', `crm/companies/${changed.id}`, { website: 'delta.example' }));
      ok(await admin.api('POST', 'comments', { recordType: 'crm.company', recordId: noted.id, html: 'Called' }), 201);
      ok(await admin.api('POST', 'crm/deals', { title: 'Gate', companyId: used.id }), 201);
      ok(await admin.api('PATCH', `crm/companies/${(await named('Aurora')).id}`, { industry: 'Iron' }));
      const after = await undo(admin, state.id);
      t.match(after.undo, { removed: 1, restored: 0, left: { changed: 3, used: 1 } });
      t.same((await companies()).map(({ title }) => title).sort(), ['Aurora', 'Delta', 'Essen', 'Forte']);
      t.equal((await named('Aurora')).industry, 'Iron', 'the later word stands');
    });

    await t.test('field by field: what nobody touched goes back', async (t) => {
      const one = ok(await admin.api('POST', 'crm/companies', { title: 'Helios', industry: 'Retail', website: 'old.example' }), 201);
      const state = await load(p, admin, 'companies', csv('company;sector;website\nHelios;Steel;new.example\n'));
      ok(await admin.api('PATCH', `crm/companies/${one.id}`, { industry: 'Iron' }));
      const after = await undo(admin, state.id);
      t.match(after.undo, { restored: 0, left: { changed: 1 } });
      t.match(ok(await admin.api('GET', `crm/companies/${one.id}`)), { industry: 'Iron', website: 'old.example' });
    });

    await t.test('a change of many that was taken back, too, does not stand against it', async (t) => {
      const rui = await p.person('Rui Alves', { role: 'sales-manager' });
      const [, second] = ok(await admin.api('GET', 'crm/stages?sort=position&pipelineId=1')).items;
      const state = await load(p, admin, 'deals', { name: 'many.csv', content: 'opportunity_id,account\nM1,Íris\nM2,Íris\nM3,Íris\n' });
      const deals: { id: number; stageId: number }[] = ok(await admin.api('GET', 'crm/deals?originId.in=M1,M2,M3&sort=createdAt')).items;
      const ids = deals.map(({ id }) => id);
      const takenBack = async (request: Record<string, unknown>) => {
        const { run } = ok(await admin.api('POST', 'crm/deals/bulk', { ids, ...request }));
        ok(await admin.api('POST', `bulk/${run.id}/undo`, {}));
        await p.settle();
      };
      await takenBack({ action: 'change', values: { ownerId: rui.id } });
      await takenBack({ action: 'move', stageId: second.id });
      ok(await admin.api('PATCH', `crm/deals/${ids[1]}`, { title: 'Another' }));
      const [moved] = deals.slice(2);
      for (const stageId of [second.id, moved?.stageId]) ok(await admin.api('POST', `crm/deals/${moved?.id}/move`, { stageId }));
      const after = await undo(admin, state.id);
      t.match(after.undo, { removed: 2, left: { changed: 1, used: 1 } }, 'only the deal with another title stays, and its company');
    });

    await t.test('nor does a stage, source or lost reason that was removed into another and came back', async (t) => {
      const made = async (path: string, values: object) => ok(await admin.api('POST', path, values), 201) as { id: number };
      const leaving = await made('crm/stages', { name: 'Leaving', pipelineId: 1, semantic: 'open' });
      const [source, other] = [await made('crm/sources', { name: 'Kiosk' }), await made('crm/sources', { name: 'Balcony' })];
      const content = 'opportunity_id,account,deal_stage\nS1,Jasmim,Leaving\nS2,Lírio,Leaving\nS3,Malva,\n';
      const before = (await companies()).length;
      const state = await load(p, admin, 'deals', { name: 'stages.csv', content });
      t.match(state, { created: 3 });
      const deals: { id: number; stageId: number }[] = ok(await admin.api('GET', 'crm/deals?originId.in=S1,S2,S3&sort=createdAt')).items;
      const elsewhere = deals.find(({ stageId }) => stageId !== leaving.id)?.stageId;
      const takenBack = async (run: { id: number }) => {
        ok(await admin.api('POST', `bulk/${run.id}/undo`, {}));
        await p.settle();
      };
      const { run } = ok(await admin.api('DELETE', `crm/stages/${leaving.id}?moveTo=${elsewhere}`));
      await takenBack({ id: run });
      t.equal(ok(await admin.api('GET', 'crm/deals?originId.in=S1,S2')).items.filter((one: { stageId: number }) => one.stageId === leaving.id).length, 2);
      const given = ok(await admin.api('POST', 'crm/deals/bulk', { ids: deals.map(({ id }) => id), action: 'change', values: { sourceId: source.id } })).run;
      const merged = ok(await admin.api('POST', `crm/sources/${source.id}/merge`, { into: other.id }));
      for (const id of merged.runs) await takenBack({ id });
      await takenBack(given);
      const after = await undo(admin, state.id);
      t.same([after.undo?.removed, after.undo?.left], [6, {}]);
      t.equal((await companies()).length, before);
    });

    await t.test('nor does a stage that was removed into another for good', async (t) => {
      const made = async (values: object) => ok(await admin.api('POST', 'crm/stages', values), 201) as { id: number };
      const leaving = await made({ name: 'Leaving for good', pipelineId: 1, semantic: 'open' });
      const target = await made({ name: 'Staying', pipelineId: 1, semantic: 'open' });
      await load(p, admin, 'deals', { name: 'before.csv', content: 'opportunity_id,account,deal_stage\nR0,Narciso,Staying\n' });
      const content =
        'opportunity_id,account,deal_stage\nR0,Narciso,Leaving for good\nR1,Dália,Leaving for good\nR2,Dália,Leaving for good\nR3,Dália,Leaving for good\n';
      const state = await load(p, admin, 'deals', { name: 'removed.csv', content });
      ok(await admin.api('DELETE', `crm/stages/${leaving.id}?moveTo=${target.id}`));
      await p.settle();
      const [moved] = ok(await admin.api('GET', 'crm/deals?originId.in=R3')).items;
      const [other] = ok(await admin.api('GET', 'crm/stages?sort=position&pipelineId=1')).items;
      ok(await admin.api('POST', `crm/deals/${moved.id}/move`, { stageId: other.id }));
      const after = await undo(admin, state.id);
      t.match(after.undo, { removed: 2, restored: 1, left: { changed: 1, used: 1 } }, 'only the deal that somebody moved stays, and its company');
      t.match(ok(await admin.api('GET', 'crm/deals?originId.in=R0')).items, [{ stageId: target.id }]);
    });

    await t.test('deals go with the companies that were made for them, and come back to their stage', async (t) => {
      const [, second] = ok(await admin.api('GET', 'crm/stages?sort=position&pipelineId=1')).items;
      const before = (await companies()).length;
      const first = await load(p, admin, 'deals', { name: 'deals.csv', content: `opportunity_id,account,deal_stage\nX1,Ícaro,\nX2,Juno,\n` });
      t.match(first, { created: 2 });
      const [deal] = ok(await admin.api('GET', 'crm/deals?originId=X1')).items;
      const moved = await load(p, admin, 'deals', { name: 'again.csv', content: `opportunity_id,account,deal_stage\nX1,Ícaro,${second.name}\n` });
      t.equal(ok(await admin.api('GET', `crm/deals/${deal.id}`)).stageId, second.id);
      t.match((await undo(admin, moved.id)).undo, { removed: 0, restored: 1 });
      t.equal(ok(await admin.api('GET', `crm/deals/${deal.id}`)).stageId, deal.stageId);
      const after = await undo(admin, first.id);
      t.match(after.undo, { left: {} }, 'the deal that was moved and moved back is as the first import left it');
      t.equal(ok(await admin.api('GET', 'crm/deals?originId.in=X1,X2')).items.length, 0);
      t.equal((await companies()).length, before, 'their companies go with them');
    });

    await t.test('many rows, piece by piece, over a restart', async (t) => {
      const rows = Array.from({ length: 1200 }, (_, n) => `Row ${n};Steel\n`).join('');
      const byHand = Array.from({ length: 30 }, (_, n) => `By hand ${n}`);
      const [state] = await Promise.all([
        load(p, admin, 'companies', csv(`company;sector\n${rows}`)),
        ...byHand.map((title) => admin.api('POST', 'crm/companies', { title })),
      ]);
      t.equal(state.created, 1200);
      ok(await admin.api('POST', `imports/${state.id}/undo`, {}));
      await p.restart();
      await p.settle();
      const after: ImportState = ok(await admin.api('GET', `imports/${state.id}`));
      t.match(after.undo, { state: 'done', removed: 1200, left: {} });
      t.equal(ok(await admin.api('GET', 'crm/companies?q=hand&total=true')).total, 30, 'what was made at the same moment by hand stays');
      t.equal(ok(await admin.api('GET', 'crm/companies?q=Row&total=true')).total, 0);
    });

    await t.test('is the business of who started it, and has limits that it says', async (t) => {
      const bruno = await p.person('Bruno Lima', { role: 'sales-manager' });
      const state = await load(p, admin, 'people', { name: 'team.csv', content: 'name;position\nZeca Prado;Driver\n' });
      t.equal((await bruno.api('POST', `imports/${state.id}/undo`, {})).status, 404);
      t.match(await admin.api('POST', `imports/${state.id}/undo`, {}), { status: 409, body: { code: 'import-nothing-to-undo' } });
    });
  });
}
