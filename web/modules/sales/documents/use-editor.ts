import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../../core/api.js';
import { useProblemWords } from '../../../core/words.js';
import { dropDraft, keepDraft, readDraft } from '../../../ui/draft/draft-store.js';
import { showError } from '../../../ui/feedback.js';
import { messagesOf, problemOf } from '../../../ui/problem.js';
import { countRows } from './amounts.js';
import { clashes, type EditDocument, merge, sameDocument } from './edit-document.js';
import { useRowProblems } from './row-problems.js';

/** What is typed, with what it was typed over: only so it is seen later what somebody else changed meanwhile. */
interface Draft {
  base: Stored;
  document: EditDocument;
}

export interface Stored {
  /** 0: not stored yet. */
  version: number;
  document: EditDocument;
}

export interface EditorOptions {
  /** Under this key what is typed survives a reload. */
  draftKey: string;
  /** What the server has; undefined while it is not known. */
  stored: Stored | undefined;
  currency: string;
  readOnly: boolean;
  /** Stores; answers what is stored then, or null where another page takes over. A rejection with `stale-version` opens the choice. */
  store(document: EditDocument, base: Stored): Promise<Stored | null>;
  /** Makes of the record in a conflict what it says. */
  read(current: unknown): Stored;
}

/** Editing one document: nothing is sent before Save, nothing typed is lost, nobody else's change is overwritten unseen. */
export function useEditor({ draftKey, stored, currency, readOnly, store, read }: EditorOptions) {
  const { t } = useTranslation('sales');
  const words = useProblemWords('form');
  const problemsOf = useRowProblems();
  const [base, setBase] = useState<Stored | null>(null);
  const [document, setDocument] = useState<EditDocument | null>(null);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [conflict, setConflict] = useState<Stored | null>(null);
  const [invalid, setInvalid] = useState(false);
  const [busy, setBusy] = useState(false);
  /** When what was found on opening was typed; null once it is stored or discarded. */
  const [keptAt, setKeptAt] = useState<string | null>(null);
  const [savedAt, setSavedAt] = useState<Date | null>(null);
  const [discarded, setDiscarded] = useState(0);
  const dirty = base !== null && document !== null && !sameDocument(base.document, document);
  const now = useRef({ dirty, base, document });
  now.current = { dirty, base, document };

  useEffect(() => {
    if (!stored) return;
    const { base: held, dirty: writing } = now.current;
    if (held === null) {
      const kept = readOnly ? null : readDraft<Draft>(draftKey);
      setBase(kept?.value.base ?? stored);
      setDocument(kept?.value.document ?? stored.document);
      setKeptAt(kept?.at ?? null);
    } else if (stored.version > held.version && !writing) {
      setBase(stored);
      setDocument(stored.document);
    }
  }, [stored, draftKey, readOnly]);
  useEffect(() => {
    if (base === null || document === null) return;
    if (dirty) keepDraft<Draft>(draftKey, { value: { base, document }, at: new Date().toISOString() });
    else dropDraft(draftKey);
  }, [base, document, dirty, draftKey]);

  const counted = useMemo(() => countRows(document?.rows ?? [], currency), [document?.rows, currency]);
  const set = useCallback((change: Partial<EditDocument>) => {
    setDocument((before) => before && { ...before, ...change });
    setErrors((before) => Object.fromEntries(Object.entries(before).filter(([path]) => !(path.split('.')[0] === 'rows' && change.rows) && !(path in change))));
  }, []);
  const send = async (wanted: EditDocument, on: Stored): Promise<boolean> => {
    setBusy(true);
    try {
      const after = await store(wanted, on);
      dropDraft(draftKey);
      setKeptAt(null);
      if (after) {
        setBase({ version: after.version, document: wanted });
        setSavedAt(new Date());
      } else {
        setBase({ version: on.version, document: wanted });
      }
      setConflict(null);
      return true;
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'stale-version') {
        const theirs = read(error.problem.current);
        // Nobody touched what was changed here: it goes on top of theirs.
        if (clashes(on.document, wanted, theirs.document).length === 0) {
          const together = merge(on.document, wanted, theirs.document, () => true);
          setDocument(together);
          return await send(together, theirs);
        }
        setConflict(theirs);
        return false;
      }
      const messages = messagesOf(problemOf(error));
      const { validUntil, dueOn, ...others } = messages;
      const day = validUntil ?? dueOn;
      setErrors({ ...others, ...(day ? { day } : {}) });
      if (Object.keys(messages).length === 0 || messages.rows) showError({ text: messages.rows ?? words(error) });
      return false;
    } finally {
      setBusy(false);
    }
  };
  /** Answers whether what is on the screen is stored now. */
  const save = async (): Promise<boolean> => {
    const { base: on, document: wanted, dirty: writing } = now.current;
    // A cell that holds what is no value says so itself.
    if (!on || !wanted) return false;
    if (invalid) {
      window.document.querySelector<HTMLElement>('main [aria-invalid="true"]')?.focus();
      return false;
    }
    if (!writing && on.version > 0) return true;
    const found = problemsOf(wanted.rows, counted);
    setErrors(found);
    const general = wanted.rows.length === 0 ? t('row.oneNeeded') : found.rows;
    if (general) {
      showError({ text: general });
      return false;
    }
    return Object.keys(found).length === 0 && send(wanted, on);
  };
  return {
    document,
    base,
    dirty,
    busy,
    savedAt,
    keptAt,
    errors,
    invalid,
    setInvalid,
    // Sums that leave out what cannot be read would look like the real ones.
    amounts: invalid ? null : counted.amounts,
    set,
    save,
    /** How often: what is typed and cannot be read is kept by its cell alone, which begins anew with each. */
    discarded,
    discard: () => {
      setDiscarded((before) => before + 1);
      setErrors({});
      setKeptAt(null);
      setDocument(stored?.document ?? null);
      setBase(stored ?? null);
    },
    conflict,
    /** Names of the fields to choose in. */
    clashing: conflict && base && document ? clashes(base.document, document, conflict.document) : [],
    dismiss: () => setConflict(null),
    /** Stores what was chosen of both, field by field, on top of theirs. */
    settle: async (choice: Record<string, 'mine' | 'theirs'>) => {
      const { base: on, document: mine } = now.current;
      if (!on || !mine || !conflict) return;
      const merged = merge(on.document, mine, conflict.document, (name) => choice[name] === 'mine');
      setDocument(merged);
      if (sameDocument(merged, conflict.document)) {
        setBase(conflict);
        setConflict(null);
      } else await send(merged, conflict);
    },
  };
}
export type Editor = ReturnType<typeof useEditor>;
