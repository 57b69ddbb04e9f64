import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import f from '../form/form.module.css';
import s from './settings.module.css';

/** What stands above a table: a field to search in, and choices. */
export function Tools({ find, value, onFind, children }: { find: string; value: string; onFind: (value: string) => void; children?: ReactNode }) {
  return (
    <div className={s.tools}>
      <input type="search" className={f.input} placeholder={find} aria-label={find} value={value} onChange={(event) => onFind(event.target.value)} />
      {children}
    </div>
  );
}

/**
 * A table that becomes a list of cards on a phone, where a cell names itself with `data-label`. `children` are its rows,
 * each with one cell more than `columns`: for what can be done.
 */
export function Table({ label, columns, children }: { label?: string; columns: readonly ReactNode[]; children: ReactNode }) {
  const { t } = useTranslation('core');
  return (
    <table className={s.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the columns of a table never change places
            <th key={at} scope="col">
              {column}
            </th>
          ))}
          <th scope="col">
            <span className="visually-hidden">{t('people.actionsColumn')}</span>
          </th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

interface Pages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage(): unknown;
}

/** Below a table of which there is more. */
export function More({ query, label }: { query: Pages; label?: string }) {
  const { t } = useTranslation('core');
  if (!query.hasNextPage) return null;
  return (
    <div className={s.more}>
      <Button look="quiet" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {label ?? t('people.more')}
      </Button>
    </div>
  );
}
