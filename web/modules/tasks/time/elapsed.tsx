import { useEffect, useState } from 'react';
import { clockDuration } from '../../../ui/duration.js';
import s from './time.module.css';

const second = 1000;

/** How long something has been running: `0:12:33`, by the clock of the browser. */
export function Elapsed({ since }: { since: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), second);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / second));
  return (
    <time className={s.elapsed} role="timer">
      {clockDuration(Math.floor(seconds / 60))}:{String(seconds % 60).padStart(2, '0')}
    </time>
  );
}
