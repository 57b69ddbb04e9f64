import { useCallback, useState } from 'react';
import type { ViewSettings } from '../../../server/contracts/core/views.js';
import { type Column, type Columns, useColumns } from '../../ui/list/use-columns.js';
import type { ListAddress } from './list-address.js';

const keyOf = (type: string) => `columns:${type}`;
/** As this person last arranged the columns of a list in this browser. */
const keptOf = (type: string) => localStorage.getItem(keyOf(type)) ?? undefined;
const isWithoutView = ({ saved }: ListAddress) => saved === undefined || saved === 'all';

/** What a view that is made of a list as it stands keeps: its columns too where the person arranged them and the address says nothing. */
export function settingsToSave(type: string, address: ListAddress): ViewSettings {
  const { settings } = address;
  const cols = address.cols ?? (isWithoutView(address) ? keptOf(type) : undefined);
  return cols === undefined ? settings : { ...settings, look: { ...settings.look, cols } };
}

/**
 * The columns of a list as its address says, so that a link and a saved view show the same; where it says nothing, as this
 * person last arranged them in this browser without a saved view.
 */
export function useArrangedColumns<T>(type: string, address: ListAddress, columns: readonly Column<T>[]): Columns<T> {
  const { cols, set } = address;
  const isOwn = isWithoutView(address);
  const [kept, setKept] = useState(() => keptOf(type));
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
