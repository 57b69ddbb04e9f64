import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../cx.js';
import { Icon, type IconName } from '../icon.js';
import p from '../pieces.module.css';
import { When } from '../ui-context.js';
import s from './timeline.module.css';

export interface Elsewhere {
  icon: IconName;
  /** What it is called, as a link where the reader may open it. */
  title: ReactNode;
  dueAt: string | null;
}

/** What comes next and is settled where it belongs, not here. */
export function NextElsewhere({ icon, title, dueAt }: Elsewhere) {
  const { t } = useTranslation('ui');
  const late = dueAt !== null && Date.parse(dueAt) < Date.now();
  return (
    <li className={cx(s.entry, s.planned)}>
      <span className={s.mark}>
        <Icon name={icon} size={16} />
      </span>
      <p className={s.head}>
        <b>{title}</b>
        {dueAt ? (
          <span className={cx(s.due, late && s.late)}>
            {late && <Icon name="clock" size={14} />}
            {late && <span className={p.vh}>{t('timeline.late')} </span>}
            <When at={dueAt} />
          </span>
        ) : (
          <span className={p.text3}>{t('timeline.noTime')}</span>
        )}
      </p>
    </li>
  );
}
