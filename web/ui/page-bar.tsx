import { useTranslation } from 'react-i18next';
import { Button, IconButton } from './button.js';
import { cx } from './cx.js';
import { Icon, type IconName } from './icon.js';
import s from './page-bar.module.css';

export interface PageBarProps {
  /** Saved views; the one in `view` is in force. */
  views?: { id: string; label: string }[];
  view?: string | null;
  onView?: (id: string) => void;
  onAddView?: () => void;
  /** Board, list, calendar … of the same records; `wide` ones fold away below 1180 px. */
  segments?: { id: string; label: string; icon: IconName; wide?: boolean }[];
  segment?: string;
  onSegment?: (id: string) => void;
  primary?: { label: string; icon?: IconName; onClick: () => void };
}

/** The bar under the top: saved views on the left, view switch and the one filled button on the right. */
export function PageBar({ views = [], view, onView, onAddView, segments, segment, onSegment, primary }: PageBarProps) {
  const { t } = useTranslation('ui');
  return (
    <div className={s.bar}>
      <nav className={s.views} aria-label={t('pageBar.views')}>
        {views.map((each) => (
          <button
            type="button"
            key={each.id}
            aria-current={each.id === view ? 'page' : undefined}
            className={cx(s.view, each.id === view && s.on)}
            onClick={() => onView?.(each.id)}
          >
            {each.label}
          </button>
        ))}
        {onAddView && <IconButton icon="plus" label={t('pageBar.addView')} onClick={onAddView} />}
      </nav>
      {segments && (
        <div className={s.segments} role="group" aria-label={t('pageBar.show')}>
          {segments.map((each) => (
            <button
              type="button"
              key={each.id}
              aria-pressed={each.id === segment}
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
