import { useTranslation } from 'react-i18next';
import { ActionMenu, type Entry } from '../action-menu.js';
import { IconButton } from '../button.js';
import { type Columns, sortOf } from './use-columns.js';

/** By what a list is sorted, and which way: for where no column has a head to say it. */
export function SortMenu<T>({ columns, sort, onSort }: { columns: Columns<T>; sort: string; onSort: (sort: string) => void }) {
  const { t } = useTranslation('ui');
  const sortable = columns.all.filter((column) => column.sortable);
  const current = sortable.find((column) => sortOf(column, sort).order);
  const entries: Entry[] = sortable.map((column) => {
    const { by, words } = sortOf(column, sort);
    // Names begin with A, amounts with the largest and days with the latest; the other way is one more step.
    return { id: column.id, label: column.label, checked: column === current, onSelect: () => onSort(words === 'text' ? by : `-${by}`) };
  });
  if (current) {
    const { by, words, order } = sortOf(current, sort);
    entries.push(
      'line',
      { id: 'sort-asc', label: t(`list.sort.${words}.asc`), icon: 'asc', checked: order === 'ascending', onSelect: () => onSort(by) },
      { id: 'sort-desc', label: t(`list.sort.${words}.desc`), icon: 'desc', checked: order === 'descending', onSelect: () => onSort(`-${by}`) },
    );
  }
  if (sortable.length === 0) return null;
  const label = t('list.sortBy');
  return <ActionMenu label={label} entries={entries} target={<IconButton icon={sort.startsWith('-') ? 'desc' : 'asc'} label={label} />} />;
}
