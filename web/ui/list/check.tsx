import s from './record-list.module.css';

/** A tick box; `mixed` where some of what it stands for are chosen. */
export function Check({
  checked,
  mixed,
  label,
  onToggle,
  focusable,
}: {
  checked: boolean;
  mixed?: boolean;
  label: string;
  onToggle: (range: boolean) => void;
  focusable?: boolean;
}) {
  return (
    <input
      type="checkbox"
      className={s.check}
      ref={(node) => {
        if (node) node.indeterminate = mixed ?? false;
      }}
      checked={checked}
      aria-label={label}
      tabIndex={focusable ? 0 : -1}
      onClick={(event) => {
        event.stopPropagation();
        onToggle(event.shiftKey);
      }}
      onChange={() => undefined}
    />
  );
}
