import { type FormEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { unreadIn } from '../../ui/unread.js';
import { useFaultFocus } from '../../ui/use-fault-focus.js';
import { ApiProblem } from '../api.js';
import { useProblemWords } from '../words.js';

export interface FormState {
  /** Messages by field, as the server or a check before sending gave them. */
  errors: Record<string, string>;
  /** What stands above the fields; nothing where each fault is said beside its own. */
  problem: string | null;
  requestId: string | null;
  busy: boolean;
  form: RefObject<HTMLFormElement | null>;
  submit: (event?: FormEvent) => Promise<boolean>;
  setErrors: (errors: Record<string, string>) => void;
  /** Takes back what was said about fields that are being changed. */
  forget: (fields: readonly string[]) => void;
}

const present = (found: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(found).filter((pair): pair is [string, string] => pair[1] !== undefined));

/** Sends a form once, puts refusals beside their fields and the focus on the first of them. `check` answers messages for what is wrong before sending. */
export function useForm(send: () => Promise<unknown>, check?: () => Record<string, string | undefined>): FormState {
  const [errors, setErrors] = useState<Record<string, string>>({});
  // Apart from the errors: those that are left are no new refusal, which would draw the keyboard to them.
  const [forgotten, setForgotten] = useState<readonly string[]>([]);
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const words = useProblemWords('form');
  const [isSaidBeside, setSaidBeside] = useState(false);

  useLayoutEffect(() => {
    const faults = Object.keys(errors).length;
    setSaidBeside(faults > 0 && (form.current?.querySelectorAll('[aria-invalid="true"]').length ?? 0) >= faults);
  }, [errors]);
  useFaultFocus(form, Object.keys(errors).length > 0 && errors);

  const submit = async (event?: FormEvent): Promise<boolean> => {
    event?.preventDefault();
    if (busy) return false;
    const unread = unreadIn(form.current);
    if (unread) {
      unread.focus();
      return false;
    }
    setFailure(null);
    setForgotten([]);
    const found = present(check?.() ?? {});
    setErrors(found);
    if (Object.keys(found).length > 0) return false;
    setBusy(true);
    try {
      await send();
      return true;
    } catch (error) {
      const fields = error instanceof ApiProblem ? error.errors : [];
      setErrors(Object.fromEntries(fields.map((each) => [each.path, each.message])));
      setFailure(error);
      return false;
    } finally {
      setBusy(false);
    }
  };
  const requestId = failure instanceof ApiProblem && failure.status >= 500 ? (failure.requestId ?? null) : null;
  const standing = Object.fromEntries(Object.entries(errors).filter(([field]) => !forgotten.includes(field)));
  const forget = (fields: readonly string[]) => setForgotten((before) => [...new Set([...before, ...fields])]);
  return { errors: standing, problem: failure === null || isSaidBeside ? null : words(failure), requestId, busy, form, submit, setErrors, forget };
}
