import { cx } from '../../ui/cx.js';
import { Icon, type IconName } from '../../ui/icon.js';
import s from './shell.module.css';

/** One line under the top for what concerns the whole portal right now. */
export function Line({ icon, text, action, quiet }: { icon: IconName; text: string; action?: { label: string; onSelect: () => void }; quiet?: boolean }) {
  return (
    <div className={cx(s.line, quiet && s.quietLine)} role="status">
      <Icon name={icon} size={16} />
      <span>{text}</span>
      {action && (
        <button type="button" onClick={action.onSelect}>
          {action.label}
        </button>
      )}
    </div>
  );
}
