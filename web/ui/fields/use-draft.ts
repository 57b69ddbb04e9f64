import { useEffect, useState } from 'react';

export interface Draft {
  values: Record<string, unknown>;
  /** ISO moment of the last change that was kept. */
  at: string;
}

function read(key: string): Draft | null {
  const text = sessionStorage.getItem(`draft:${key}`);
  if (!text) return null;
  try {
    return JSON.parse(text) as Draft;
  } catch {
    // A draft that cannot be read is worth less than a form that opens.
    sessionStorage.removeItem(`draft:${key}`);
    return null;
  }
}

/** What is typed into a form, kept in the tab's storage so that a reload loses nothing. */
export function useDraft(key: string, initial: Record<string, unknown>) {
  const [draft, setDraft] = useState<Draft | null>(() => read(key));
  const values = draft?.values ?? initial;
  useEffect(() => {
    if (!draft) return;
    const timer = setTimeout(() => sessionStorage.setItem(`draft:${key}`, JSON.stringify(draft)), 250);
    return () => clearTimeout(timer);
  }, [key, draft]);
  return {
    values,
    keptAt: draft?.at ?? null,
    set: (name: string, value: unknown) => setDraft((before) => ({ values: { ...(before?.values ?? initial), [name]: value }, at: new Date().toISOString() })),
    clear: () => {
      sessionStorage.removeItem(`draft:${key}`);
      setDraft(null);
    },
  };
}
