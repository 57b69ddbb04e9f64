import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionEndpoints } from '../../../server/contracts/core/session.js';
import { endErrors } from '../../ui/feedback-store.js';
import { call, onReach, reachNow } from '../api.js';
import { queryClient } from '../query.js';
import { saysAway } from '../words.js';
import { Line } from './line.js';

const firstWait = 1_000;
const longestWait = 5_000;

const useReach = () => useSyncExternalStore(onReach, reachNow);

/** Where the portal or its database cannot be reached: asks again by itself, and freshens the screen when it is back. */
export function useComeBack(): void {
  const isHere = useReach() === 'here';
  useEffect(() => {
    if (isHere) return;
    // Of the database: who asks stands there. Whether it answers is told through onReach; the refusal itself says nothing new.
    const ask = () => call(sessionEndpoints.present).catch(() => undefined);
    let wait = firstWait;
    let timer: ReturnType<typeof setTimeout>;
    const askLater = () => {
      timer = setTimeout(() => {
        void ask();
        wait = Math.min(wait * 1.5, longestWait);
        askLater();
      }, wait);
    };
    askLater();
    const look = () => {
      if (document.visibilityState === 'visible') void ask();
    };
    addEventListener('online', ask);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      removeEventListener('online', ask);
      document.removeEventListener('visibilitychange', look);
      endErrors(saysAway);
      void queryClient.invalidateQueries();
    };
  }, [isHere]);
}

/** Says that the portal or its database cannot be reached. */
export function Offline() {
  const { t } = useTranslation('core');
  const reach = useReach();
  if (reach === 'here') return null;
  return <Line icon={reach === 'away' ? 'wifi-off' : 'alert'} text={t(reach === 'away' ? 'shell.offline' : 'shell.noDatabase')} />;
}
