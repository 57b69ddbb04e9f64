import type { DocumentRow, DraftRow } from '../../../../server/contracts/sales/records.js';
import type { EditRow } from '../../../ui/rows/edit-row.js';

/** What a person can write into a quote or invoice. */
export interface EditDocument {
  companyId: number | null;
  contactId: number | null;
  /** Last day of a quote, day on which an invoice is due. */
  day: string | null;
  terms: string | null;
  rows: EditRow[];
}

let made = 0;
export const toEdit = (rows: readonly Omit<DocumentRow, 'id'>[]): EditRow[] =>
  rows.map(({ productId, name, unit, quantity, price, discountPercent, taxRate }) => {
    made += 1;
    return { key: `row-${made}`, productId, name, unit, quantity, price, discountPercent, taxRate };
  });

export const toDraft = (rows: readonly EditRow[]): DraftRow[] =>
  rows.map(({ productId, name, unit, quantity, price, discountPercent, taxRate }) => ({ productId, name, unit, quantity, price, discountPercent, taxRate }));

export const sameRows = (a: readonly EditRow[], b: readonly EditRow[]): boolean => JSON.stringify(toDraft(a)) === JSON.stringify(toDraft(b));

export const sameDocument = (a: EditDocument, b: EditDocument): boolean =>
  a.companyId === b.companyId && a.contactId === b.contactId && a.day === b.day && (a.terms ?? '') === (b.terms ?? '') && sameRows(a.rows, b.rows);

const fieldNames = ['companyId', 'contactId', 'day', 'terms', 'rows'] as const satisfies (keyof EditDocument)[];

const sameField = (name: keyof EditDocument, a: EditDocument, b: EditDocument): boolean =>
  name === 'rows' ? sameRows(a.rows, b.rows) : (a[name] ?? '') === (b[name] ?? '');

/** Fields that were changed to different values on both sides. */
export const clashes = (base: EditDocument, mine: EditDocument, theirs: EditDocument): (keyof EditDocument)[] =>
  fieldNames.filter((name) => !sameField(name, mine, base) && !sameField(name, theirs, base) && !sameField(name, mine, theirs));

/** Theirs with what was changed here alone on top; `takesMine` decides where both changed it. */
export function merge(base: EditDocument, mine: EditDocument, theirs: EditDocument, takesMine: (name: keyof EditDocument) => boolean): EditDocument {
  const merged = { ...theirs };
  const clashing = clashes(base, mine, theirs);
  const take = <K extends keyof EditDocument>(name: K) => {
    merged[name] = mine[name];
  };
  for (const name of fieldNames) if (clashing.includes(name) ? takesMine(name) : !sameField(name, mine, base)) take(name);
  return merged;
}
