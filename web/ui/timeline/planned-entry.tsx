import { Menu } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Entry, MenuEntries } from '../action-menu.js';
import menu from '../action-menu.module.css';
import { Button } from '../button.js';
import { cx } from '../cx.js';
import { InstantEdit } from '../fields/day-edit.js';
import { FieldMessage } from '../fields/labelled-field.js';
import { dayOf } from '../format.js';
import { Icon, type IconName } from '../icon.js';
import p from '../pieces.module.css';
import { useFormat, When } from '../ui-context.js';
import { fromZoned, toZoned } from '../zone.js';
import s from './timeline.module.css';

export type ActivityKind = 'call' | 'meeting' | 'mail' | 'todo';
export const activityIcons: Record<ActivityKind, IconName> = { call: 'phone', meeting: 'cal', mail: 'mail', todo: 'tasks' };

export interface Planned {
  id: number;
  kind: ActivityKind;
  title: string;
  text?: string | null;
  /** ISO; null: no time yet. */
  dueAt: string | null;
}

interface PlannedProps {
  planned: Planned;
  onDone: ((planned: Planned, result?: string) => Promise<void> | void) | undefined;
  onPostpone: ((planned: Planned, dueAt: string) => Promise<void> | void) | undefined;
  onOpen: ((planned: Planned) => void) | undefined;
}

/** A planned activity with the two things one does with it. */
export function PlannedEntry({ planned, onDone, onPostpone, onOpen }: PlannedProps) {
  const { t } = useTranslation('ui');
  const f = useFormat();
  const id = useId();
  const [step, setStep] = useState<'rest' | 'result' | 'when'>('rest');
  const [result, setResult] = useState('');
  const [when, setWhen] = useState<string | null>(planned.dueAt);
  const [unread, setUnread] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  const late = planned.dueAt !== null && Date.parse(planned.dueAt) < Date.now();
  const run = async (work: () => Promise<void> | void) => {
    setBusy(true);
    try {
      await work();
      setStep('rest');
    } finally {
      setBusy(false);
    }
  };
  /** The same hour so many days from today, or from the due day where that is later. */
  const later = (days: number): string => {
    const from = planned.dueAt && !late ? planned.dueAt : new Date().toISOString();
    const clock = toZoned(planned.dueAt ?? new Date().toISOString(), f.timeZone).slice(11);
    const day = dayOf(new Date(Date.parse(from) + days * 86_400_000), f.timeZone);
    return fromZoned(`${day}T${clock}`, f.timeZone) ?? from;
  };
  const choices: Entry[] = [
    { id: 'hour', label: t('timeline.inAnHour'), onSelect: () => void run(() => onPostpone?.(planned, new Date(Date.now() + 3_600_000).toISOString())) },
    { id: 'day', label: t('timeline.byADay'), onSelect: () => void run(() => onPostpone?.(planned, later(1))) },
    { id: 'week', label: t('timeline.byAWeek'), onSelect: () => void run(() => onPostpone?.(planned, later(7))) },
    'line',
    { id: 'other', label: t('timeline.otherTime'), onSelect: () => setStep('when') },
  ];
  return (
    <li className={cx(s.entry, s.planned)} aria-busy={busy || undefined}>
      <span className={s.mark}>
        <Icon name={activityIcons[planned.kind]} size={16} />
      </span>
      <div className={s.what}>
        <p className={s.head}>
          <b>
            <span className={p.vh}>{t(`activity.${planned.kind}`)}: </span>
            {onOpen ? (
              <button type="button" className={s.open} onClick={() => onOpen(planned)}>
                {planned.title}
              </button>
            ) : (
              planned.title
            )}
          </b>
          {planned.dueAt ? (
            <span className={cx(s.due, late && s.late)}>
              {late && <Icon name="clock" size={14} />}
              {late && <span className={p.vh}>{t('timeline.late')} </span>}
              <When at={planned.dueAt} />
            </span>
          ) : (
            <span className={p.text3}>{t('timeline.noTime')}</span>
          )}
        </p>
        <div className={s.body}>
          {planned.text && <p className={s.text}>{planned.text}</p>}
          {step === 'rest' && (
            <div className={s.acts}>
              {onDone && (
                <Button small icon="check" onClick={() => setStep('result')}>
                  {t('timeline.done')}
                </Button>
              )}
              {onPostpone && (
                <Menu withInitialFocusPlaceholder={false} position="bottom-start" width={220} shadow="md" radius="md" returnFocus withinPortal>
                  <Menu.Target>
                    <Button small look="quiet">
                      {t('timeline.postpone')}
                    </Button>
                  </Menu.Target>
                  <Menu.Dropdown className={menu.dropdown}>
                    <MenuEntries entries={choices} />
                  </Menu.Dropdown>
                </Menu>
              )}
            </div>
          )}
          {step === 'result' && (
            <form
              className={s.settle}
              onSubmit={(event) => {
                event.preventDefault();
                void run(() => onDone?.(planned, result.trim() || undefined));
              }}
            >
              <label htmlFor={id} className={p.vh}>
                {t('timeline.result')}
              </label>
              <input
                id={id}
                className={p.input}
                // biome-ignore lint/a11y/noAutofocus: the person has just asked to settle it
                autoFocus
                value={result}
                placeholder={t('timeline.result')}
                onChange={(event) => setResult(event.target.value)}
                onKeyDown={(event) => {
                  if (event.key !== 'Escape') return;
                  event.stopPropagation();
                  setStep('rest');
                }}
              />
              <Button small look="primary" type="submit" busy={busy}>
                {t('timeline.done')}
              </Button>
              <Button small look="quiet" onClick={() => setStep('rest')}>
                {t('cancel')}
              </Button>
            </form>
          )}
          {step === 'when' && (
            <form
              className={s.settle}
              onSubmit={(event) => {
                event.preventDefault();
                if (when && !unread) void run(() => onPostpone?.(planned, when));
              }}
            >
              <div>
                <InstantEdit
                  id={id}
                  label={t('timeline.newTime')}
                  value={when}
                  invalid={unread !== undefined}
                  describedBy={unread && `${id}-message`}
                  onChange={(next, wrong) => {
                    setWhen(next);
                    setUnread(wrong);
                  }}
                  autoFocus
                />
                {unread && (
                  <FieldMessage id={`${id}-message`} look="bad">
                    {unread}
                  </FieldMessage>
                )}
              </div>
              <Button small look="primary" type="submit" busy={busy} disabled={!when}>
                {t('timeline.postpone')}
              </Button>
              <Button small look="quiet" onClick={() => setStep('rest')}>
                {t('cancel')}
              </Button>
            </form>
          )}
        </div>
      </div>
    </li>
  );
}
