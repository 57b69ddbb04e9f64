import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

/** An estimate of no time at all is none. */
export const noEmptyEstimates: Migration = {
  name: '0018-no-empty-estimates',
  async up(m) {
    await m.run(sql`update tasks_tasks set estimate_minutes = null where estimate_minutes = 0`);
    for (const end of [',', '}']) {
      const [empty, none] = [`"estimateMinutes":0${end}`, `"estimateMinutes":null${end}`];
      await m.run(sql`update tasks_templates set content = replace(content, ${empty}, ${none}) where content like ${`%${empty}%`}`);
    }
  },
};
