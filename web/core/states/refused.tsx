import { useTranslation } from 'react-i18next';
import { Refusal } from '../../ui/states.js';
import { useGo } from '../navigation.js';
import { useHeading } from '../shell/heading.js';
import s from './states.module.css';

/** A page that the person's roles do not open. */
export function Refused({ text }: { text?: string }) {
  const { t } = useTranslation('core');
  const go = useGo();
  useHeading(t('refused.where'));
  return (
    <div className={s.place}>
      <Refusal title={t('refused.title')} text={text ?? t('refused.text')} second={{ label: t('notFound.home'), onClick: () => go('/') }} />
    </div>
  );
}
