import { useTranslation } from 'react-i18next';
import { EmptyState, type StateAction } from '../../ui/states.js';
import { reachNow } from '../api.js';

/** Stands where something was not opened before the network, or the database of the portal, went: it opens when that can be reached again. */
export function NotKept({ action }: { action?: StateAction }) {
  const { t } = useTranslation('core');
  const [icon, words] = reachNow() === 'no-database' ? (['alert', 'notKept.noDatabase'] as const) : (['wifi-off', 'notKept'] as const);
  return <EmptyState icon={icon} title={t(`${words}.title`)} text={t(`${words}.text`)} {...(action ? { action } : {})} />;
}
