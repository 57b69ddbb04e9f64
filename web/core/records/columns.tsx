import type { Field, Money } from '../../../server/contracts/core/fields.js';
import { Amount, Owner } from '../../ui/cells.js';
import { type FieldDef, isEmpty } from '../../ui/fields/field-def.js';
import { FieldView } from '../../ui/fields/field-view.js';
import type { Column } from '../../ui/list/use-columns.js';
import { When } from '../../ui/ui-context.js';

/** Columns that stand alike in the lists of many kinds. */
interface Shown {
  hidden?: boolean;
}

export const createdColumn = <T extends { createdAt: string }>(label: string, { hidden = false }: Shown = {}): Column<T> => ({
  id: 'createdAt',
  label,
  width: 130,
  sortable: true,
  sorts: 'day',
  hidden,
  card: 'hide',
  render: (record) => <When at={record.createdAt} />,
});

export const ownerColumn = <T extends { ownerId: number | null }>(label: string): Column<T> => ({
  id: 'ownerId',
  label,
  width: 160,
  card: 'hide',
  render: (record) => <Owner id={record.ownerId} />,
});

/** The amount by which the list is summed, at the end of a card. */
export const amountColumn = <T,>(id: string, label: string, of: (record: T) => Money | null): Column<T> => ({
  id,
  label,
  // Ten million and a currency.
  width: 160,
  align: 'end',
  sortable: true,
  sorts: 'number',
  card: 'end',
  render: (record) => <Amount value={of(record)} strong />,
});

const numbers: ReadonlySet<Field['kind']> = new Set(['int', 'quantity', 'percent', 'money']);

/**
 * The columns of a list, and after them one for each other field of its kind, which are not shown until they are chosen.
 * @param covered fields that stand in one of the columns already, or that mean nothing to people.
 */
export function withOtherFields<T>(columns: readonly Column<T>[], defs: readonly FieldDef[], covered: readonly string[]): Column<T>[] {
  const taken = new Set([...columns.map(({ id }) => id), ...covered]);
  const others = defs.filter(({ name, field }) => !taken.has(name) && field.kind !== 'json' && !(field.kind === 'longText' && field.rich));
  return [
    ...columns,
    ...others.map(
      (def): Column<T> => ({
        id: def.name,
        label: def.label,
        width: 160,
        hidden: true,
        card: 'hide',
        ...(numbers.has(def.field.kind) ? { align: 'end' } : {}),
        ...(def.field.sortable ? { sortable: true, sorts: numbers.has(def.field.kind) ? 'number' : 'day' } : {}),
        render: (record) => {
          const value = (record as Record<string, unknown>)[def.name];
          return isEmpty(value) ? null : <FieldView def={def} value={value} near plain />;
        },
      }),
    ),
  ];
}
