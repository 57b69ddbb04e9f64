import { useTranslation } from 'react-i18next';
import { EmptyState, type StateAction } from '../../ui/states.js';

/** Stands where something was not opened before the network went: it opens when the portal can be reached again. */
export function NotKept({ action }: { action?: StateAction }) {
  const { t } = useTranslation('core');
  return <EmptyState icon="wifi-off" title={t('notKept.title')} text={t('notKept.text')} {...(action ? { action } : {})} />;
}
