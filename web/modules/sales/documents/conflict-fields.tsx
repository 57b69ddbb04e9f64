import { useTranslation } from 'react-i18next';
import { ReferenceName } from '../../../ui/cells.js';
import type { ConflictField } from '../../../ui/conflict.js';
import { useFormat } from '../../../ui/ui-context.js';
import { countRows } from './amounts.js';
import type { EditDocument } from './edit-document.js';

/** The fields that two people changed, with both values in words. */
export function useConflictFields(
  kind: 'quote' | 'invoice',
): (names: readonly (keyof EditDocument)[], mine: EditDocument, theirs: EditDocument) => ConflictField[] {
  const { t } = useTranslation('sales');
  const f = useFormat();
  const nothing = t('conflict.nothing');
  const rowsIn = ({ rows }: EditDocument) => {
    const currency = rows[0]?.price.currency;
    const total = currency ? countRows(rows, currency).amounts?.total : null;
    return [t('conflict.rows', { count: rows.length }), ...(total ? [f.money(total)] : [])].join(', ');
  };
  const name = (type: string, id: number | null) => (id === null ? nothing : <ReferenceName type={type} id={id} />);
  const shown: Record<keyof EditDocument, { label: string; show(of: EditDocument): ConflictField['mine'] }> = {
    companyId: { label: t('field.companyId'), show: (of) => name('crm.company', of.companyId) },
    contactId: { label: t('field.contactId'), show: (of) => name('crm.contact', of.contactId) },
    day: { label: t(kind === 'quote' ? 'quote.field.validUntil' : 'invoice.field.dueOn'), show: (of) => (of.day ? f.dayFull(of.day) : nothing) },
    terms: { label: t('field.terms'), show: (of) => of.terms || nothing },
    rows: { label: t('rows'), show: rowsIn },
  };
  return (names, mine, theirs) =>
    names.map((field) => ({ name: field, label: shown[field].label, mine: shown[field].show(mine), theirs: shown[field].show(theirs) }));
}
