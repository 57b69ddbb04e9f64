import { useTranslation } from 'react-i18next';
import { Tag } from '../../../ui/tag.js';
import { usePhone } from '../../../ui/use-media.js';

/** Whether a product is offered; on a card the usual case needs no word. */
export function Active({ value }: { value: boolean }) {
  const { t } = useTranslation('sales');
  const phone = usePhone();
  if (value) return phone ? null : t('product.active');
  return <Tag>{t('product.inactive')}</Tag>;
}
