import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../ui/ui-context.js';
import s from './pipelines-page.module.css';

/** How many records name an entry of a list; stands at its end, on a phone below its name. */
export function Used({ count, of = 'records', below }: { count: number; of?: 'records' | 'deals'; below?: boolean }) {
  const { t } = useTranslation('crm');
  const format = useFormat();
  return <small className={below ? s.usedBelow : s.used}>{t(`settings.${of}`, { count, formatted: format.number(count) })}</small>;
}
