import type { Money } from '../../../server/contracts/core/fields.js';
import { Amount, Owner } from '../../ui/cells.js';
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
  width: 140,
  align: 'end',
  sortable: true,
  sorts: 'number',
  card: 'end',
  render: (record) => <Amount value={of(record)} strong />,
});
