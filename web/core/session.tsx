import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useMemo } from 'react';
import { type Session, sessionEndpoints } from '../../server/contracts/core/session.js';
import { call } from './api.js';
import { forgetAll } from './offline/owner.js';

interface SessionState {
  session: Session;
  /** Takes over a session that an answer brought, such as after a change of one's own profile. */
  replace: (session: Session) => void;
  reload: () => Promise<void>;
  signOut: () => Promise<void>;
}
const Context = createContext<SessionState | null>(null);

export function SessionProvider({ session, onChange, children }: { session: Session; onChange: (session: Session | null) => void; children: ReactNode }) {
  const client = useQueryClient();
  const value = useMemo<SessionState>(
    () => ({
      session,
      replace: onChange,
      reload: async () => onChange(await call(sessionEndpoints.session)),
      signOut: async () => {
        await call(sessionEndpoints.signOut);
        forgetAll();
        client.clear();
        onChange(null);
      },
    }),
    [session, onChange, client],
  );
  return <Context value={value}>{children}</Context>;
}

export function useSessionState(): SessionState {
  const state = useContext(Context);
  if (!state) throw new Error('Nobody is signed in here');
  return state;
}

/** Who is signed in, what they may do, which modules are on. */
export const useSession = (): Session => useSessionState().session;

/** Whether somebody looks at the portal as somebody else: nothing can be changed then. Of what needs a right, `useMay` says so by itself. */
export const useOnlyLooks = (): boolean => useSession().viewedBy !== null;

/** Asks whether the person has a permission in any scope. */
export function useMay(): (permission: string) => boolean {
  const { permissions } = useSession();
  return useCallback((permission) => permission === 'signed-in' || permissions[permission] !== undefined, [permissions]);
}

/**
 * Asks whether the person has a permission on a record of this owner: null for one of nobody, undefined for a kind whose records belong to
 * nobody. What lets somebody in beside the owner, such as being a helper, only the server knows.
 */
export function useMayFor(): (permission: string, ownerId: number | null | undefined) => boolean {
  const { permissions, owners } = useSession();
  return useCallback(
    (permission, ownerId) => {
      const scope = permissions[permission];
      if (scope === undefined || scope === 'all' || ownerId === undefined) return scope !== undefined;
      return ownerId !== null && (owners[scope] ?? []).includes(ownerId);
    },
    [permissions, owners],
  );
}
