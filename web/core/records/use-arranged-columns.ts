import { useCallback, useState } from 'react';
import { type Column, type Columns, useColumns } from '../../ui/list/use-columns.js';
import type { ListAddress } from './list-address.js';

const keyOf = (type: string) => `columns:${type}`;

/**
 * The columns of a list as its address says, so that a link and a saved view show the same; where it says nothing, as this
 * person last arranged them in this browser without a saved view.
 */
export function useArrangedColumns<T>(type: string, address: ListAddress, columns: readonly Column<T>[]): Columns<T> {
  const { cols, saved, set } = address;
  const isOwn = saved === undefined || saved === 'all';
  const [kept, setKept] = useState(() => localStorage.getItem(keyOf(type)) ?? undefined);
  const arrange = useCallback(
    (next: string | undefined) => {
      if (isOwn) {
        if (next === undefined) localStorage.removeItem(keyOf(type));
        else localStorage.setItem(keyOf(type), next);
        setKept(next);
      }
      set({ cols: next });
    },
    [type, isOwn, set],
  );
  return useColumns(columns, cols ?? (isOwn ? kept : undefined), arrange);
}
