import { useTranslation } from 'react-i18next';
import { Tag } from '../../../ui/tag.js';

/** Said of products that are no longer offered; the usual case needs no word. */
export function Active({ value }: { value: boolean }) {
  const { t } = useTranslation('sales');
  return value ? null : <Tag>{t('product.inactive')}</Tag>;
}
