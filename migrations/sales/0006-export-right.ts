import type { Migration } from '../../server/core/db/migrate.js';

/** Documents and the catalogue can be taken away as files too, by those who could copy them by hand, as for the records of the CRM. */
export const exportRight: Migration = {
  name: '0006-export-right',
  async up(m) {
    for (const type of ['sales.product', 'sales.quote', 'sales.invoice', 'sales.payment', 'sales.shipment']) {
      // Everybody who sells reads the whole catalogue: who takes care of it may take it away.
      const permission = type === 'sales.product' ? `${type}.change` : `${type}.read`;
      const reading = m.q.selectFrom('role_grants').select(['role_id', 'scope']).where('permission', '=', permission).where('scope', '<>', 'own');
      const grants = (await reading.execute()).map((grant) => ({ ...grant, permission: `${type}.export` }));
      if (grants.length === 0) continue;
      await m.q
        .insertInto('role_grants')
        .values(grants)
        .onConflict((oc) => oc.doNothing())
        .execute();
    }
  },
};
