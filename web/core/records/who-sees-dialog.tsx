import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { rightEndpoints, type Viewer } from '../../../server/contracts/core/rights.js';
import { PersonName } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { call } from '../api.js';
import { Loaded } from '../settings/loaded.js';
import s from './who-sees.module.css';

function Person({ viewer, type }: { viewer: Viewer; type: string }) {
  const { t } = useTranslation('core');
  const field = viewer.as === null || viewer.as === 'container' ? '' : t(`${type.split('.')[0]}:field.${viewer.as}`);
  return (
    <li>
      <PersonName name={viewer.name} />
      <ul>
        {viewer.as !== null && <li>{field === '' ? t('whoSees.container') : t('whoSees.named', { field })}</li>}
        {viewer.through.map(({ role, scope }) => (
          <li key={role}>{t(viewer.isOwner ? 'whoSees.owner' : `whoSees.through.${scope}`, { role })}</li>
        ))}
      </ul>
    </li>
  );
}

/** Who can see one record, and through which role. */
export function WhoSees({ type, id, title, onClose }: { type: string; id: number; title: string; onClose: () => void }) {
  const { t } = useTranslation('core');
  const query = useQuery({ queryKey: [type, 'viewers', id], queryFn: () => call(rightEndpoints.viewers, { query: { type, id } }) });
  return (
    <Dialog
      opened
      title={t('whoSees.title', { title })}
      onClose={onClose}
      footer={
        <Button look="primary" onClick={onClose}>
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
                <Person key={viewer.id} viewer={viewer} type={type} />
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </Dialog>
  );
}
