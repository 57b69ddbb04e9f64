import { useQuery } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { rightEndpoints, type Viewer } from '../../../server/contracts/core/rights.js';
import type { Entry } from '../../ui/action-menu.js';
import { PersonName } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { call } from '../api.js';
import { useMay } from '../session.js';
import { Dialog } from '../settings/dialog.js';
import { Loaded } from '../settings/loaded.js';
import s from './who-sees.module.css';

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

function Person({ viewer }: { viewer: Viewer }) {
  const { t } = useTranslation('core');
  return (
    <li>
      <PersonName name={viewer.name} />
      <ul>
        {viewer.through.map(({ role, scope }) => (
          <li key={role}>{t(viewer.isOwner ? 'whoSees.owner' : `whoSees.through.${scope}`, { role })}</li>
        ))}
      </ul>
    </li>
  );
}

function WhoSees({ type, id, title }: Asked) {
  const { t } = useTranslation('core');
  const query = useQuery({ queryKey: [type, 'viewers', id], queryFn: () => call(rightEndpoints.viewers, { query: { type, id } }) });
  return (
    <Dialog
      opened
      title={t('whoSees.title', { title })}
      onClose={() => ask(null)}
      footer={
        <Button look="primary" onClick={() => ask(null)}>
          {t('done')}
        </Button>
      }
    >
      <Loaded query={query} rows={4}>
        {({ items }) => (
          <>
            <p className={s.count}>{t('whoSees.count', { count: items.length })}</p>
            <ul className={s.people}>
              {items.map((viewer) => (
                <Person key={viewer.id} viewer={viewer} />
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </Dialog>
  );
}

/** Stands in the shell once, so that the menu of any record can open it. */
export function WhoSeesHost() {
  const open = useSyncExternalStore(subscribe, () => asked);
  return open && <WhoSees key={`${open.type}:${open.id}`} {...open} />;
}
