import { sql } from 'kysely';
import { chained, chainStart } from '../../server/core/db/audit-chain.js';
import type { Migration } from '../../server/core/db/migrate.js';

const atOnce = 1000;

/**
 * Chains the entries of the audit log, those that are there too, and from then on refuses to change or remove any. The rights to
 * read the log and to look after personal data go to the administrator's role, which has everything.
 */
export const auditChain: Migration = {
  name: '0029-audit-chain',
  async up(m) {
    await m.addColumn('audit', 'hash', { type: 'text', default: '' });
    let before: string = chainStart;
    for (let last = 0; ; ) {
      const rows = await m.q.selectFrom('audit').selectAll().where('id', '>', last).orderBy('id').limit(atOnce).execute();
      for (const row of rows) {
        before = chained(before, row);
        await m.q.updateTable('audit').set({ hash: before }).where('id', '=', row.id).execute();
        last = row.id;
      }
      if (rows.length < atOnce) break;
    }
    const words = 'The audit log is only ever added to';
    if (m.dialect === 'sqlite') {
      for (const what of ['update', 'delete'])
        await m.run(sql`create trigger ${sql.ref(`audit_no_${what}`)} before ${sql.raw(what)} on audit begin select raise(abort, ${sql.lit(words)}); end`);
    } else {
      await m.run(sql`create function audit_is_only_added_to() returns trigger language plpgsql as ${sql.lit(`begin raise exception '${words}'; end`)}`);
      await m.run(sql`create trigger audit_no_change before update or delete on audit for each row execute function audit_is_only_added_to()`);
      await m.run(sql`create trigger audit_no_truncate before truncate on audit for each statement execute function audit_is_only_added_to()`);
    }
    await m.createIndex('audit_by_actor', 'audit', ['actor_id', 'id']);
    await m.createIndex('audit_by_action', 'audit', ['action', 'id']);
    await m.createIndex('audit_by_target', 'audit', ['target', 'id']);
    for (const right of ['core.audit.read', 'core.privacy.manage'])
      await m.run(sql`insert into role_grants (role_id, permission, scope)
        select id, ${sql.lit(right)}, 'all' from roles where built_in = 'administrator' on conflict do nothing`);
  },
};
