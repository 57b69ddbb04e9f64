import { useTranslation } from 'react-i18next';
import { sessionEndpoints } from '../../../server/contracts/core/session.js';
import { showError } from '../../ui/feedback.js';
import { url } from '../address.js';
import { call } from '../api.js';
import { useSession } from '../session.js';
import { useProblemWords } from '../words.js';
import { Line } from './line.js';

/** Everything that was fetched belongs to the other person: the portal begins anew, at its root. */
const beginAnew = () => location.assign(url('/'));

/** From here on the portal is seen as somebody else sees it. */
export function useViewAs(): (personId: number) => Promise<void> {
  const words = useProblemWords();
  return async (personId) => {
    try {
      await call(sessionEndpoints.viewAs, { body: { personId } });
      beginAnew();
    } catch (error) {
      showError({ text: words(error) });
    }
  };
}

/** Says on every screen that an administrator looks at the portal as somebody else, and ends it. */
export function Viewing() {
  const { t } = useTranslation('core');
  const { person, viewedBy } = useSession();
  const words = useProblemWords();
  if (!viewedBy) return null;
  const end = () => call(sessionEndpoints.endView).then(beginAnew, (error) => showError({ text: words(error) }));
  return <Line icon="eye" text={t('viewing.text', { name: person.name })} action={{ label: t('viewing.end'), onSelect: () => void end() }} />;
}
