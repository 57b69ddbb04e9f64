import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { type Portal, portalEndpoints, type Session, sessionEndpoints } from '../../../server/contracts/core/session.js';
import { herePath } from '../address.js';
import { ApiProblem, addressOf, call, onSignedOut } from '../api.js';
import { loadTexts, switchLanguage } from '../i18n.js';
import { showAccent } from '../look/accent.js';
import { keepAnswer } from '../offline/kept-answers.js';
import { beginAsLast, forgetRead, keepFor } from '../offline/owner.js';
import { queryClient } from '../query.js';
import { type Loaded, loadModules } from '../registry.js';
import { Unreachable } from '../states/unreachable.js';
import { Inside } from './inside.js';
import { openEarly } from './open-early.js';

const SetupWizard = lazy(async () => {
  const [page] = await Promise.all([import('../setup/wizard.js'), loadTexts(['setup'])]);
  return page;
});
const SignIn = lazy(() => import('../entrance/sign-in.js'));
const Invitation = lazy(() => import('../entrance/invitation.js'));
const PublicVisit = lazy(() => import('../public/public-visit.js'));

type Phase =
  | { kind: 'starting' }
  | { kind: 'unreachable'; problem: ApiProblem }
  | { kind: 'setup'; portal: Portal }
  /** `ended`: somebody was inside, and their session was ended elsewhere or ran out. */
  | { kind: 'outside'; portal: Portal; session: null; ended: boolean }
  | { kind: 'inside'; portal: Portal; session: Session; loaded: Loaded };

const asProblem = (error: unknown): ApiProblem =>
  error instanceof ApiProblem
    ? error
    : new ApiProblem({ type: 'about:blank', status: 0, code: 'unexpected', title: error instanceof Error ? error.message : String(error) });

async function sessionOrNull(): Promise<Session | null> {
  const session = await call(sessionEndpoints.present);
  if (!session) forgetRead();
  return session;
}

async function enter(portal: Portal, session: Session): Promise<Phase> {
  // Before anything is asked for as this person.
  keepFor(session);
  // Read before it was known whose they are, and needed to open without the network after a single visit.
  keepAnswer(addressOf(portalEndpoints.portal), portal);
  keepAnswer(addressOf(sessionEndpoints.present), session);
  await switchLanguage(session.person.language, false);
  return { kind: 'inside', portal, session, loaded: await loadModules(session.modules, (module) => openEarly(module, session)) };
}

interface Asked {
  portal: Promise<Portal>;
  session: Promise<Session | null>;
}

/** Both at once: what is not needed is not waited for, and its failure is nobody's concern. */
function ask(): Asked {
  beginAsLast();
  const asked = { portal: call(portalEndpoints.portal), session: sessionOrNull() };
  asked.portal.catch(() => undefined);
  asked.session.catch(() => undefined);
  return asked;
}

/** Signing in is never asked of a client, not even of one whose portal is not reached at first. */
const isPublic = herePath().startsWith('/p/');
/** Asked while the words are still on their way. */
let early = isPublic ? null : ask();

async function begin(): Promise<Phase> {
  const asked = early ?? ask();
  early = null;
  const portal = await asked.portal;
  if (!portal.setUp) return { kind: 'setup', portal };
  const session = await asked.session;
  return session ? enter(portal, session) : { kind: 'outside', portal, session: null, ended: false };
}

/** Decides what this visit is: a page for people without an account, set-up, sign-in, an invitation, or the portal itself. */
export function Boot() {
  if (!isPublic) return <PortalVisit />;
  return (
    <Suspense fallback={null}>
      <PublicVisit path={herePath()} />
    </Suspense>
  );
}

function PortalVisit() {
  const [phase, setPhase] = useState<Phase>({ kind: 'starting' });
  const current = useRef(phase);
  current.current = phase;

  const start = useCallback(() => {
    begin()
      .catch((error: unknown): Phase => ({ kind: 'unreachable', problem: asProblem(error) }))
      .then(setPhase);
  }, []);

  const takeSession = useCallback((session: Session | null) => {
    const now = current.current;
    if (now.kind !== 'inside' && now.kind !== 'outside') return;
    if (!session) {
      queryClient.clear();
      setPhase({ kind: 'outside', portal: now.portal, session: null, ended: false });
      return;
    }
    const same = now.kind === 'inside' && now.session.modules.join() === session.modules.join();
    if (same) {
      setPhase({ ...now, session });
      void switchLanguage(session.person.language, false);
    } else enter(now.portal, session).then(setPhase, (error: unknown) => setPhase({ kind: 'unreachable', problem: asProblem(error) }));
  }, []);

  useEffect(start, [start]);
  useEffect(
    () =>
      onSignedOut(() => {
        forgetRead();
        queryClient.clear();
        setPhase((now) => (now.kind === 'inside' ? { kind: 'outside', portal: now.portal, session: null, ended: true } : now));
      }),
    [],
  );

  // The page was sent in its accent; this is for one that is changed while it is open, or that was kept without the network.
  const accent = phase.kind === 'inside' ? phase.session.company.accent : phase.kind === 'outside' ? phase.portal.accent : undefined;
  useEffect(() => {
    if (accent !== undefined) showAccent(accent);
  }, [accent]);

  if (phase.kind === 'starting') return null;
  if (phase.kind === 'unreachable') return <Unreachable problem={phase.problem} onRetry={start} />;
  const token = /^\/invite\/([^/]+)$/.exec(herePath())?.[1];
  return (
    <Suspense fallback={null}>
      {phase.kind === 'setup' ? (
        <SetupWizard onDone={start} />
      ) : token ? (
        <Invitation
          token={decodeURIComponent(token)}
          logo={phase.portal.logo}
          onEnter={(session) => {
            history.replaceState(null, '', new URL('.', document.baseURI).pathname);
            enter(phase.portal, session).then(setPhase, (error: unknown) => setPhase({ kind: 'unreachable', problem: asProblem(error) }));
          }}
        />
      ) : phase.kind === 'outside' ? (
        <SignIn portal={phase.portal} ended={phase.ended} onEnter={takeSession} />
      ) : (
        <Inside session={phase.session} loaded={phase.loaded} onSession={takeSession} />
      )}
    </Suspense>
  );
}
