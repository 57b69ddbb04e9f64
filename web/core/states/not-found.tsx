import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/states.js';
import { useGo } from '../navigation.js';
import { useHeading } from '../shell/heading.js';
import s from './states.module.css';

export function NotFound() {
  const { t } = useTranslation('core');
  const go = useGo();
  useHeading(t('notFound.where'));
  return (
    <div className={s.place}>
      <EmptyState icon="search" title={t('notFound.title')} text={t('notFound.text')} action={{ label: t('notFound.home'), onClick: () => go('/') }} />
    </div>
  );
}
