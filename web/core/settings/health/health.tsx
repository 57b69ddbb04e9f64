import { useTranslation } from 'react-i18next';
import type { Health } from '../../../../server/contracts/core/health.js';
import { Icon } from '../../../ui/icon.js';
import { useFormat, When } from '../../../ui/ui-context.js';
import { Loaded } from '../loaded.js';
import { PageHead } from '../page-head.js';
import s from '../settings.module.css';
import { Bundle } from './bundle.js';
import { Checks } from './checks.js';
import { useHealth } from './data.js';
import h from './health.module.css';
import { looks } from './looks.js';
import { SlowStatements } from './slow.js';

function Verdict({ health: { state, checks, at } }: { health: Health }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const count = checks.filter((one) => one.state === state).length;
  return (
    <div className={h.verdict} data-state={state} role={state === 'broken' ? 'alert' : 'status'}>
      <Icon name={looks[state].icon} size={24} />
      <div>
        <b>{state === 'ok' ? t('health.verdict.ok') : t(`health.verdict.${state}`, { count, n: f.number(count) })}</b>
        <small>
          {t('health.looked')} <When at={at} />
        </small>
      </div>
    </div>
  );
}

/** Whether all is well, and what mends what is not. */
export default function HealthPage() {
  const { t } = useTranslation('core');
  const query = useHealth();
  return (
    <>
      <PageHead title={t('settings.health')} text={t('health.text')} />
      <Loaded query={query} rows={8}>
        {(health) => (
          <>
            <Verdict health={health} />
            <Checks checks={health.checks} />
            {health.slow.length > 0 && <SlowStatements slow={health.slow} />}
            <section className={s.section}>
              <h3>{t('health.bundle.title')}</h3>
              <p>{t('health.bundle.text')}</p>
              <Bundle />
            </section>
          </>
        )}
      </Loaded>
    </>
  );
}
