import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimelineEntry } from '../../../server/contracts/core/timeline.js';
import { Button } from '../button.js';
import { cx } from '../cx.js';
import { Icon, type IconName } from '../icon.js';
import p from '../pieces.module.css';
import { SkeletonRows } from '../skeleton.js';
import { When } from '../ui-context.js';
import { type Planned, PlannedEntry } from './planned-entry.js';
import s from './timeline.module.css';

/** An entry in words, made by the module that knows its kind. */
export interface EntryView {
  icon: IconName;
  sentence: ReactNode;
  body?: ReactNode;
  /** Of the system, such as a change of stage: grey and without a card. */
  quiet?: boolean;
}

export interface TimelineProps {
  composer?: ReactNode;
  planned?: readonly Planned[];
  /** Settles a planned activity; `result` is what came of it, when the person wrote it. */
  onDone?: (planned: Planned, result?: string) => Promise<void> | void;
  /** Puts it off to another moment (ISO). */
  onPostpone?: (planned: Planned, dueAt: string) => Promise<void> | void;
  /** Opens a planned activity, to change or delete it. */
  onOpenPlanned?: (planned: Planned) => void;
  /** Newest first. */
  entries: readonly TimelineEntry[];
  render: (entry: TimelineEntry) => EntryView;
  hasMore?: boolean;
  loadingMore?: boolean;
  onMore?: () => void;
  loading?: boolean;
}

/** What is next, then what happened, newest first. */
export function Timeline({ composer, planned = [], onDone, onPostpone, onOpenPlanned, entries, render, hasMore, loadingMore, onMore, loading }: TimelineProps) {
  const { t } = useTranslation('ui');
  return (
    <div className={s.timeline}>
      {composer}
      {planned.length > 0 && (
        <>
          <h3 className={s.cap}>{t('timeline.next')}</h3>
          <ol className={s.entries}>
            {planned.map((each) => (
              <PlannedEntry key={each.id} planned={each} onDone={onDone} onPostpone={onPostpone} onOpen={onOpenPlanned} />
            ))}
          </ol>
        </>
      )}
      <h3 className={s.cap}>{t('timeline.past')}</h3>
      {loading ? (
        <SkeletonRows rows={4} label={t('timeline.past')} />
      ) : entries.length === 0 ? (
        <p className={p.text3}>{t('timeline.nothing')}</p>
      ) : (
        <ol className={s.entries}>
          {entries.map((entry) => {
            const view = render(entry);
            return (
              <li key={entry.id} className={cx(s.entry, view.quiet && s.quiet)}>
                <span className={s.mark}>
                  <Icon name={view.icon} size={16} />
                </span>
                <div className={s.what}>
                  <p className={s.head}>
                    <span>{view.sentence}</span>
                    <When at={entry.at} />
                  </p>
                  {view.body && <div className={s.body}>{view.body}</div>}
                </div>
              </li>
            );
          })}
        </ol>
      )}
      {hasMore && (
        <Button look="quiet" busy={loadingMore} onClick={onMore}>
          {t('timeline.older')}
        </Button>
      )}
    </div>
  );
}
