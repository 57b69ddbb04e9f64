import { sql } from 'kysely';
import type { KeptState } from '../../contracts/core/time-machine.js';
import type { Database } from '../db/database.js';
import { inIds } from '../db/fragments.js';
import { columnOf, type Kind, type Row } from '../records/kind.js';
import type { Erased } from './erased.js';
import type { Return } from './returns.js';

/** Rows that are looked at together. */
const atOnce = 2000;
const fewer = 300;

/** Names of the fields that are put back: what people write, and what a module says goes along. */
export const comingFields = (kind: Kind, own: Return | undefined): string[] =>
  [...kind.fields].filter(([name, field]) => !field.readOnly || own?.also?.includes(name)).map(([name]) => name);

/** Columns of these fields; those of money have their currency beside. */
export const comingColumns = (kind: Kind, own: Return | undefined): string[] => [
  ...comingFields(kind, own).map(columnOf),
  ...(kind.hasCurrency && comingFields(kind, own).some((name) => kind.fields.get(name)?.kind === 'money') ? ['currency'] : []),
];

/** What tells whether a record differs: besides, the sums of rows that are put back. */
export const comparedColumns = (kind: Kind, own: Return | undefined): string[] => [...comingColumns(kind, own), ...(own?.rows?.sums ?? [])];

type Brief = Pick<Row, 'id' | 'version' | 'updated_at' | 'created_at' | 'deleted_at'>;
const brief = sql.join(['id', 'version', 'updated_at', 'created_at', 'deleted_at'].map((column) => sql.ref(column)));

export interface Compared {
  /** Ids whose record is not there any more, or does not count as it. */
  away: Map<number, Exclude<KeptState, 'same' | 'changed'>>;
  /** Ids whose fields differ, with the moment of the last change. */
  changed: Map<number, string>;
  /** Records in the backup. */
  count: number;
}

/** How one record stands now, as far as its row tells; `changed` where the versions differ. */
export function stateOf(then: Row, now: Row | undefined, erased: boolean): KeptState {
  if (erased) return 'erased';
  if (!now) return 'gone';
  if (now.created_at !== then.created_at) return 'other';
  if (now.deleted_at !== null) return 'bin';
  return now.version === then.version && now.updated_at === then.updated_at ? 'same' : 'changed';
}

export const rowsWithIds = async (db: Database, table: string, ids: readonly number[]): Promise<Map<number, Row>> => {
  const { rows } = await sql<Row>`select * from ${sql.table(table)} where ${inIds(db.dialect, sql.ref('id'), ids)}`.execute(db.readAside);
  return new Map(rows.map((row) => [row.id as number, row]));
};

/** Whether what is put back differs; sums and the like that the portal keeps itself do not count. */
export const differs = (columns: readonly string[], then: Row, now: Row): boolean =>
  columns.some((column) => column in now && (then[column] ?? null) !== (now[column] ?? null));

/** Every record of a kind in the backup beside the portal as it is now; many are no burden, they are walked in the order of their ids. */
export async function compareKind(then: Database, live: Database, kind: Kind, own: Return | undefined, erased: Pick<Erased, 'own' | 'row'>): Promise<Compared> {
  const result: Compared = { away: new Map(), changed: new Map(), count: 0 };
  const columns = comparedColumns(kind, own);
  const [type, gone] = [kind.type, erased.own(kind.type)];
  let after = 0;
  for (;;) {
    const { rows } = await sql<Brief>`select ${brief} from ${sql.table(kind.table)} where id > ${after} and deleted_at is null
      order by id limit ${sql.lit(atOnce)}`.execute(then.readAside);
    const last = rows.at(-1)?.id as number | undefined;
    if (last === undefined) return result;
    const { rows: there } = await sql<Brief>`select ${brief} from ${sql.table(kind.table)} where id > ${after} and id <= ${last}`.execute(live.readAside);
    const byId = new Map(there.map((row) => [row.id, row]));
    const maybe: number[] = [];
    for (const row of rows) {
      const state = stateOf(row as Row, byId.get(row.id) as Row | undefined, gone.has(row.id as number));
      if (state === 'changed') maybe.push(row.id as number);
      else if (state !== 'same') result.away.set(row.id as number, state);
    }
    for (let from = 0; from < maybe.length; from += fewer) {
      const ids = maybe.slice(from, from + fewer);
      const [was, is] = await Promise.all([rowsWithIds(then, kind.table, ids), rowsWithIds(live, kind.table, ids)]);
      for (const id of ids) {
        const [before, now] = [was.get(id), is.get(id)];
        if (before && now && differs(columns, erased.row({ type, id }, before), now)) result.changed.set(id, now.updated_at as string);
      }
    }
    result.count += rows.length;
    after = last;
  }
}

/** When records of a kind went: into the bin, or out of it for good; what nobody noted is left out. */
export async function goneSince(live: Database, kind: Kind, since: string): Promise<Map<number, string>> {
  const found = new Map<string, string>();
  const purged = await live.readAside
    .selectFrom('audit')
    .select(['at', 'data'])
    .where('action', '=', 'bin.purged')
    .where('target', '=', kind.type)
    .where('at', '>=', since)
    .execute();
  for (const { at, data } of purged) for (const id of (JSON.parse(data) as { ids?: number[] }).ids ?? []) found.set(String(id), at);
  const binned = await live.readAside.selectFrom('bin_entries').select(['record_id', 'deleted_at']).where('record_type', '=', kind.type).execute();
  for (const { record_id, deleted_at } of binned) found.set(String(record_id), deleted_at);
  return new Map([...found].map(([id, at]) => [Number(id), at]));
}
