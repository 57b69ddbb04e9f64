import type { MadeColumns } from '../../../core/exports/export.js';
import { resolveReferences } from '../../../core/records/references.js';
import type { Crm } from '../crm.js';

/** What comes next by its title, for whoever may see it where it is of another module, too. */
export const nextStepColumns = ({ records }: Pick<Crm, 'records'>): MadeColumns => ({
  fields: { nextActivityTitle: { kind: 'text', max: 250 } },
  async fill(rows, _names, actor) {
    const refs = rows.flatMap(({ nextStepType: type, nextStepId: id }) => (typeof type === 'string' && typeof id === 'number' ? [{ type, id }] : []));
    const titles = new Map((await resolveReferences(records, actor, refs)).map(({ type, id, title }) => [`${type} ${id}`, title]));
    return rows.map((row) => ({ nextActivityTitle: row.nextActivityTitle ?? titles.get(`${row.nextStepType} ${row.nextStepId}`) ?? null }));
  },
});
