import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { Importer } from '../../server/core/imports/point.js';
import { importSlice } from '../../server/core/imports/slice.js';
import { importerOf, readImport, type StoredImport } from '../../server/core/imports/state.js';
import { load, upload } from '../support/importing.js';
import { dialects, password, startPortal } from '../support/portal.js';

const rows = (count: number, row: (n: number) => string) => Array.from({ length: count }, (_, n) => `${row(n)}\n`).join('');

for (const dialect of dialects) {
  t.test(`imports on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect });
    const { admin } = portal;

    await t.test('a file is looked into before anything is stored', async (t) => {
      const { status, body } = await upload(admin, 'companies', 'C:\\folder\\clients.csv', 'company;sector;revenue\nAurora;retail;1.234,50\nBoreal;;\n');
      t.equal(status, 201);
      t.match(body, {
        state: 'uploaded',
        fileName: 'clients.csv',
        separator: ';',
        encoding: 'utf-8',
        columns: ['company', 'sector', 'revenue'],
        sample: [
          ['Aurora', 'retail', '1.234,50'],
          ['Boreal', '', ''],
        ],
        map: { company: 'title', sector: 'industry', revenue: 'revenue' },
        total: 2,
        done: 0,
        currency: 'BRL',
      });
      t.same(
        body.fields.find(({ name }: { name: string }) => name === 'title'),
        { name: 'title', required: true, hasDecimals: false },
      );
      t.equal((await admin.api('GET', 'crm/companies?total=true')).body.total, 0);
    });

    await t.test('a sum that may be a thousand times as much is asked for before the file is taken in, and is not guessed', async (t) => {
      const file = { name: 'doubt.csv', content: 'company;revenue\nDúvida Um;10,999\nDúvida Dois;7\n' };
      const { body } = await upload(admin, 'companies', file.name, file.content);
      t.same(body.doubtful, { revenue: '10,999' });
      t.same(
        body.fields.filter((field: { hasDecimals: boolean }) => field.hasDecimals).map((field: { name: string }) => field.name),
        ['revenue'],
      );
      t.match(await load(portal, admin, 'companies', file), { created: 1, failed: 1 });
      t.match(await load(portal, admin, 'companies', file, { decimals: { revenue: '.' } }), { created: 1, updated: 1, failed: 0 });
      const { items } = (await admin.api('GET', 'crm/companies?q=Dúvida+Um')).body;
      t.match(items, [{ revenue: { amount: 1_099_900 } }]);
      t.equal((await admin.api('POST', `imports/${body.id}/start`, { map: body.map, decimals: { revenue: ';' } })).status, 422);
      for (const { id } of (await admin.api('GET', 'crm/companies?q=Dúvida')).body.items) await admin.api('DELETE', `crm/companies/${id}`);
    });

    await t.test('a file that is none is refused in words', async (t) => {
      const refused = async (content: string | Uint8Array<ArrayBuffer>, kind = 'companies') => {
        const { status, body } = await upload(admin, kind, 'x.csv', content);
        return [status, body.code, body.errors?.[0]?.path];
      };
      t.same(await refused(''), [422, 'import-file', 'file']);
      t.same(await refused(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0])), [422, 'import-file', 'file']);
      t.same(await refused('just text\n'), [422, 'import-file', 'file']);
      t.same(await refused('a,b\n1,2\n', 'planets'), [422, 'invalid', 'kind']);
      t.match((await upload(admin, 'companies', 'x.xlsx', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]))).body.detail, /Excel/);
      const form = new FormData();
      form.set('kind', 'companies');
      t.equal((await admin.api('POST', 'imports', form)).body.errors[0].path, 'file');
      t.equal((await admin.api('POST', 'imports', '{}', { 'content-type': 'application/json' })).status, 415);
      const big = new Uint8Array(50 * 1_048_576 + 1).fill(97);
      t.equal((await upload(admin, 'companies', 'big.csv', big)).status, 413);
    });

    await t.test('a map names each of its faults', async (t) => {
      const { body } = await upload(admin, 'companies', 'x.csv', 'company,a,b\nAurora,1,2\n');
      const start = async (map: Record<string, string>, currency?: string) => {
        const answer = await admin.api('POST', `imports/${body.id}/start`, { map, ...(currency ? { currency } : {}) });
        return [answer.status, ...(answer.body.errors ?? []).map(({ path }: { path: string }) => path)];
      };
      t.same(await start({ a: 'industry', b: 'industry', c: 'website' }), [422, 'map.b', 'map.c', 'title']);
      t.same(await start({ company: 'colour' }), [422, 'map.company', 'title']);
      t.same(await start({ company: 'title' }, 'ZZZ'), [422, 'currency']);
      t.same(await start({ company: 'title' }), [200]);
      t.same(await start({ company: 'title' }), [409]);
      await portal.settle();
      t.match((await admin.api('GET', `imports/${body.id}`)).body, { state: 'done', created: 1 });
    });

    await t.test('rows in error come back with the reason, are mended and come in', async (t) => {
      const content = `Empresa;Funcionários;Receita\nCerta;10;5\n;7;1\n=Quebrada "a;dez;1\nCurta\n"Longa; demais";3;4;5\n`;
      const done = await load(portal, admin, 'companies', { name: 'erros.csv', content });
      t.match(done, { state: 'done', total: 5, created: 2, failed: 3 });
      const { status, body, headers } = await admin.api('GET', `imports/${done.id}/errors`, undefined, { 'accept-language': 'pt-BR' });
      t.equal(status, 200);
      t.match(headers.get('content-disposition'), /^attachment; filename="erros/);
      const lines = body
        .replace(/^\ufeff/, '')
        .trim()
        .split('\r\n');
      t.same(lines, [
        'Empresa;Funcionários;Receita;Why it was not imported',
        ';7;1;Empresa: A value is needed here.',
        '"=Quebrada ""a";dez;1;Funcionários: “dez” is not a number.',
        '"Longa; demais";3;4;This row has 4 values, but there are 3 columns.;5',
      ]);
      t.same(
        (await admin.api('GET', `imports/${done.id}/faults`)).body.items,
        [
          { row: 3, faults: [{ column: 'Empresa', reason: 'A value is needed here.' }] },
          { row: 4, faults: [{ column: 'Funcionários', reason: '“dez” is not a number.' }] },
          { row: 6, faults: [{ column: null, reason: 'This row has 4 values, but there are 3 columns.' }] },
        ],
        'and are told on the page, as a spreadsheet numbers them',
      );
      const mended = body.replace(';7;1;', 'Nova;7;1;').replace('dez', '10');
      t.match(await load(portal, admin, 'companies', { name: 'mended.csv', content: mended }), { created: 2, failed: 1 });
    });

    await t.test('the one who started it hears of it, nobody else may look', async (t) => {
      const { items } = (await admin.api('GET', 'notices')).body;
      t.match(items[0], { code: 'core.import.done', params: { file: 'mended.csv', created: 2, updated: 0, failed: 1 } });
      const seller = await portal.person('Bia Ramos', { role: 'salesperson' });
      t.equal((await upload(seller, 'companies', 'x.csv', 'company,a\nA,1\n')).status, 403);
      t.same((await seller.api('GET', 'imports/kinds')).body.items, []);
      const importer = await portal.person('Caio Lima', { grants: { 'crm.deal.import': 'own', 'crm.deal.read': 'own', 'crm.company.read': 'own' } });
      t.same((await importer.api('GET', 'imports/kinds')).body.items, [{ kind: 'deals', module: 'crm' }]);
      t.equal((await upload(importer, 'people', 'x.csv', 'name,a\nA,1\n')).status, 403);
      const [first] = (await admin.api('GET', 'imports')).body.items;
      t.equal((await importer.api('GET', `imports/${first.id}`)).status, 404);
      t.equal((await importer.api('GET', `imports/${first.id}/errors`)).status, 404);
      t.equal((await importer.api('GET', `imports/${first.id}/faults`)).status, 404);
      t.same((await importer.api('GET', 'imports')).body.items, []);

      const content = `deal,owner,company\nMine,,\nMine too,Caio Lima,\nNot mine,Ana Souza,\nUnknown,Nobody Known,\nOf a company,,Certa\n`;
      const done = await load(portal, importer, 'deals', { name: 'own.csv', content });
      t.match(done, { created: 2, failed: 3 }, 'within own rights only');
      const { body } = await importer.api('GET', `imports/${done.id}/errors`);
      t.match(body, /Not mine,Ana Souza,,owner: It would belong/);
      t.match(body, /Unknown,Nobody Known,,"owner: Nobody here is called/);
      t.match(body, /Of a company,,Certa,"company: There is no company/, 'a company of others is not told of');
      t.equal((await importer.api('GET', 'crm/deals?total=true')).body.total, 2);
      t.equal((await admin.api('GET', `imports/${done.id}`)).status, 200);
    });

    await t.test('cut off in the middle, it goes on where it stood', async (t) => {
      const content = `Opportunity;Id;Value;Company\n${rows(1500, (n) => `Deal ${n};R${n};${n};Company ${n % 40}`)}`;
      const { body } = await upload(admin, 'deals', 'many.csv', content);
      t.equal((await admin.api('POST', `imports/${body.id}/start`, { map: body.map })).status, 200);
      const { services, life } = portal.portal;
      const deps = { services, ...life.composition() };
      const started = (await readImport(services.db.read, body.id)) as StoredImport;
      const [actor, importer] = [await services.access.actorOf(admin.id), importerOf(deps, 'deals')];
      if (!actor || !importer) throw new Error('There is nobody to import');
      // As if the process had been killed after some batches: nothing was planned anew, the job still says "from the beginning".
      let batches = 0;
      const { isWhole } = await importSlice(deps, started, { actor, importer, onProgress: () => undefined, isEnough: () => ++batches >= 3 });
      t.notOk(isWhole);
      await portal.restart();
      const visitor = await portal.signIn('ana@aurora.example', password);
      const between = (await visitor.api('GET', `imports/${body.id}`)).body;
      t.match(between, { state: 'running', created: between.done });
      t.ok(between.done > 0 && between.done < 1500, `${between.done} of 1500 were stored`);
      await portal.settle();
      t.match((await visitor.api('GET', `imports/${body.id}`)).body, { state: 'done', done: 1500, created: 1500, updated: 0, failed: 0 });
      t.equal((await visitor.api('GET', 'crm/deals?q=Deal&total=true&limit=1')).body.total, 1500);
      t.equal((await visitor.api('GET', 'crm/companies?q=Company&total=true')).body.total, 40);
    });

    const begin = async (name: string, content: string) => {
      const visitor = await portal.signIn('ana@aurora.example', password);
      const { body } = await upload(visitor, 'companies', name, content);
      t.equal((await visitor.api('POST', `imports/${body.id}/start`, { map: body.map })).status, 200);
      const { services, life } = portal.portal;
      const deps = { services, ...life.composition() };
      const started = (await readImport(services.db.read, body.id)) as StoredImport;
      const [actor, importer] = [await services.access.actorOf(admin.id), importerOf(deps, 'companies')];
      if (!actor || !importer) throw new Error('There is nobody to import');
      return { visitor, deps, started, actor, importer };
    };

    await t.test('rows that the database refuses are left out, each alone', async (t) => {
      const { visitor, deps, started, actor, importer } = await begin('refused.csv', `company;sector\n${rows(700, (n) => `Refusable ${n};s`)}`);
      const refused = new Set(['Refusable 3', 'Refusable 444', 'Refusable 445']);
      const picky: Importer = {
        ...importer,
        async prepare(context) {
          const store = await importer.prepare(context);
          return async (tx, batch) => {
            const outcome = await store(tx, batch);
            if (batch.some(({ values }) => refused.has(String(values.title)))) throw Object.assign(new Error('No such row'), { code: 'SQLITE_CONSTRAINT' });
            return outcome;
          };
        },
      };
      const { now } = await importSlice(deps, started, { actor, importer: picky, onProgress: () => undefined, isEnough: () => false });
      t.match(now.data, { done: 700, created: 697, failed: 3 });
      t.equal((await visitor.api('GET', 'crm/companies?q=Refusable&total=true&limit=1')).body.total, 697);
      const faults = await deps.services.db.read.selectFrom('import_errors').select('row_number').where('import_id', '=', started.id).execute();
      t.same(
        faults.map((fault) => fault.row_number).sort((a, b) => a - b),
        [3, 444, 445],
      );
      await portal.settle();
    });

    await t.test('who saves something meanwhile waits for a part of the file only', async (t) => {
      const { visitor, deps, started, actor, importer } = await begin('long.csv', `company;sector\n${rows(3000, (n) => `Lengthy ${n};s`)}`);
      let isUnderWay = false;
      const telling: Importer = {
        ...importer,
        async prepare(context) {
          const store = await importer.prepare(context);
          return (tx, batch) => {
            isUnderWay = true;
            return store(tx, batch);
          };
        },
      };
      const whole = importSlice(deps, started, { actor, importer: telling, onProgress: () => undefined, isEnough: () => false });
      while (!isUnderWay) await new Promise((next) => setImmediate(next));
      t.equal((await visitor.api('POST', 'crm/companies', { title: 'In between' })).status, 201);
      const between = (await readImport(deps.services.db.read, started.id))?.data.done ?? 3000;
      t.ok(between < 3000, `${between} of 3000 rows were stored`);
      t.match((await whole).now.data, { done: 3000, created: 3000, failed: 0 });
      await portal.settle();
    });

    await t.test('after a month the files are gone, and the records are there', async (t) => {
      portal.pass(31 * 86_400_000);
      await portal.settle();
      const visitor = await portal.signIn('ana@aurora.example', password);
      t.same((await visitor.api('GET', 'imports')).body.items, []);
      t.same(readdirSync(join(portal.folder, 'imports')), []);
      t.equal((await visitor.api('GET', 'crm/deals?q=Deal&total=true&limit=1')).body.total, 1500);
    });
  });
}
