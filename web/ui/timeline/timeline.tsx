import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Entries, type EntryView } from './entries.js';
import { type Elsewhere, NextElsewhere } from './next-elsewhere.js';
import { type Planned, PlannedEntry } from './planned-entry.js';
import s from './timeline.module.css';

export interface TimelineProps<T> {
  composer?: ReactNode;
  planned?: readonly Planned[];
  /** Comes next, and is settled elsewhere. */
  elsewhere?: Elsewhere | undefined;
  /** Settles a planned activity; `result` is what came of it, when the person wrote it. */
  onDone?: (planned: Planned, result?: string) => Promise<void> | void;
  /** Puts it off to another moment (ISO). */
  onPostpone?: (planned: Planned, dueAt: string) => Promise<void> | void;
  /** Opens a planned activity, to change or delete it. */
  onOpenPlanned?: (planned: Planned) => void;
  /** Newest first. */
  entries: readonly T[];
  render: (entry: T) => EntryView;
  hasMore?: boolean;
  loadingMore?: boolean;
  onMore?: () => void;
  loading?: boolean;
}

/** What is next, then what happened, newest first. */
export function Timeline<T extends { id: number; at: string }>({
  composer,
  planned = [],
  elsewhere,
  onDone,
  onPostpone,
  onOpenPlanned,
  entries,
  render,
  hasMore,
  loadingMore,
  onMore,
  loading,
}: TimelineProps<T>) {
  const { t } = useTranslation('ui');
  return (
    <div className={s.timeline}>
      {composer}
      {(planned.length > 0 || elsewhere) && (
        <>
          <h3 className={s.cap}>{t('timeline.next')}</h3>
          <ol className={s.entries}>
            {elsewhere && <NextElsewhere {...elsewhere} />}
            {planned.map((each) => (
              <PlannedEntry key={each.id} planned={each} onDone={onDone} onPostpone={onPostpone} onOpen={onOpenPlanned} />
            ))}
          </ol>
        </>
      )}
      <h3 className={s.cap}>{t('timeline.past')}</h3>
      <Entries
        label={t('timeline.past')}
        entries={entries}
        render={render}
        nothing={t('timeline.nothing')}
        loading={loading}
        hasMore={hasMore}
        loadingMore={loadingMore}
        onMore={onMore}
      />
    </div>
  );
}
