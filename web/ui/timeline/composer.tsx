import { type KeyboardEvent, type ReactNode, type SyntheticEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../cx.js';
import { useDraft } from '../draft/use-draft.js';
import { InstantEdit } from '../fields/day-edit.js';
import { Icon, type IconName } from '../icon.js';
import p from '../pieces.module.css';
import { usePlanTime } from '../plan-time.js';
import { takeFocus } from '../take-focus.js';
import { useWhyNotSaved } from '../use-why-not-saved.js';
import s from './composer.module.css';
import { type ActivityKind, activityIcons } from './planned-entry.js';
import { WritingFoot } from './writing-foot.js';

export interface NewPlan {
  title: string;
  text: string | null;
  /** ISO; null: no time yet. */
  dueAt: string | null;
}

export interface ComposerProps {
  /** What is typed survives a reload under this key, one for each record. */
  draftKey: string;
  /** What stands behind the first tab: where a comment is written. */
  comment: ReactNode;
  /** A comment is what the person came for: its tab is open, whichever was last. */
  commentAsked?: boolean;
  /** A next step is what the person came for: its title is where the keyboard is. */
  planAsked?: boolean;
  onPlan?: ((kind: ActivityKind, plan: NewPlan) => Promise<void>) | undefined;
}

const empty: NewPlan = { title: '', text: null, dueAt: null };
const kinds: readonly ActivityKind[] = ['call', 'meeting', 'todo'];
interface Draft {
  mode: 'comment' | ActivityKind;
  plan: NewPlan;
}
const nothing: Draft = { mode: 'comment', plan: empty };

/** Writes a comment or plans a call, a meeting or a to-do. */
export function Composer({ draftKey, comment, commentAsked = false, planAsked = false, onPlan }: ComposerProps) {
  const { t } = useTranslation('ui');
  const planTime = usePlanTime();
  const whyNotSaved = useWhyNotSaved();
  const id = useId();
  const kept = useDraft<Draft>(draftKey, nothing);
  const draft = kept.value;
  const [error, setError] = useState<string | null>(null);
  const [unread, setUnread] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  const isTyped = draft.plan.title !== '' || Boolean(draft.plan.text);
  const box = useRef<HTMLDivElement>(null);
  const { plan } = draft;
  const mode = kinds.find((kind) => kind === draft.mode) ?? 'comment';
  const tabs: { id: Draft['mode']; label: string; icon: IconName }[] = [
    { id: 'comment', label: t('activity.comment'), icon: 'chat' },
    ...(onPlan ? kinds.map((kind) => ({ id: kind, label: t(`activity.${kind}`), icon: activityIcons[kind] })) : []),
  ];
  const setPlan = (change: Partial<NewPlan>) => kept.set({ ...draft, plan: { ...plan, ...change } });
  const choose = (next: Draft['mode']) => {
    const dueAt = next === 'comment' || plan.dueAt ? plan.dueAt : planTime();
    kept.set({ mode: next, plan: { ...plan, dueAt } });
    setError(null);
  };
  const latest = useRef({ mode, choose });
  latest.current = { mode, choose };
  useEffect(() => {
    if (commentAsked && latest.current.mode !== 'comment') latest.current.choose('comment');
  }, [commentAsked]);
  const mayPlan = onPlan !== undefined;
  const isPlanning = mode !== 'comment';
  useEffect(() => {
    if (planAsked && mayPlan && latest.current.mode === 'comment') latest.current.choose('call');
  }, [planAsked, mayPlan]);
  useEffect(() => {
    const title = planAsked && isPlanning ? box.current?.querySelector<HTMLElement>('form input') : null;
    if (!title) return;
    title.scrollIntoView({ block: 'center' });
    takeFocus(title);
  }, [planAsked, isPlanning]);
  /** What was written is gone from the page; the keyboard goes on where it began. */
  const leave = () => {
    kept.clear();
    box.current?.querySelector<HTMLElement>('[role="tab"]')?.focus();
  };
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (busy || mode === 'comment' || unread) return;
    const title = plan.title.trim();
    if (!title) {
      setError(t('composer.titleNeeded'));
      box.current?.querySelector<HTMLElement>('input')?.focus();
      return;
    }
    setBusy(true);
    setError(null);
    try {
      await onPlan?.(mode, { title, text: plan.text?.trim() || null, dueAt: plan.dueAt });
      leave();
    } catch (reason) {
      setError(whyNotSaved(reason));
    } finally {
      setBusy(false);
    }
  };
  const discard = () => {
    leave();
    setError(null);
    setUnread(undefined);
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
        {mode === 'comment' || !onPlan ? (
          comment
        ) : (
          <form noValidate onSubmit={(event) => void submit(event)} onKeyDown={sendByKey} className={s.form}>
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
              <InstantEdit
                id={`${id}-due`}
                label={t('composer.due')}
                value={plan.dueAt}
                invalid={unread !== undefined}
                describedBy={unread && `${id}-error`}
                onChange={(dueAt, wrong) => {
                  setUnread(wrong);
                  if (!wrong) setPlan({ dueAt });
                }}
              />
              <textarea
                aria-label={t('composer.details')}
                placeholder={t('composer.details')}
                className={cx(p.input, s.details)}
                rows={2}
                value={plan.text ?? ''}
                onChange={(event) => setPlan({ text: event.target.value })}
              />
            </div>
            {(unread ?? error) && (
              <p id={`${id}-error`} role="alert" className={cx(p.message, p.messageBad, s.error)}>
                <Icon name="alert" size={16} />
                <span>{unread ?? error}</span>
              </p>
            )}
            <WritingFoot keptAt={isTyped ? kept.keptAt : null} hint={t('composer.hint')} label={t('composer.plan')} busy={busy} onCancel={discard} />
          </form>
        )}
      </div>
    </div>
  );
}
