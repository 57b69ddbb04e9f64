import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.js';
import { cx } from './cx.js';
import { Icon, type IconName } from './icon.js';
import s from './page-bar.module.css';
import p from './pieces.module.css';

export interface PageBarProps {
  /** Saved views; the one in `view` is in force. */
  views?: { id: string; label: string /** Said of it to whoever cannot see the star. */; note?: string }[];
  view?: string | null;
  onView?: (id: string) => void;
  /** Behind the views: what can be done with them. */
  tools?: ReactNode;
  /** Board, list, calendar … of the same records; `wide` ones fold away below 1180 px. */
  segments?: { id: string; label: string; icon: IconName; wide?: boolean }[];
  segment?: string;
  onSegment?: (id: string) => void;
  primary?: { label: string; icon?: IconName; onClick: () => void };
}

/** The bar under the top: saved views on the left, view switch and the one filled button on the right. */
export function PageBar({ views = [], view, onView, tools, segments, segment, onSegment, primary }: PageBarProps) {
  const { t } = useTranslation('ui');
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // The one in force may have been pushed out of a narrow window.
    if (view) nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [view]);
  return (
    <div className={s.bar}>
      <nav ref={nav} className={s.views} aria-label={t('pageBar.views')}>
        {views.map((each) => (
          <button
            type="button"
            key={each.id}
            aria-current={each.id === view ? 'page' : undefined}
            className={cx(s.view, each.id === view && s.on)}
            onClick={() => onView?.(each.id)}
          >
            {each.label}
            {each.note && (
              <span title={each.note} className={s.note}>
                <Icon name="star" size={14} />
                <span className={p.vh}>{each.note}</span>
              </span>
            )}
          </button>
        ))}
      </nav>
      {tools && <div className={s.tools}>{tools}</div>}
      <span className={s.rest} />
      {segments && (
        <div className={s.segments} role="group" aria-label={t('pageBar.show')}>
          {segments.map((each) => (
            <button
              type="button"
              key={each.id}
              aria-pressed={each.id === segment}
              title={each.label}
              className={cx(s.segment, each.wide && s.wide, each.id === segment && s.chosen)}
              onClick={() => onSegment?.(each.id)}
            >
              <Icon name={each.icon} size={16} />
              <span className={s.segmentLabel}>{each.label}</span>
            </button>
          ))}
        </div>
      )}
      {primary && (
        <Button look="primary" icon={primary.icon ?? 'plus'} className={s.primary} onClick={primary.onClick} aria-label={primary.label}>
          <span className={s.primaryLabel}>{primary.label}</span>
        </Button>
      )}
    </div>
  );
}
