import { sql } from 'kysely';
import { inIds } from '../../../core/db/fragments.js';
import type { Importer } from '../../../core/imports/point.js';
import { rowsWhere } from '../../../core/records/bulk.js';
import type { Row } from '../../../core/records/kind.js';
import { fold } from '../../../core/search/fold.js';
import type { Crm } from '../crm.js';
import { company } from '../kinds.js';
import { owners, storeBatch, textsIn } from './batch.js';
import { namedRecords } from './look-up.js';
import { companyTargets } from './targets.js';

/** Companies. One of the same name changes by what the file has for it; its empty cells change nothing. */
export function companyImporter(crm: Crm): Importer {
  return {
    kind: 'companies',
    permission: 'crm.company.import',
    targets: companyTargets,
    people: owners,
    records: [company.type],
    keyOf: ({ values }) => fold(String(values.title ?? '')) || null,
    prepare:
      async ({ actor, unknownPeople, meant }) =>
      (tx, rows) =>
        storeBatch(
          crm,
          tx,
          { actor, unknownPeople, meant },
          {
            kind: company,
            async present() {
              const ids = await namedRecords(crm, tx.q, actor, 'crm.company', textsIn(rows, 'title'));
              const found = await rowsWhere(crm.records, tx, company, inIds(crm.db.dialect, sql.ref('id'), [...ids.values()]));
              const byId = new Map(found.map((row) => [row.id as number, row]));
              const present = new Map<number, Row>();
              for (const [index, { values }] of rows.entries()) {
                const row = byId.get(ids.get(fold(String(values.title))) ?? 0);
                if (row) present.set(index, row);
              }
              return present;
            },
            // The name of a company that is there stays as it is written there.
            complete: ({ title, ...values }, before) => (before ? values : { title, ...values }),
          },
          rows,
        ),
  };
}
