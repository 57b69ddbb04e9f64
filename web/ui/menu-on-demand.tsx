import type { Entry } from './action-menu.js';
import s from './anchor.module.css';
import { IconButton } from './button.js';
import { Icon } from './icon.js';
import { useOpenLater } from './later.js';

const loadMenu = () => import('./action-menu.js');

/**
 * An `ActionMenu` behind three dots for cards and comments by the hundred: to set a menu up takes longer than to draw what it stands on, so
 * it is made when it is first opened.
 * @param entries asked for while the menu is open.
 * @param className looks of its own instead of those of an `IconButton`.
 */
export function MenuOnDemand({
  label,
  entries,
  className,
  tabIndex,
}: {
  label: string;
  entries: () => Entry[];
  className?: string | undefined;
  tabIndex?: number;
}) {
  const { part, opened, setOpened, button } = useOpenLater(loadMenu);
  return (
    <span className={s.anchored}>
      {className ? (
        <button type="button" data-menu="" className={className} tabIndex={tabIndex} aria-label={label} aria-haspopup="menu" {...button}>
          <Icon name="more" size={16} />
        </button>
      ) : (
        <IconButton icon="more" label={label} tabIndex={tabIndex} aria-haspopup="menu" {...button} />
      )}
      {part && <part.AnchoredMenu label={label} entries={entries} opened={opened} onChange={setOpened} />}
    </span>
  );
}
