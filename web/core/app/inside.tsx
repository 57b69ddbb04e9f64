import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import type { Session } from '../../../server/contracts/core/session.js';
import { workingDayOf } from '../../../server/contracts/core/working-day.js';
import { formatAsIn } from '../../ui/format.js';
import { UiProvider } from '../../ui/ui-context.js';
import { sendFile } from '../files/send-file.js';
import { Live, setLive } from '../live.js';
import { installWorker } from '../offline/install.js';
import { startOutbox } from '../offline/outbox.js';
import { keepFor } from '../offline/owner.js';
import { queryClient } from '../query.js';
import { searchRecords, useReference } from '../references.js';
import { type Loaded, ModulesProvider } from '../registry.js';
import { SessionProvider } from '../session.js';
import { makeRouter } from './router.js';

/** The portal of somebody who is signed in. The routes are made of the modules that are on, so they are made anew when those change. */
export function Inside({ session, loaded, onSession }: { session: Session; loaded: Loaded; onSession: (session: Session | null) => void }) {
  const { router, go } = useMemo(() => makeRouter(loaded.modules), [loaded]);
  // Before anything below is drawn: forms look for their drafts when they open, and write days as people here do.
  keepFor(session);
  formatAsIn(session.company.country);
  const live = useMemo(() => new Live(queryClient), []);
  setLive(live);
  useEffect(() => {
    live.start();
    return () => live.stop();
  }, [live]);
  useEffect(startOutbox, []);
  useEffect(() => void installWorker(), []);

  const { language, timeZone } = session.person;
  const { currency, weekStart, workingHours } = session.company;
  const workday = workingDayOf(workingHours);
  const ui = useMemo(
    () => ({ language, timeZone, currency, weekStart, workday, workingHours, navigate: go, useReference, search: searchRecords, upload: sendFile }),
    [language, timeZone, currency, weekStart, workday, workingHours, go],
  );
  return (
    <SessionProvider session={session} onChange={onSession}>
      <ModulesProvider loaded={loaded}>
        <UiProvider value={ui}>
          <RouterProvider router={router} />
        </UiProvider>
      </ModulesProvider>
    </SessionProvider>
  );
}
