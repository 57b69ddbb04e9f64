import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { ArrivedNotice } from '../../../server/contracts/core/notices.js';
import { useLiveEvents } from '../live.js';
import { usePop } from '../notices/use-pop.js';
import { useSessionState } from '../session.js';

/** Rights, modules and the bell follow what happens elsewhere: another tab, an administrator, a colleague. */
export function useLiveSession(): void {
  const client = useQueryClient();
  const pop = usePop();
  const { reload } = useSessionState();
  useLiveEvents(
    useCallback(
      ({ topic, name, data }) => {
        // A module was added, parked or brought back: it comes into everybody's menu and leaves it at once.
        if (topic === 'portal' && name === 'portal.changed') reload().catch(() => undefined);
        if (topic !== 'me') return;
        if (name === 'notice.created') pop(data as ArrivedNotice);
        if (name.startsWith('notice.')) for (const key of ['core.notice', 'core.day', 'core.news']) void client.invalidateQueries({ queryKey: [key] });
        // A session that has ended meanwhile leads to sign-in through the refused call itself.
        if (name === 'session.changed') reload().catch(() => undefined);
      },
      [client, reload, pop],
    ),
  );
}
