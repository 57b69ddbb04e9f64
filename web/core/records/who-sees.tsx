import { useCallback, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry } from '../../ui/action-menu.js';
import { useLater } from '../../ui/later.js';
import { useMay } from '../session.js';

interface Asked {
  type: string;
  id: number;
  title: string;
}

let asked: Asked | null = null;
const listeners = new Set<() => void>();
function ask(next: Asked | null): void {
  asked = next;
  for (const listener of listeners) listener();
}
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The entry of a record's menu that tells who can see the record; nothing for people who may neither change it nor manage roles. */
export function useWhoSees(): (type: string, id: number, title: string | null) => Entry[] {
  const { t } = useTranslation('core');
  const may = useMay();
  return useCallback(
    (type, id, title) =>
      may(`${type}.change`) || may('core.roles.manage')
        ? [{ id: 'who-sees', label: t('whoSees.action'), icon: 'eye', onSelect: () => ask({ type, id, title: title ?? String(id) }) }]
        : [],
    [t, may],
  );
}

const loadDialog = () => import('./who-sees-dialog.js');
const close = () => ask(null);

/** Stands in the shell once, so that the menu of any record can open it. */
export function WhoSeesHost() {
  const open = useSyncExternalStore(subscribe, () => asked);
  const dialog = useLater(loadDialog, open !== null, close);
  return open && dialog && <dialog.WhoSees key={`${open.type}:${open.id}`} {...open} onClose={close} />;
}
