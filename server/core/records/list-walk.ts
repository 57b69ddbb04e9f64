import { CompiledQuery, type RawBuilder, sql } from 'kysely';
import type { Database, Queries } from '../db/database.js';
import type { Kind } from './kind.js';
import type { Position } from './list-cursor.js';

interface Walk {
  kind: Kind;
  column: string;
  descending: boolean;
  limit: number;
  /** One walk for each of these owners, merged; null: one walk, with the rights among the conditions. */
  owners: readonly number[] | null;
  /** Rights and filters. */
  where: RawBuilder<boolean>[];
  /** Index to force on SQLite, whose own choice is to sort; null: let the database choose. */
  index: string | null;
  /** So few records are within the conditions that they are found by these and sorted. */
  isGathered?: boolean;
}

/** Texts of walks without filters by their shape: the same few are run all day, and making them costs more than running them. */
const walkSql = new Map<string, string>();

/** What a part of a walk is narrowed to; `values` in the order in which `range` uses them. */
interface Part {
  name: 'all' | 'ties' | 'beyond' | 'nulls' | 'later nulls';
  range(values: readonly (number | string)[]): RawBuilder<boolean>;
  values: readonly (number | string)[];
}

/** The parts from `after` on: what ties with it, what lies beyond, and the rows without a value, which come last in either direction. */
function partsFrom(w: Walk, after: Position | null): Part[] {
  const [column, id, beyond] = [sql.ref(w.column), sql.ref('id'), w.descending ? sql`<` : sql`>`];
  if (w.column === 'id')
    return after
      ? [{ name: 'beyond', range: ([last]) => sql`${id} ${beyond} ${last}`, values: [after.id] }]
      : [{ name: 'all', range: ([first]) => sql`${id} > ${first}`, values: [0] }];
  const nulls: Part[] = w.column === 'created_at' ? [] : [{ name: 'nulls', range: () => sql`${column} is null`, values: [] }];
  if (!after) return [{ name: 'all', range: () => sql`${column} is not null`, values: [] }, ...nulls];
  if (after.value === null) return [{ name: 'later nulls', range: ([last]) => sql`${column} is null and ${id} ${beyond} ${last}`, values: [after.id] }];
  return [
    { name: 'ties', range: ([value, last]) => sql`${column} = ${value} and ${id} ${beyond} ${last}`, values: [after.value, after.id] },
    { name: 'beyond', range: ([value]) => sql`${column} ${beyond} ${value}`, values: [after.value] },
    ...nulls,
  ];
}

/** Ids and sort values from `after` on, in order. */
export async function walk(db: Database, q: Queries, w: Walk, after: Position | null): Promise<Position[]> {
  const [column, id, direction] = [sql.ref(w.column), sql.ref('id'), w.descending ? sql`desc` : sql`asc`];
  const from = w.index !== null && db.dialect === 'sqlite' ? sql`${sql.table(w.kind.table)} indexed by ${sql.ref(w.index)}` : sql.table(w.kind.table);
  const branch = (part: Part, owner: number | null, limit: number) => {
    const mine = owner === null ? [] : [sql<boolean>`${sql.ref(w.kind.ownerColumn as string)} = ${owner}`];
    const where = sql.join([sql`deleted_at is null`, ...mine, part.range(part.values), ...w.where], sql` and `);
    // The plus keeps SQLite from walking the table in the order of the list instead.
    const order = w.isGathered && db.dialect === 'sqlite' ? sql`+${column}` : column;
    // In a sum, the limit stays a parameter of the text that is kept, see `LimitsInText`.
    return sql`select ${column} as value, ${id} as id from ${from} where ${where} order by ${order} ${direction}, ${id} ${direction} limit 0 + ${limit}`;
  };
  const statement = (part: Part, limit: number) =>
    w.owners === null
      ? branch(part, null, limit)
      : sql.join(
          w.owners.map((owner) => sql`select * from (${branch(part, owner, limit)}) as walk`),
          sql` union all `,
        );
  const found: Position[] = [];
  for (const part of partsFrom(w, after)) {
    const limit = w.limit - found.length;
    if (limit <= 0) break;
    let rows: Position[];
    if (w.where.length > 0) ({ rows } = await sql<Position>`${statement(part, limit)}`.execute(q));
    else {
      const shape = `${db.dialect} ${w.kind.table} ${w.column} ${w.descending} ${part.name} ${w.owners?.length ?? '-'}`;
      let text = walkSql.get(shape);
      if (text === undefined) {
        text = sql`${statement(part, limit)}`.compile(q).sql;
        walkSql.set(shape, text);
      }
      const values = (w.owners ?? [null]).flatMap((owner) => [...(owner === null ? [] : [owner]), ...part.values, limit]);
      ({ rows } = await q.executeQuery<Position>(CompiledQuery.raw(text, values)));
    }
    if (w.owners !== null) rows = rows.sort(compare(w.descending)).slice(0, limit);
    for (const row of rows) found.push(row);
  }
  return found;
}

/** Order of the list: by value, then id; rows without a value last. */
function compare(descending: boolean): (a: Position, b: Position) => number {
  const sign = descending ? -1 : 1;
  return (a, b) => {
    if (a.value === null || b.value === null) return a.value === b.value ? sign * (a.id - b.id) : a.value === null ? 1 : -1;
    if (a.value === b.value) return sign * (a.id - b.id);
    return a.value < b.value ? -sign : sign;
  };
}
