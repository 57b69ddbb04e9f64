import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import s from './progress-line.module.css';
import { useFormat } from './ui-context.js';

/** Long work in numbers. `total` null: not known yet. @param format how numbers are written, as plain ones where left out. */
export function ProgressLine({
  title,
  done,
  total,
  format,
  note,
  warning,
  actions,
}: {
  title: string;
  done: number;
  total: number | null;
  format?: (value: number) => string;
  note?: ReactNode;
  warning?: ReactNode;
  actions?: ReactNode;
}) {
  const { t } = useTranslation('ui');
  const f = useFormat();
  const written = format ?? f.number;
  const share = total ? Math.min(100, (done / total) * 100) : 0;
  return (
    <section className={s.box} aria-label={title}>
      <p className={s.row}>
        <b>{title}</b>
        <span className={s.count}>{total === null ? written(done) : t('progress.of', { done: written(done), total: written(total) })}</span>
      </p>
      <div
        className={s.meter}
        role="progressbar"
        aria-label={title}
        aria-valuemin={0}
        aria-valuemax={total ?? undefined}
        aria-valuenow={total === null ? undefined : done}
      >
        <u style={{ width: `${share}%` }} />
      </div>
      {(note || warning) && (
        <p className={s.row}>
          <span className={s.note}>{note}</span>
          <span className={s.warning}>{warning}</span>
        </p>
      )}
      {actions && <div className={s.actions}>{actions}</div>}
    </section>
  );
}
