import { sql } from 'kysely';
import { inIds } from '../../../core/db/fragments.js';
import type { Importer } from '../../../core/imports/point.js';
import { emptyOutcome } from '../../../core/imports/point.js';
import { changeMany, createMany, rowsWhere } from '../../../core/records/bulk.js';
import type { Values } from '../../../core/records/kind.js';
import { fold } from '../../../core/search/fold.js';
import { productKind } from '../kinds.js';
import type { SalesRun } from '../run.js';
import { productTargets } from './targets.js';

const liveProducts = (run: SalesRun) => run.db.read.selectFrom('sales_products').select(['id', 'name']).where('deleted_at', 'is', null).orderBy('id');

/** Names of the products, for whoever spells them in other ways. */
export const productNames = (run: SalesRun) => async (): Promise<string[]> => (await liveProducts(run).execute()).map(({ name }) => name);

/** Products. One of the same name changes by what the file has for it; its empty cells change nothing. */
export function productImporter(run: SalesRun): Importer {
  const nameOf = (values: Values): string => fold(String(values.name ?? ''));
  return {
    kind: 'products',
    permission: 'sales.product.import',
    targets: productTargets,
    records: [productKind.type],
    keyOf: ({ values }) => nameOf(values) || null,
    async prepare({ actor }) {
      // A catalogue has some thousand products at most; it is read once for many batches and kept in step by each.
      const known = new Map<string, number>();
      for (const { id, name } of await liveProducts(run).execute()) if (!known.has(fold(name))) known.set(fold(name), id);
      return async (tx, rows) => {
        const outcome = emptyOutcome();
        const ids = rows.flatMap(({ values }) => known.get(nameOf(values)) ?? []);
        const present = new Map(
          (await rowsWhere(run.records, tx, productKind, inIds(run.db.dialect, sql.ref('id'), ids))).map((row) => [row.id as number, row]),
        );
        const fresh: Values[] = [];
        const changes: Parameters<typeof changeMany>[4][number][] = [];
        for (const { values } of rows) {
          const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
          const before = present.get(known.get(nameOf(values)) ?? 0);
          const { name, ...rest } = given;
          if (before) changes.push({ before, values: rest });
          else fresh.push({ name, ...rest, isActive: true });
        }
        const made = await createMany(run.records, tx, actor, productKind, fresh, 'import');
        await changeMany(run.records, tx, actor, productKind, changes);
        tx.afterCommit(() => {
          for (const row of made) known.set(fold(String(row.name)), row.id as number);
        });
        return { ...outcome, created: made.length, updated: changes.length };
      };
    },
  };
}
