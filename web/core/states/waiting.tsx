import { useTranslation } from 'react-i18next';
import { SkeletonRows } from '../../ui/skeleton.js';
import s from './states.module.css';

export function Waiting({ rows = 6 }: { rows?: number }) {
  const { t } = useTranslation('core');
  return (
    <div className={s.bars}>
      <SkeletonRows rows={rows} label={t('loading')} />
    </div>
  );
}
