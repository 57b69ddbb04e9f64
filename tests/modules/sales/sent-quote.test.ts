import t from 'tap';
import { dialects, startPortal } from '../../support/portal.js';
import { readPdf } from '../../support/read-pdf.js';
import { dealOf, ok, quoteOf, row, tokenOf } from './sales-portal.js';

for (const dialect of dialects) {
  t.test(`a sent quote that is changed says so until it is sent again, on ${dialect}`, async (t) => {
    const { admin } = await startPortal(t, { dialect, mail: { smtp: 'smtp://127.0.0.1:9', from: 'sales@aurora.example' } });
    const deal = await dealOf(admin, 'Gates');
    const { id } = await quoteOf(admin, deal.id);
    const path = `sales/quotes/${id}`;
    const change = async (values: object) => ok(await admin.api('PATCH', path, values)).changedAfterSending;
    const send = async () => ok(await admin.api('POST', `${path}/send`, { to: 'rui@example.com' })).changedAfterSending;
    t.equal(await change({ terms: 'Half at once' }), null, 'a draft was seen by nobody');
    t.equal(await send(), null);
    t.equal(await change({ ownerId: null }), null, 'whose it is, its client does not see');
    t.equal(await change({ terms: 'Half at once' }), null, 'the same is no change');
    const first = await change({ terms: 'All at once' });
    t.type(first, 'string');
    t.equal(await change({ rows: [row('Hinge', 9, 100)] }), first, 'since when');
    t.equal(await send(), null);
    t.type(await change({ rows: [row('Hinge', 8, 100)] }), 'string', 'rows are seen too');
    t.equal((await admin.api('PATCH', path, { changedAfterSending: null })).status, 422, 'it is not said from outside');
  });

  t.test(`a quote keeps its paper as it was accepted, on ${dialect}`, async (t) => {
    const { url, admin, portal } = await startPortal(t, { dialect, mail: { smtp: 'smtp://127.0.0.1:9', from: 'sales@aurora.example' } });
    const deal = await dealOf(admin, 'Gates');
    /** The newest first. */
    const papersOf = async (id: number) => {
      const { items } = ok(await admin.api('GET', `record-files?recordType=sales.quote&recordId=${id}`)) as { items: { id: number; name: string }[] };
      return Promise.all(
        items.map(async (file) => {
          const response = await fetch(`${url}/api/v1/files/${file.id}`, { headers: { cookie: admin.cookie } });
          return { name: file.name, text: readPdf(Buffer.from(await response.arrayBuffer())).pages.join('\n') };
        }),
      );
    };
    const quote = await quoteOf(admin, deal.id, [row('Hinge', 2, 1000)], { terms: 'Half at once' });
    ok(await admin.api('POST', `sales/quotes/${quote.id}/send`, { to: 'rui@example.com' }));
    ok(await admin.api('PATCH', `sales/quotes/${quote.id}`, { terms: 'All at once' }));
    const token = await tokenOf(admin, 'quotes', quote.id);
    for (const who of ['Rui', 'Rui again']) ok(await admin.api('POST', `sales/public/${token}/accept`, { name: who }));
    const [accepted, sent, ...others] = await papersOf(quote.id);
    t.match(accepted?.name, new RegExp(`^Quote ${quote.number} - .* - accepted\\.pdf$`), 'named as such');
    t.match(accepted?.text, /All at once/, 'as it was when its client said yes');
    t.match(sent?.text, /Half at once/, 'beside the one that was sent');
    t.same(others, [], 'once');
    const shown = async () => {
      const page = ok(await admin.api('GET', `sales/public/${token}`));
      const pdf = await fetch(`${url}/api/v1/sales/public/${token}/pdf`);
      return {
        from: page.companyName,
        letterhead: page.company.name,
        to: page.clientName,
        text: readPdf(Buffer.from(await pdf.arrayBuffer())).pages.join('\n'),
      };
    };
    const before = await shown();
    t.equal(before.text, accepted?.text, 'its client is given that one');
    t.notMatch(before.text, /To accept/, 'which asks for nothing any more');
    ok(await admin.api('PATCH', `crm/companies/${deal.companyId}`, { title: 'Lumen Group' }));
    const { name } = ok(await admin.api('GET', 'settings/company')) as { name: string };
    ok(await admin.api('PATCH', 'settings/company', { name: `${name} & Sons` }));
    t.same(await shown(), before, 'also after either party was given another name');
    const [file] = ok(await admin.api('GET', `record-files?recordType=sales.quote&recordId=${quote.id}`)).items as { id: number }[];
    t.equal((await admin.api('DELETE', `record-files/${file?.id}`)).body.code, 'file-kept', 'nobody takes it away');
    await portal.services.db.write((tx) =>
      tx.q
        .updateTable('files')
        .set({ removed_at: new Date().toISOString() })
        .where('id', '=', file?.id ?? 0)
        .execute(),
    );
    const made = await shown();
    t.match(made.text, /Lumen Group/, 'were it gone, it would be made anew');
    t.notMatch(made.text, /To accept/);
    t.equal(made.to, 'Lumen Ltda', 'the page still tells who agreed');
    const byHand = await quoteOf(admin, deal.id);
    ok(await admin.api('POST', `sales/quotes/${byHand.id}/accept`, { name: 'Rui' }));
    t.equal((await papersOf(byHand.id)).length, 1, 'also where a person of the company noted the answer');
    const declined = await quoteOf(admin, deal.id);
    ok(await admin.api('POST', `sales/quotes/${declined.id}/decline`, {}));
    t.same(await papersOf(declined.id), [], 'none of one that was declined');
  });
}
