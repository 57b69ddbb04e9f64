import type { ReactNode } from 'react';
import { cx } from './cx.js';
import { Icon, type IconName } from './icon.js';
import s from './tag.module.css';

export type TagLook = 'plain' | 'ok' | 'warn' | 'bad' | 'accent';

export function Tag({ look = 'plain', icon, children }: { look?: TagLook; icon?: IconName; children: ReactNode }) {
  return (
    <span className={cx(s.tag, s[look])}>
      {icon && <Icon name={icon} size={14} />}
      {children}
    </span>
  );
}

/** The colour of a stage as a CSS variable; grey for what has none. */
export const stageColour = (colour: number | null | undefined): string => (colour && colour >= 1 && colour <= 8 ? `var(--s${colour})` : 'var(--text-3)');

/** A stage: coloured dot with its name, never the colour alone. */
export function StageDot({ colour, children }: { colour: number | null | undefined; children: ReactNode }) {
  return (
    <span className={s.stage}>
      <i className={s.dot} style={{ background: stageColour(colour) }} />
      <span className={s.stageName}>{children}</span>
    </span>
  );
}
