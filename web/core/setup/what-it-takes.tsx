import { useTranslation } from 'react-i18next';
import type { ModuleCost } from '../../../server/contracts/core/modules.js';
import { Icon } from '../../ui/icon.js';
import { useFormat } from '../../ui/ui-context.js';
import w from './setup.module.css';

/** The sum of the portal and what was chosen, as measured on this machine. */
export function WhatItTakes({ cost }: { cost: ModuleCost }) {
  const { t } = useTranslation('setup');
  const f = useFormat();
  const rows = [
    { icon: 'clock', label: t('modules.start'), amount: t('core:modules.ms', { shown: f.number(cost.startMs) }) },
    { icon: 'cpu', label: t('modules.memory'), amount: f.size(cost.memory) },
    { icon: 'disk', label: t('modules.disk'), amount: f.size(cost.disk) },
  ] as const;
  return (
    <>
      <h3>{t('modules.takes')}</h3>
      <dl aria-label={t('modules.takes')}>
        {rows.map(({ icon, label, amount }) => (
          <div key={icon}>
            <dt>
              <Icon name={icon} size={16} />
              {label}
            </dt>
            <dd>{amount}</dd>
          </div>
        ))}
      </dl>
      <p className={w.takes}>{t('modules.takesText')}</p>
    </>
  );
}
