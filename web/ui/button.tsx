import { Tooltip } from '@mantine/core';
import type { ButtonHTMLAttributes, Ref } from 'react';
import { cx } from './cx.js';
import { Icon, type IconName } from './icon.js';
import p from './pieces.module.css';

export type ButtonLook = 'default' | 'primary' | 'quiet' | 'danger' | 'dangerQuiet' | 'dangerFilled';
const looks: Record<ButtonLook, string | undefined> = {
  default: undefined,
  primary: p.primary,
  quiet: p.quiet,
  danger: p.danger,
  dangerQuiet: p.dangerQuiet,
  dangerFilled: p.dangerFilled,
};

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon?: IconName;
  iconAfter?: IconName;
  look?: ButtonLook;
  /** Work is under way: cannot be pressed, keeps its place and focus. */
  busy?: boolean;
  small?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

/** A button with words. At most one on a screen is `primary`. */
export function Button({ icon, iconAfter, look = 'default', busy, small, className, children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={cx(p.btn, looks[look], small && p.small, className)}
    >
      {icon && <Icon name={icon} size={16} />}
      {children}
      {iconAfter && <Icon name={iconAfter} size={16} />}
    </button>
  );
}

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: IconName;
  /** Name for screen readers and tooltip. */
  label: string;
  look?: ButtonLook;
  small?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ icon, label, look = 'quiet', small, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip label={label} openDelay={400} withinPortal>
      <button type="button" aria-label={label} {...rest} className={cx(p.btn, p.square, looks[look], small && p.small, className)}>
        <Icon name={icon} size={16} />
      </button>
    </Tooltip>
  );
}
