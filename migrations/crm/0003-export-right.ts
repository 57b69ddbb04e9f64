import type { Migration } from '../../server/core/db/migrate.js';

/**
 * Taking a whole list away as a file is a right of its own. Roles that see a department's records or everybody's keep what
 * they could do by hand; who sees only their own is given it by an administrator.
 */
export const exportRight: Migration = {
  name: '0003-export-right',
  async up(m) {
    for (const type of ['crm.lead', 'crm.deal', 'crm.contact', 'crm.company']) {
      const grants = await m.q
        .selectFrom('role_grants')
        .select(['role_id', 'scope'])
        .where('permission', '=', `${type}.read`)
        .where('scope', '<>', 'own')
        .execute();
      for (const { role_id, scope } of grants)
        await m.q
          .insertInto('role_grants')
          .values({ role_id, permission: `${type}.export`, scope })
          .onConflict((oc) => oc.doNothing())
          .execute();
    }
  },
};
