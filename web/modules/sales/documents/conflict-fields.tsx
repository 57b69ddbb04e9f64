import { useTranslation } from 'react-i18next';
import type { ConflictField } from '../../../ui/conflict.js';
import { useFormat } from '../../../ui/ui-context.js';
import { ReferenceName } from '../records/cells.js';
import { countRows } from './amounts.js';
import { type EditDocument, sameRows } from './edit-document.js';

/** What differs between what is on the screen and what somebody else stored meanwhile, to choose from. */
export function useConflictFields(kind: 'quote' | 'invoice'): (mine: EditDocument, theirs: EditDocument) => ConflictField[] {
  const { t } = useTranslation('sales');
  const f = useFormat();
  const nothing = t('conflict.nothing');
  const rowsIn = ({ rows }: EditDocument) => {
    const currency = rows[0]?.price.currency;
    const total = currency ? countRows(rows, currency).amounts?.total : null;
    return [t('conflict.rows', { count: rows.length }), ...(total ? [f.money(total)] : [])].join(', ');
  };
  const name = (type: string, id: number | null) => (id === null ? nothing : <ReferenceName type={type} id={id} />);
  return (mine, theirs) => {
    const found: ConflictField[] = [];
    const add = (field: keyof EditDocument, label: string, show: (of: EditDocument) => ConflictField['mine']) =>
      found.push({ name: field, label, mine: show(mine), theirs: show(theirs) });
    if (mine.companyId !== theirs.companyId) add('companyId', t('field.companyId'), (of) => name('crm.company', of.companyId));
    if (mine.contactId !== theirs.contactId) add('contactId', t('field.contactId'), (of) => name('crm.contact', of.contactId));
    if (mine.day !== theirs.day)
      add('day', t(kind === 'quote' ? 'quote.field.validUntil' : 'invoice.field.dueOn'), (of) => (of.day ? f.dayFull(of.day) : nothing));
    if ((mine.terms ?? '') !== (theirs.terms ?? '')) add('terms', t('field.terms'), (of) => of.terms || nothing);
    if (!sameRows(mine.rows, theirs.rows)) add('rows', t('rows'), rowsIn);
    return found;
  };
}
