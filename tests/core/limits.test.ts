import { join } from 'node:path';
import { sql } from 'kysely';
import t from 'tap';
import { prepared } from '../../server/core/db/prepared.js';
import { openSqlite } from '../../server/core/db/sqlite.js';
import { ownFolder } from '../support/process.js';

t.test('on SQLite a limit is no parameter that would have its statement planned anew each time', async (t) => {
  const db = openSqlite(join(await ownFolder(t), 'sede.sqlite'), { durable: false });
  t.teardown(() => db.close());
  await db.write(async ({ q, insertMany }) => {
    await sql`create table people (id integer primary key, name text)`.execute(q);
    await insertMany(
      'people',
      ['Ada', 'Eva', 'Rui'].map((name) => ({ name })),
    );
  });
  const two = db.read.selectFrom('people').select('name').where('name', '<>', 'Eva').orderBy('id').limit(2);
  t.match(two.compile(), { sql: /where "name" <> \? order by "id" limit 2$/, parameters: ['Eva'] });
  t.same(await two.execute(), [{ name: 'Ada' }, { name: 'Rui' }]);
  t.match(sql`select 1 limit ${7}`.compile(db.read), { sql: 'select 1 limit 7', parameters: [] }, 'however it is written');

  const first = prepared((q, { limit }: { limit: number }) => q.selectFrom('people').select('name').orderBy('id').limit(limit).compile());
  t.same(await first(db.read, { limit: 1 }), [{ name: 'Ada' }], 'one that is given later is kept out of sight');
  t.same(await first(db.read, { limit: 2 }), [{ name: 'Ada' }, { name: 'Eva' }]);
});
