import { useTranslation } from 'react-i18next';
import type { SlowStatement } from '../../../../server/contracts/core/health.js';
import { useFormat, When } from '../../../ui/ui-context.js';
import s from '../settings.module.css';
import h from './health.module.css';

/** The statements that took longest, without their values. */
export function SlowStatements({ slow }: { slow: readonly SlowStatement[] }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  return (
    <section className={s.section}>
      <h3>{t('health.slow')}</h3>
      <p>{t('health.slowText')}</p>
      <ul className={`${s.card} ${s.plain} ${h.slow}`} aria-label={t('health.slow')}>
        {slow.slice(0, 10).map(({ shape, count, worstMs, lastAt }) => (
          <li key={shape}>
            <code>{shape}</code>
            <small>
              {t('health.slowTook', { ms: f.number(worstMs), n: f.number(count), count })} <When at={lastAt} />
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}
