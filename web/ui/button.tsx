import { type ButtonHTMLAttributes, type Ref, useState } from 'react';
import { cx } from './cx.js';
import { Icon, type IconName } from './icon.js';
import { useLater } from './later.js';
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

const loadTip = () => import('./tip.js');

export function IconButton({ icon, label, look = 'quiet', small, className, onPointerEnter, ...rest }: IconButtonProps) {
  // Set up when a pointer first comes: there are many such buttons, and few are ever pointed at.
  const [pointedAt, setPointedAt] = useState<HTMLButtonElement | null>(null);
  const tip = useLater(loadTip, pointedAt !== null);
  return (
    <>
      <button
        type="button"
        aria-label={label}
        {...rest}
        onPointerEnter={(event) => {
          onPointerEnter?.(event);
          // A finger does not rest on anything: after its tap the name would stay and cover what is beside it.
          if (event.pointerType !== 'touch') setPointedAt(event.currentTarget);
        }}
        className={cx(p.btn, p.square, looks[look], small && p.small, className)}
      >
        <Icon name={icon} size={16} />
      </button>
      {tip && pointedAt && <tip.Tip label={label} of={pointedAt} />}
    </>
  );
}
