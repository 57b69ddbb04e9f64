import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

/** Everything that is there whatever modules are chosen. */
export const base: Migration = {
  name: '0001-base',
  async up(m) {
    await m.createTable('settings', { columns: { key: 'text', value: 'text' }, primaryKey: ['key'] });
    await m.createTable('modules', { columns: { id: 'text', state: 'text', since: 'text', failure: 'text?' }, primaryKey: ['id'] });

    await m.createTable('departments', { columns: { id: 'id', version: 'int', name: 'text', parent_id: 'int?', head_id: 'int?' } });
    await m.createTable('people', {
      columns: {
        id: 'id',
        version: 'int',
        name: 'text',
        email: 'text?',
        folded_email: 'text?',
        folded_name: 'text',
        password_hash: 'text?',
        status: 'text',
        position: 'text?',
        phone: 'text?',
        language: 'text',
        time_zone: 'text',
        department_id: { type: 'int?', references: 'departments' },
        created_at: 'text',
      },
    });
    await m.createIndex('people_by_email', 'people', ['folded_email'], { unique: true, where: 'folded_email is not null' });
    await m.createIndex('people_by_name', 'people', ['folded_name', 'id']);
    await m.createTable('roles', { columns: { id: 'id', version: 'int', name: 'text', built_in: 'text?' } });
    await m.createTable('role_grants', {
      columns: { role_id: { type: 'int', references: 'roles' }, permission: 'text', scope: 'text' },
      primaryKey: ['role_id', 'permission'],
    });
    await m.createTable('person_roles', {
      columns: { person_id: { type: 'int', references: 'people' }, role_id: { type: 'int', references: 'roles' } },
      primaryKey: ['person_id', 'role_id'],
    });

    await m.createTable('sessions', {
      columns: { id: 'id', token_hash: 'text', person_id: { type: 'int', references: 'people' }, created_at: 'text', expires_at: 'text', agent: 'text?' },
    });
    await m.createIndex('sessions_by_token', 'sessions', ['token_hash'], { unique: true });
    await m.createIndex('sessions_by_person', 'sessions', ['person_id']);
    await m.createTable('api_tokens', {
      columns: {
        id: 'id',
        token_hash: 'text',
        person_id: { type: 'int', references: 'people' },
        name: 'text',
        scopes: 'text',
        created_at: 'text',
        last_used_at: 'text?',
      },
    });
    await m.createIndex('api_tokens_by_token', 'api_tokens', ['token_hash'], { unique: true });
    await m.createTable('invites', { columns: { id: 'id', token_hash: 'text', person_id: { type: 'int', references: 'people' }, expires_at: 'text' } });
    await m.createIndex('invites_by_token', 'invites', ['token_hash'], { unique: true });
    await m.createTable('idempotency_keys', {
      columns: { person_id: 'int', key: 'text', request_hash: 'text', status: 'int', body: 'text', at: 'text' },
      primaryKey: ['person_id', 'key'],
    });

    await m.createTable('record_history', {
      columns: { id: 'id', record_type: 'text', record_id: 'int', at: 'text', actor_id: 'int?', kind: 'text', changes: 'text' },
    });
    await m.createIndex('record_history_by_record', 'record_history', ['record_type', 'record_id', 'id']);
    await m.createTable('record_counters', {
      columns: { record_type: 'text', stage_id: 'int', owner_id: 'int', currency: 'text', n: 'int', amount: 'int' },
      primaryKey: ['record_type', 'stage_id', 'owner_id', 'currency'],
    });
    await m.createTable('timeline_entries', {
      columns: { id: 'id', at: 'text', actor_id: 'int?', kind: 'text', text: 'text?', data: 'text', record_type: 'text', record_id: 'int' },
    });
    await m.createTable('timeline_links', {
      columns: { record_type: 'text', record_id: 'int', entry_id: 'int' },
      primaryKey: ['record_type', 'record_id', 'entry_id'],
    });
    await m.createTable('number_sequences', { columns: { name: 'text', last: 'int' }, primaryKey: ['name'] });

    await m.createTable('search_entries', {
      columns: { id: 'id', record_type: 'text', record_id: 'int', owner_id: 'int?', title: 'text', words: 'text' },
      unique: [['record_type', 'record_id']],
    });
    await m.createIndex('search_entries_by_owner', 'search_entries', ['owner_id', 'id']);
    if (m.dialect === 'sqlite') {
      await m.run(sql`create virtual table search_trigrams using fts5(words, tokenize = 'trigram', content = '', contentless_delete = 1, detail = full)`);
    } else {
      await m.run(sql`create extension if not exists pg_trgm`);
      await m.run(sql`create index search_entries_by_trigram on search_entries using gin (words gin_trgm_ops)`);
    }

    await m.createTable('events', { columns: { id: 'id', name: 'text', payload: 'text', at: 'text' } });
    await m.createTable('event_deliveries', {
      columns: { event_id: { type: 'int', references: 'events' }, handler: 'text', attempts: 'int', due_at: 'text', error: 'text?' },
      primaryKey: ['event_id', 'handler'],
    });
    await m.createIndex('event_deliveries_by_due', 'event_deliveries', ['due_at']);
    await m.createTable('jobs', {
      columns: {
        id: 'id',
        kind: 'text',
        key: 'text',
        payload: 'text',
        due_at: 'text',
        attempts: 'int',
        lease_until: 'text?',
        state: 'text',
        error: 'text?',
        last_run_at: 'text?',
      },
      unique: [['kind', 'key']],
    });
    await m.createIndex('jobs_by_due', 'jobs', ['state', 'due_at']);
    await m.createTable('notices', {
      columns: {
        id: 'id',
        person_id: { type: 'int', references: 'people' },
        at: 'text',
        code: 'text',
        params: 'text',
        record_type: 'text?',
        record_id: 'int?',
        read_at: 'text?',
      },
    });
    await m.createIndex('notices_by_person', 'notices', ['person_id', 'id']);
    await m.createIndex('notices_unread', 'notices', ['person_id'], { where: 'read_at is null' });
    await m.createTable('mails', {
      columns: {
        id: 'id',
        at: 'text',
        recipient: 'text',
        subject: 'text',
        text: 'text',
        html: 'text',
        attachments: 'text',
        message_id: 'text',
        state: 'text',
        attempts: 'int',
        error: 'text?',
        sent_at: 'text?',
        sender_id: 'int?',
        record_type: 'text?',
        record_id: 'int?',
        language: 'text',
      },
    });
    await m.createTable('files', {
      columns: {
        id: 'id',
        sha256: 'text',
        name: 'text',
        size: 'int',
        media_type: 'text',
        created_by: 'int?',
        created_at: 'text',
        record_type: 'text?',
        record_id: 'int?',
      },
    });
    await m.createTable('imports', { columns: { id: 'id', at: 'text', person_id: 'int?', kind: 'text', file_name: 'text', state: 'text', data: 'text' } });
    await m.createTable('audit', { columns: { id: 'id', at: 'text', actor_id: 'int?', action: 'text', target: 'text?', data: 'text' } });
  },
};
