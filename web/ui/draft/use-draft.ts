import { useCallback, useState } from 'react';
import { dropDraft, type Kept, keepDraft, readDraft } from './draft-store.js';

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

interface State<T> {
  key: string;
  kept: Kept<T> | null;
}

/**
 * What is typed, kept under `key` until it is stored or discarded; a reload, a closed panel or another page loses nothing.
 * @param key null keeps nothing. @param initial what stands there before anything is typed.
 */
export function useDraft<T>(key: string | null, initial: T) {
  const read = (): State<T> => ({ key: key ?? '', kept: key === null ? null : readDraft<T>(key) });
  const [state, setState] = useState(read);
  const current = state.key === (key ?? '') ? state : read();
  if (current !== state) setState(current);
  const set = useCallback(
    (next: T) => {
      const kept = { value: next, at: new Date().toISOString() };
      if (key !== null && same(next, initial)) dropDraft(key);
      else if (key !== null) keepDraft(key, kept);
      setState({ key: key ?? '', kept: same(next, initial) ? null : kept });
    },
    [key, initial],
  );
  const clear = useCallback(() => {
    if (key !== null) dropDraft(key);
    setState({ key: key ?? '', kept: null });
  }, [key]);
  return { value: current.kept?.value ?? initial, keptAt: key === null ? null : (current.kept?.at ?? null), set, clear };
}
