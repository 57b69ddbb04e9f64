import t from 'tap';
import { dialects, startPortal, type Visitor } from '../support/portal.js';

const DAY = 86_400_000;

/** Brings a file, which is nobody's yet. */
async function bring(who: Visitor, name: string, content = name): Promise<number> {
  const form = new FormData();
  form.set('file', new Blob([content], { type: 'text/plain' }), name);
  return (await who.api('POST', 'files', form)).body.id;
}
const attach = (who: Visitor, recordId: number, fileIds: number[], recordType = 'crm.lead') =>
  who.api('POST', 'record-files', { recordType, recordId, fileIds });
const listOf = async (who: Visitor, recordId: number, more = '') => (await who.api('GET', `record-files?recordType=crm.lead&recordId=${recordId}${more}`)).body;
const namesOf = async (who: Visitor, recordId: number, more = '') => (await listOf(who, recordId, more)).items.map(({ name }: { name: string }) => name);

for (const dialect of dialects) {
  t.test(`files at a record on ${dialect}`, async (t) => {
    const portal = await startPortal(t, { dialect });
    const { admin } = portal;
    const north = await portal.department('North');
    const head = await portal.person('Head North', { departmentId: north.id, grants: { 'crm.lead.read': 'department', 'crm.lead.change': 'department' } });
    const reader = await portal.person('Reader North', { departmentId: north.id, grants: { 'crm.lead.read': 'department' } });
    const owner = await portal.person('Owner North', { departmentId: north.id, role: 'salesperson' });
    const stranger = await portal.person('Stranger', { role: 'salesperson' });
    const leadOf = async (who: Visitor, title: string): Promise<number> => (await who.api('POST', 'crm/leads', { title })).body.id;

    await t.test('are put there by who may change it, and opened by who may see it', async (t) => {
      const lead = await leadOf(owner, 'Nova obra');
      const id = await bring(owner, 'contrato.pdf');
      const { status, body } = await attach(owner, lead, [id]);
      t.equal(status, 201, JSON.stringify(body));
      t.match(body.items, [
        { id, name: 'contrato.pdf', size: 12, recordType: 'crm.lead', recordId: lead, createdBy: owner.id, isKept: false, removedAt: null },
      ]);
      for (const [who, mayChange] of [
        [owner, true],
        [head, true],
        [reader, false],
        [admin, true],
      ] as const) {
        t.match(await listOf(who, lead), { items: [{ id }], mayChange });
        t.equal((await who.api('GET', `files/${id}`)).body, 'contrato.pdf');
      }
      t.equal((await stranger.api('GET', `record-files?recordType=crm.lead&recordId=${lead}`)).status, 404);
      t.equal((await stranger.api('GET', `files/${id}`)).status, 404);
      t.equal((await attach(stranger, lead, [await bring(stranger, 'x')])).status, 404);
      t.equal((await attach(reader, lead, [await bring(reader, 'x')])).body.permission, 'crm.lead.change');
      for (const [method, path] of [
        ['PATCH', `record-files/${id}`],
        ['DELETE', `record-files/${id}`],
        ['POST', `record-files/${id}/restore`],
      ] as const) {
        const values = method === 'PATCH' ? { name: 'mine.pdf' } : undefined;
        t.equal((await stranger.api(method, path, values)).status, 404, `${method} by a stranger`);
        t.equal((await reader.api(method, path, values)).status, 403, `${method} by a reader`);
      }
    });

    await t.test('stand there too when they hang on a comment, for whoever may read that', async (t) => {
      const lead = await leadOf(owner, 'Com comentário');
      const id = await bring(owner, 'medidas.txt');
      const said = await owner.api('POST', 'comments', { recordType: 'crm.lead', recordId: lead, html: '<p>As medidas</p>', fileIds: [id] });
      t.equal(said.status, 201, JSON.stringify(said.body));
      for (const who of [owner, reader])
        t.match(await listOf(who, lead), { items: [], inComments: [{ id, name: 'medidas.txt', commentId: said.body.id, createdBy: owner.id }] });
      t.same((await listOf(owner, lead, '&removed=true')).inComments, []);
      t.equal((await stranger.api('GET', `record-files?recordType=crm.lead&recordId=${lead}`)).status, 404);
      t.equal((await owner.api('DELETE', `comments/${said.body.id}`)).status, 200);
      t.same((await listOf(owner, lead)).inComments, [], 'not once the comment is removed');
    });

    await t.test('follow the record when it changes hands, also for who brought them', async (t) => {
      const lead = await leadOf(owner, 'Muda de mãos');
      const id = await bring(owner, 'proposta.pdf');
      await attach(owner, lead, [id]);
      t.equal((await admin.api('PATCH', `crm/leads/${lead}`, { ownerId: stranger.id })).status, 200);
      t.equal((await owner.api('GET', `files/${id}`)).status, 404);
      t.equal((await head.api('GET', `files/${id}`)).status, 404);
      t.equal((await stranger.api('GET', `files/${id}`)).status, 200);
    });

    await t.test('are only such as one has brought oneself and that are nobody’s yet', async (t) => {
      const [mine, other] = [await leadOf(owner, 'Meu'), await leadOf(owner, 'Outro')];
      const theirs = await bring(stranger, 'segredo.txt');
      const free = await bring(owner, 'livre.txt');
      const refused = await attach(owner, mine, [free, theirs]);
      t.equal(refused.status, 422);
      t.equal(refused.body.errors[0].path, 'fileIds.1');
      t.same(await namesOf(owner, mine), [], 'none of them, where one is refused');
      t.equal((await attach(owner, mine, [free, free])).body.items.length, 1);
      t.equal((await attach(owner, mine, [free])).status, 201, 'said twice it is done once');
      t.same(await namesOf(owner, mine), ['livre.txt']);
      t.equal((await attach(owner, other, [free])).status, 422, 'it is not taken from one record to another');
      for (const fileIds of [[999_999], [-1], [], ['1'], [1.5], null])
        t.equal((await attach(owner, mine, fileIds as number[])).status, 422, JSON.stringify(fileIds));
      for (const recordType of ['core.comment', 'crm.nothing', '', '__proto__', 'constructor'])
        t.equal((await attach(owner, mine, [free], recordType)).status, 404, recordType);
    });

    await t.test('are renamed, whatever is tried as a name', async (t) => {
      const lead = await leadOf(owner, 'Nomes');
      const id = await bring(owner, 'a.txt');
      await attach(owner, lead, [id]);
      t.equal((await owner.api('PATCH', `record-files/${id}`, { name: ' ../../Orçamento "7"\u202egpj.exe ' })).body.name, 'Orçamento "7"gpj.exe');
      const got = await owner.api('GET', `files/${id}`);
      t.match(got.headers.get('content-disposition'), /^attachment; filename="Orcamento _7_gpj\.exe"/);
      for (const name of ['', '   ', 'folder/', '\u0000', 'x'.repeat(201)]) {
        const { status, body } = await owner.api('PATCH', `record-files/${id}`, { name });
        t.equal(status, 422, JSON.stringify(name));
        t.equal(body.errors[0].path, 'name');
      }
    });

    await t.test('are taken away and given back, which the timeline tells', async (t) => {
      const lead = await leadOf(owner, 'Vai e volta');
      const id = await bring(owner, 'planta.dwg');
      await attach(owner, lead, [id]);
      t.type((await owner.api('DELETE', `record-files/${id}`)).body.removedAt, 'string');
      t.same(await namesOf(head, lead), []);
      t.same(await namesOf(head, lead, '&removed=true'), ['planta.dwg']);
      t.equal((await owner.api('GET', `files/${id}`)).status, 404);
      t.equal((await owner.api('PATCH', `record-files/${id}`, { name: 'b' })).status, 404);
      t.equal((await owner.api('DELETE', `record-files/${id}`)).status, 200, 'twice is once');
      t.equal((await head.api('POST', `record-files/${id}/restore`)).body.removedAt, null);
      t.same(await namesOf(owner, lead), ['planta.dwg']);
      t.equal((await owner.api('GET', `files/${id}`)).status, 200);
      const { items } = (await owner.api('GET', `crm/leads/${lead}/timeline`)).body;
      t.match(
        items.filter(({ kind }: { kind: string }) => kind.startsWith('core.file.')),
        [
          { kind: 'core.file.restored', actorId: head.id },
          { kind: 'core.file.removed', actorId: owner.id },
          { kind: 'core.file.added', actorId: owner.id, data: { name: 'planta.dwg' } },
        ],
      );
    });

    await t.test('are kept in the bin with it, and go when it is purged', async (t) => {
      const { services } = portal.portal;
      const lead = await leadOf(admin, 'Para o lixo');
      const [id, taken] = [await bring(admin, 'fica.txt', 'only here'), await bring(admin, 'foi.txt')];
      await attach(admin, lead, [id, taken]);
      await admin.api('DELETE', `record-files/${taken}`);
      await admin.api('DELETE', `crm/leads/${lead}`);
      t.equal((await admin.api('GET', `files/${id}`)).status, 404);
      await admin.api('POST', `crm/leads/${lead}/restore`, {});
      t.equal((await admin.api('GET', `files/${id}`)).body, 'only here');
      await admin.api('DELETE', `crm/leads/${lead}`);
      const { sha256 } = (await services.files.find(id)) as { sha256: string };
      portal.pass(31 * DAY);
      await portal.settle();
      t.equal(await services.files.find(id), undefined);
      t.equal(await services.files.find(taken), undefined);
      portal.pass(9 * DAY);
      await portal.settle();
      await t.rejects(services.files.read(sha256), { code: 'ENOENT' });
    });
  });
}
