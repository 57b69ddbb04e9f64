import { sql } from 'kysely';
import type { Migration } from '../../server/core/db/migrate.js';

/** The role of people who only work with tasks; a portal that is set up gets it with its rights where tasks are there. */
export const employeeRole: Migration = {
  name: '0035-employee-role',
  async up(m) {
    await m.run(sql`insert into roles (version, name, built_in)
      select 1, 'employee', 'employee' from roles where built_in = 'administrator'
        and not exists (select 1 from roles as others where others.built_in = 'employee')`);
    for (const record of ['task', 'project'])
      for (const action of ['read', 'create', 'change', 'delete'])
        await m.run(sql`insert into role_grants (role_id, permission, scope)
          select roles.id, ${`tasks.${record}.${action}`}, 'own' from roles
          where roles.built_in = 'employee' and exists (select 1 from modules where modules.id = 'tasks' and modules.state in ('on', 'parked'))
          on conflict do nothing`);
  },
};
