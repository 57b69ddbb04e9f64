import t from 'tap';
import { dialects, startPortal } from '../../support/portal.js';
import { dealOf, ok, quoteOf, row } from './sales-portal.js';

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
}
