import type { Migration } from '../../server/core/db/migrate.js';

/** What came of each run of a scheduled job, and which records were made as a sample. */
export const jobRuns: Migration = {
  name: '0018-job-runs',
  async up(m) {
    await m.createTable('job_runs', {
      columns: { id: 'id', kind: 'text', began_at: 'text', ended_at: 'text?', state: 'text', done: 'int?', error: 'text?' },
    });
    await m.createIndex('job_runs_by_kind', 'job_runs', ['kind', 'id']);
    await m.createTable('sample_records', {
      columns: { record_type: 'text', record_id: 'int', version: 'int' },
      primaryKey: ['record_type', 'record_id'],
    });
  },
};
