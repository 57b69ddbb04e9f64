/** Something typed and not stored yet, kept in the browser. */
export interface Kept<T> {
  value: T;
  /** ISO moment of the last change. */
  at: string;
}

let owner = '';
const nameOf = (key: string) => `sede.draft:${owner}:${key}`;

/** Whose drafts are meant from here on: each person of each portal has their own, also where they share a browser. */
export const setDraftOwner = (next: string): void => {
  owner = next;
};

export function readDraft<T>(key: string): Kept<T> | null {
  try {
    return JSON.parse(localStorage.getItem(nameOf(key)) ?? 'null') as Kept<T> | null;
  } catch {
    // A draft that cannot be read is worth less than a form that opens.
    return null;
  }
}

/** Keeps at once, not a moment later: the next thing may be a reload. A browser without room keeps nothing, and the form still works. */
export function keepDraft<T>(key: string, kept: Kept<T>): void {
  try {
    localStorage.setItem(nameOf(key), JSON.stringify(kept));
  } catch {
    localStorage.removeItem(nameOf(key));
  }
}

export const dropDraft = (key: string): void => localStorage.removeItem(nameOf(key));

/** Forgets all that the present owner typed and did not store; at sign-out, so that the next person at the desk finds nothing. */
export function forgetDrafts(): void {
  const begin = nameOf('');
  for (const name of Object.keys(localStorage)) if (name.startsWith(begin)) localStorage.removeItem(name);
}
