import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedView, ViewSettings } from '../../../server/contracts/core/views.js';
import { showNote } from '../../ui/feedback.js';
import type { ListAddress } from './list-address.js';

const sorted = (words: Record<string, string>) => Object.entries(words).sort(([a], [b]) => (a < b ? -1 : 1));

/** Whether two arrangements of a list come to the same. */
export const isSameView = (a: ViewSettings, b: ViewSettings): boolean =>
  JSON.stringify([sorted(a.query), sorted(a.look)]) === JSON.stringify([sorted(b.query), sorted(b.look)]);

/**
 * Keeps a list in step with the view it shows when somebody else changes or removes that: who has changed nothing by hand sees the
 * new arrangement, who has keeps their own; of a view that is gone its filters stay, and its name is said once.
 * @returns says that the view with this id goes by what this person does here.
 */
export function useViewOfOthers(current: SavedView | undefined, { saved, settings, show, set }: ListAddress, loaded: boolean): (id: number) => void {
  const { t } = useTranslation('core');
  const before = useRef<SavedView>(undefined);
  const goes = useRef<number>(undefined);
  useEffect(() => {
    const was = before.current;
    before.current = current;
    if (!was || !loaded) return;
    if (current?.id === was.id) {
      if (!isSameView(current.settings, was.settings) && isSameView(was.settings, settings)) show(current.settings, String(current.id));
    } else if (!current && saved === String(was.id) && goes.current !== was.id) {
      showNote({ text: t('views.goneByOthers', { name: was.name }) });
      set({ saved: 'all' });
    }
  }, [current, saved, settings, show, set, loaded, t]);
  return useCallback((id) => {
    goes.current = id;
  }, []);
}
