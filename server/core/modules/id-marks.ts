import type { Database, Tx } from '../db/database.js';
import { lastIdOf, raiseLastId } from '../db/stored-table.js';
import type { Holder } from './belongings.js';
import { ownTables } from './rows-of.js';

/** The highest id that each table of a module has given. */
export async function marksOf(db: Database, holder: Holder): Promise<Map<string, number>> {
  const marks = new Map<string, number>();
  for (const { table } of await ownTables(db, holder))
    if (table.columns.some(({ name }) => name === 'id')) marks.set(table.name, await lastIdOf(db, table.name));
  return marks;
}

/** Remembers them beyond the tables, so that no id is given twice. */
export async function keepMarks(tx: Tx, marks: ReadonlyMap<string, number>): Promise<void> {
  for (const [name, last] of marks)
    await tx.q
      .insertInto('id_marks')
      .values({ name, last })
      .onConflict((oc) => oc.column('name').doUpdateSet({ last }))
      .execute();
}

/** Lets the tables of a module that is added anew go on with the ids after those that were given before. */
export async function goOnAfterMarks(tx: Tx, tables: readonly string[]): Promise<void> {
  const marks = await tx.q.selectFrom('id_marks').selectAll().where('name', 'in', tables).execute();
  for (const { name, last } of marks) await raiseLastId(tx, name, last);
}
