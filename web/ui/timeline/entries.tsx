import { type ReactNode, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../button.js';
import { cx } from '../cx.js';
import { Icon, type IconName } from '../icon.js';
import p from '../pieces.module.css';
import { SkeletonRows } from '../skeleton.js';
import { When } from '../ui-context.js';
import s from './timeline.module.css';

/** An entry in words, made by the module that knows its kind. */
export interface EntryView {
  icon: IconName;
  /** Stands in the place of the icon, such as the face of who said it. */
  mark?: ReactNode;
  sentence: ReactNode;
  body?: ReactNode;
  /** Of the system, such as a change of stage: grey and without a card. */
  quiet?: boolean;
  /** Takes the place of sentence and body; see {@link EntryWords}. */
  content?: ReactNode;
  /** Id in the page, for links to it. */
  anchor?: string;
  /** The one that was asked for. */
  marked?: boolean;
}

/** Who did what and when, and what was said. */
export function EntryWords({ sentence, at, menu, body }: { sentence: ReactNode; at: string; menu?: ReactNode; body?: ReactNode }) {
  return (
    <>
      <div className={s.head}>
        <span>{sentence}</span>
        <span className={s.when}>
          <When at={at} />
          {menu}
        </span>
      </div>
      {body && <div className={s.body}>{body}</div>}
    </>
  );
}

interface EntriesProps<T> {
  /** What they are, while they are loading. */
  label: string;
  /** Newest first. */
  entries: readonly T[];
  render: (entry: T) => EntryView;
  /** Said where there are none. */
  nothing: string;
  loading?: boolean;
  hasMore?: boolean;
  loadingMore?: boolean;
  onMore?: () => void;
}

/** What happened or was said, newest first, along a line. */
export function Entries<T extends { id: number; at: string }>({ label, entries, render, nothing, loading, hasMore, loadingMore, onMore }: EntriesProps<T>) {
  const { t } = useTranslation('ui');
  // Drawn in small steps behind the placeholder, so that keys and clicks meanwhile are answered.
  const isDrawing = useDeferredValue(loading === true);
  if (loading || isDrawing) return <SkeletonRows rows={4} label={label} />;
  if (entries.length === 0) return <p className={p.text3}>{nothing}</p>;
  return (
    <>
      <ol className={s.entries}>
        {entries.map((entry) => {
          const { icon, mark, sentence, body, quiet, content, anchor, marked } = render(entry);
          return (
            <li key={entry.id} id={anchor} tabIndex={anchor ? -1 : undefined} className={cx(s.entry, quiet && s.quiet, marked && s.marked)}>
              <span className={cx(s.mark, mark !== undefined && s.face)}>{mark ?? <Icon name={icon} size={16} />}</span>
              <div className={s.what}>{content ?? <EntryWords sentence={sentence} at={entry.at} body={body} />}</div>
            </li>
          );
        })}
      </ol>
      {hasMore && (
        <Button look="quiet" busy={loadingMore} onClick={onMore}>
          {t('timeline.older')}
        </Button>
      )}
    </>
  );
}
