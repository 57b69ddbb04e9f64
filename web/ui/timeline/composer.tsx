import { type FormEvent, type KeyboardEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../button.js';
import { cx } from '../cx.js';
import { DraftLine } from '../draft/draft-line.js';
import { useDraft } from '../draft/use-draft.js';
import { InstantEdit } from '../fields/plain-edits.js';
import { dayOf } from '../format.js';
import { Icon, type IconName } from '../icon.js';
import p from '../pieces.module.css';
import { problemOf } from '../problem.js';
import { useFormat } from '../ui-context.js';
import { fromZoned } from '../zone.js';
import s from './composer.module.css';
import { type ActivityKind, activityIcons } from './planned-entry.js';

type Mode = 'note' | ActivityKind;
export interface NewPlan {
  title: string;
  text: string | null;
  /** ISO; null: no time yet. */
  dueAt: string | null;
}

export interface ComposerProps {
  /** What is typed survives a reload under this key, one for each record. */
  draftKey: string;
  onNote?: (text: string) => Promise<void>;
  onPlan?: (kind: ActivityKind, plan: NewPlan) => Promise<void>;
  /** In this order; default note, call, meeting, todo. */
  modes?: readonly Mode[];
  /** More tabs, whose content is the caller's. */
  extra?: readonly { id: string; label: string; icon: IconName; content: ReactNode }[];
}

const empty: NewPlan = { title: '', text: null, dueAt: null };
interface Draft {
  mode: string;
  note: string;
  plan: NewPlan;
}
/** Writes a note or plans a call, a meeting, a mail or a to-do. */
export function Composer({ draftKey, onNote, onPlan, modes = ['note', 'call', 'meeting', 'todo'], extra = [] }: ComposerProps) {
  const { t } = useTranslation('ui');
  const f = useFormat();
  const id = useId();
  const first = modes.find((mode) => (mode === 'note' ? onNote : onPlan)) ?? 'note';
  const initial = useMemo<Draft>(() => ({ mode: first, note: '', plan: empty }), [first]);
  const kept = useDraft<Draft>(draftKey, initial);
  const draft = kept.value;
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const isTyped = draft.note !== '' || draft.plan.title !== '' || Boolean(draft.plan.text);
  const [open, setOpen] = useState(isTyped);
  const box = useRef<HTMLDivElement>(null);
  const { mode, note, plan } = draft;
  const tabs: { id: string; label: string; icon: IconName }[] = [
    ...modes
      .filter((each) => (each === 'note' ? onNote : onPlan))
      .map((each) => ({ id: each, label: t(`activity.${each}`), icon: each === 'note' ? ('note' as const) : activityIcons[each] })),
    ...extra,
  ];
  const setPlan = (change: Partial<NewPlan>) => kept.set({ ...draft, plan: { ...plan, ...change } });
  const choose = (next: string) => {
    const tomorrow = dayOf(new Date(Date.now() + 86_400_000), f.timeZone);
    const dueAt = next === 'note' || plan.dueAt ? plan.dueAt : fromZoned(`${tomorrow}T09:00`, f.timeZone);
    kept.set({ ...draft, mode: next, plan: { ...plan, dueAt } });
    setError(null);
    setOpen(true);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const words = mode === 'note' ? note.trim() : plan.title.trim();
    if (!words) {
      setError(t(mode === 'note' ? 'composer.noteNeeded' : 'composer.titleNeeded'));
      box.current?.querySelector<HTMLElement>('input, textarea')?.focus();
      return;
    }
    setBusy(true);
    setError(null);
    try {
      if (mode === 'note') await onNote?.(words);
      else await onPlan?.(mode as ActivityKind, { title: words, text: plan.text?.trim() || null, dueAt: plan.dueAt });
      kept.set({ mode, note: '', plan: empty });
      setOpen(false);
    } catch (reason) {
      const problem = problemOf(reason);
      setError(problem?.errors?.[0]?.message ?? problem?.detail ?? t('fields.notSaved'));
    } finally {
      setBusy(false);
    }
  };
  const discard = () => {
    kept.clear();
    setError(null);
    setOpen(false);
  };
  const sendByKey = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit(event);
  };
  const walk = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    event.preventDefault();
    const at = tabs.findIndex((each) => each.id === mode) + (event.key === 'ArrowRight' ? 1 : -1);
    const next = tabs[(at + tabs.length) % tabs.length];
    if (!next) return;
    choose(next.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-mode="${next.id}"]`)?.focus();
  };
  const other = extra.find((each) => each.id === mode);
  return (
    <div className={s.composer} ref={box}>
      <div className={s.tabs} role="tablist" aria-label={t('composer.label')} onKeyDown={walk}>
        {tabs.map((each) => (
          <button
            key={each.id}
            type="button"
            role="tab"
            data-mode={each.id}
            aria-selected={each.id === mode}
            aria-controls={`${id}-panel`}
            tabIndex={each.id === mode ? 0 : -1}
            className={cx(s.tab, each.id === mode && s.on)}
            onClick={() => choose(each.id)}
          >
            <Icon name={each.icon} size={16} />
            {each.label}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-label={tabs.find((each) => each.id === mode)?.label}>
        {other ? (
          other.content
        ) : (
          <form noValidate onSubmit={(event) => void submit(event)} onKeyDown={sendByKey} className={s.form}>
            {mode === 'note' ? (
              <textarea
                aria-label={t('composer.note')}
                placeholder={t('composer.note')}
                className={s.note}
                rows={open ? 3 : 1}
                value={note}
                aria-invalid={error ? true : undefined}
                aria-describedby={error ? `${id}-error` : undefined}
                onFocus={() => setOpen(true)}
                onChange={(event) => kept.set({ ...draft, note: event.target.value })}
              />
            ) : (
              <div className={s.plan}>
                <input
                  aria-label={t('composer.title')}
                  placeholder={t(`composer.titleOf.${mode}`)}
                  className={p.input}
                  maxLength={250}
                  value={plan.title}
                  aria-invalid={error ? true : undefined}
                  aria-describedby={error ? `${id}-error` : undefined}
                  onChange={(event) => setPlan({ title: event.target.value })}
                />
                <InstantEdit id={`${id}-due`} label={t('composer.due')} value={plan.dueAt} onChange={(dueAt) => setPlan({ dueAt })} />
                <textarea
                  aria-label={t('composer.details')}
                  placeholder={t('composer.details')}
                  className={cx(p.input, s.details)}
                  rows={2}
                  value={plan.text ?? ''}
                  onChange={(event) => setPlan({ text: event.target.value })}
                />
              </div>
            )}
            {error && (
              <p id={`${id}-error`} role="alert" className={cx(p.message, p.messageBad, s.error)}>
                <Icon name="alert" size={16} />
                <span>{error}</span>
              </p>
            )}
            {(open || mode !== 'note') && (
              <div className={s.foot}>
                {isTyped && kept.keptAt ? (
                  <span className={s.kept}>
                    <DraftLine at={kept.keptAt} onDiscard={discard} />
                  </span>
                ) : (
                  <span className={s.hint}>{t('composer.hint')}</span>
                )}
                <Button look="quiet" onClick={discard}>
                  {t('cancel')}
                </Button>
                <Button type="submit" busy={busy}>
                  {t(mode === 'note' ? 'composer.saveNote' : 'composer.plan')}
                </Button>
              </div>
            )}
          </form>
        )}
      </div>
    </div>
  );
}
