import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

/**
 * How a document went to its client, and how its mail stands. What was sent before went by mail: how that mail stands is carried over,
 * of those that did not go out too.
 */
export const waysToClients: Migration = {
  name: '0008-ways-to-clients',
  async up(m) {
    for (const [type, name] of [
      ['sales.quote', 'sales_quotes'],
      ['sales.invoice', 'sales_invoices'],
    ] as const) {
      const table = sql.table(name);
      for (const column of ['sent_via', 'sent_to', 'mail_state', 'mail_reason']) await m.addColumn(name, column, 'text?');
      await m.createIndex(`${name}_undelivered`, name, ['owner_id', 'id'], { where: `mail_state = 'failed' and deleted_at is null` });
      await m.run(sql`update ${table} set sent_via = 'mail' where sent_at is not null`);
      const last = sql`(select max(m.id) from mails m where m.record_type = ${type} and m.record_id = ${sql.ref(`${name}.id`)} and m.sender_id is not null)`;
      const ofLast = (column: string) => sql`(select ${sql.ref(`l.${column}`)} from mails l where l.id = ${last})`;
      await m.run(sql`update ${table} set sent_to = nullif(${ofLast('recipient')}, ''), mail_state = ${ofLast('state')}, mail_reason = ${ofLast('error')}
        where sent_at is not null`);
    }
  },
};
