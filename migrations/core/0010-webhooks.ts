import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

/** Webhooks, what waits for them and what was sent; the administrator's role, which has everything, gets the new right. */
export const webhooks: Migration = {
  name: '0010-webhooks',
  async up(m) {
    await m.createTable('webhooks', {
      columns: {
        id: 'id',
        version: 'int',
        name: 'text',
        url: 'text',
        events: 'text',
        active: 'int',
        secret: 'text',
        old_secret: 'text?',
        old_secret_until: 'text?',
        created_by: 'int?',
        created_at: 'text',
        failures: 'int',
        failing_since: 'text?',
        told_at: 'text?',
        switched_off_at: 'text?',
      },
    });
    // Without a foreign key: a webhook that is removed just now must not fail the change of a record.
    await m.createTable('webhook_deliveries', {
      columns: {
        id: 'id',
        uid: 'text',
        webhook_id: 'int',
        event: 'text',
        at: 'text',
        record_type: 'text',
        record_id: 'int',
        record_version: 'int?',
        state: 'text',
        attempts: 'int',
        due_at: 'text',
        first_failed_at: 'text?',
        last_at: 'text?',
        code: 'int?',
        ms: 'int?',
        error: 'text?',
      },
    });
    await m.createIndex('webhook_deliveries_by_webhook', 'webhook_deliveries', ['webhook_id', 'id']);
    await m.createIndex('webhook_deliveries_waiting', 'webhook_deliveries', ['webhook_id', 'record_type', 'record_id', 'id'], { where: "state = 'waiting'" });
    await m.createIndex('webhook_deliveries_by_day', 'webhook_deliveries', ['at']);
    await m.run(sql`insert into role_grants (role_id, permission, scope)
      select id, 'core.webhooks.manage', 'all' from roles where built_in = 'administrator' on conflict do nothing`);
  },
};
