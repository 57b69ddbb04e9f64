import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { rightEndpoints } from '../../../server/contracts/core/rights.js';
import { EmptyState, Refusal } from '../../ui/states.js';
import { call } from '../api.js';
import { useGo, usePath } from '../navigation.js';
import { useMay, useSession } from '../session.js';
import { useHeading } from '../shell/heading.js';
import s from './states.module.css';
import { Waiting } from './waiting.js';

const manageModules = 'core.modules.manage';

/** A page of a module that is off for now, for somebody who had rights there: who can switch it on again. */
function OffForNow({ name }: { name: string }) {
  const { t } = useTranslation('core');
  const go = useGo();
  const may = useMay()(manageModules);
  const query = useQuery({ queryKey: ['core.right', manageModules], queryFn: () => call(rightEndpoints.explain, { query: { permission: manageModules } }) });
  useHeading(t('offForNow.where'));
  if (query.isPending) return <Waiting rows={3} />;
  const grantor = query.data?.grantedBy[0];
  return (
    <div className={s.place}>
      <Refusal
        title={t('offForNow.title', { name })}
        text={t('offForNow.text')}
        {...(grantor && !may ? { person: { name: grantor.name, note: t('offForNow.who') } } : {})}
        {...(may ? { action: { label: t('offForNow.modules'), onClick: () => go('/settings/modules') } } : {})}
        second={{ label: t('notFound.home'), onClick: () => go('/') }}
      />
    </div>
  );
}

export function NotFound() {
  // What a browser kept from a version that did not say it yet names none.
  const { off = [] } = useSession();
  const [, first = ''] = usePath().split('/');
  const module = off.find(({ id }) => id === first);
  return module ? <OffForNow name={module.name} /> : <Nothing />;
}

function Nothing() {
  const { t } = useTranslation('core');
  const go = useGo();
  useHeading(t('notFound.where'));
  return (
    <div className={s.place}>
      <EmptyState icon="search" title={t('notFound.title')} text={t('notFound.text')} action={{ label: t('notFound.home'), onClick: () => go('/') }} />
    </div>
  );
}
