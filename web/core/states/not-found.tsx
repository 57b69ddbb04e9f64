import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rightEndpoints } from '../../../server/contracts/core/rights.js';
import { EmptyState, Refusal } from '../../ui/states.js';
import { call } from '../api.js';
import { loadTexts } from '../i18n.js';
import { moduleName } from '../module-words.js';
import { useGo, usePath } from '../navigation.js';
import { moduleIds } from '../registry.js';
import { useMay, useSession } from '../session.js';
import { useHeading } from '../shell/heading.js';
import s from './states.module.css';
import { Waiting } from './waiting.js';

const manageModules = 'core.modules.manage';

/** A page of a module that is off for now, for somebody who had rights there: who can switch it on again. */
function OffForNow({ module }: { module: string }) {
  const { t } = useTranslation('core');
  const [name, setName] = useState<string | null>(null);
  useEffect(() => {
    // The texts of a module that is off are not here yet.
    const named = () => setName(moduleName(module));
    loadTexts([module]).then(named, named);
  }, [module]);
  const go = useGo();
  const may = useMay()(manageModules);
  const query = useQuery({ queryKey: ['core.right', manageModules], queryFn: () => call(rightEndpoints.explain, { query: { permission: manageModules } }) });
  useHeading(t('offForNow.where'));
  if (query.isPending || name === null) return <Waiting rows={3} />;
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
  const { modules, permissions } = useSession();
  const [, first = ''] = usePath().split('/');
  const isOff = moduleIds.includes(first) && !modules.includes(first) && Object.keys(permissions).some((right) => right.startsWith(`${first}.`));
  return isOff ? <OffForNow module={first} /> : <Nothing />;
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
