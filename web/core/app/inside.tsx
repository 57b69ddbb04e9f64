import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import type { Session } from '../../../server/contracts/core/endpoints.js';
import { setDraftOwner } from '../../ui/draft/draft-store.js';
import { UiProvider } from '../../ui/ui-context.js';
import { basePath } from '../address.js';
import { Live, setLive } from '../live.js';
import { queryClient } from '../query.js';
import { searchRecords, uploadFile, useReference } from '../references.js';
import { type Loaded, ModulesProvider } from '../registry.js';
import { SessionProvider } from '../session.js';
import { makeRouter } from './router.js';

/** The portal of somebody who is signed in. The routes are made of the modules that are on, so they are made anew when those change. */
export function Inside({ session, loaded, onSession }: { session: Session; loaded: Loaded; onSession: (session: Session | null) => void }) {
  const { router, go } = useMemo(() => makeRouter(loaded.modules), [loaded]);
  // Before anything below is drawn: forms look for their drafts when they open.
  setDraftOwner(`${basePath}:${session.person.id}`);
  const live = useMemo(() => new Live(queryClient), []);
  setLive(live);
  useEffect(() => {
    live.start();
    return () => live.stop();
  }, [live]);

  const { language, timeZone } = session.person;
  const { currency } = session.company;
  const ui = useMemo(
    () => ({ language, timeZone, currency, navigate: go, useReference, search: searchRecords, upload: uploadFile }),
    [language, timeZone, currency, go],
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
