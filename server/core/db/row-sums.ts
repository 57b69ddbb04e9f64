import { createHash } from 'node:crypto';

/** What a table holds, in short: the number of its rows and a sum over their hashes, which no order of rows or columns and no database changes. */
export type RowSums = Record<string, { rows: number; sum: string }>;

export interface RowSummer {
  /** Begins a table. */
  table(name: string, columns: readonly string[]): void;
  /** Adds a row of the table begun last. */
  add(values: readonly unknown[]): void;
  sums(): RowSums;
}

const range = 1n << 128n;

/** Sums up rows as they come: each as JSON of its columns in the order of their names, its SHA-256 shortened to 128 bits and added. */
export function summer(): RowSummer {
  const all = new Map<string, { rows: number; sum: bigint }>();
  let present: { rows: number; sum: bigint } | undefined;
  let order: number[] = [];
  let names: string[] = [];
  return {
    table(name, columns) {
      order = columns.map((_, at) => at).sort((a, b) => ((columns[a] as string) < (columns[b] as string) ? -1 : 1));
      names = order.map((at) => columns[at] as string);
      present = { rows: 0, sum: 0n };
      all.set(name, present);
    },
    add(values) {
      if (!present) throw new Error('A row without a table');
      const hash = createHash('sha256')
        .update(JSON.stringify([names, order.map((at) => values[at])]))
        .digest();
      present.rows += 1;
      present.sum = (present.sum + hash.readBigUInt64BE(0) * (1n << 64n) + hash.readBigUInt64BE(8)) % range;
    },
    sums: () => Object.fromEntries([...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { rows, sum }]) => [name, { rows, sum: sum.toString(16) }])),
  };
}

/** Names of the tables whose rows differ between two sums. */
export function differentTables(a: RowSums, b: RowSums): string[] {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].filter((name) => a[name]?.rows !== b[name]?.rows || a[name]?.sum !== b[name]?.sum).sort();
}
