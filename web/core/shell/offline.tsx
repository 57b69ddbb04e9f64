import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { portalEndpoints } from '../../../server/contracts/core/session.js';
import { call, onReach } from '../api.js';
import { queryClient } from '../query.js';
import { Line } from './line.js';

const firstWait = 1_000;
const longestWait = 5_000;

/** Says that the portal cannot be reached, asks again by itself, and freshens the screen when it is back. */
export function Offline() {
  const { t } = useTranslation('core');
  const [away, setAway] = useState(!navigator.onLine);
  useEffect(() => onReach((reached) => setAway(!reached)), []);
  useEffect(() => {
    const lost = () => setAway(true);
    addEventListener('offline', lost);
    return () => removeEventListener('offline', lost);
  }, []);
  useEffect(() => {
    if (!away) return;
    // Whether it answers is told through onReach; the refusal itself says nothing new.
    const ask = () => call(portalEndpoints.portal).catch(() => undefined);
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
      void queryClient.invalidateQueries();
    };
  }, [away]);
  return away ? <Line icon="wifi-off" text={t('shell.offline')} /> : null;
}
