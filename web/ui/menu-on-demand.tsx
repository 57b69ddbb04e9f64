import { Menu } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { dropdownLook, type Entry, MenuEntries } from './action-menu.js';
import s from './action-menu.module.css';
import { Icon } from './icon.js';

/**
 * An `ActionMenu` behind three dots for cards by the hundred: to set a menu up takes longer than to draw the card it stands on, so it is
 * made when it is first opened. The button stays one element all the while, so that it keeps focus and takes a finger's first tap.
 * @param entries asked for while the menu is open.
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
  tabIndex: number;
}) {
  const [made, setMade] = useState(false);
  const [opened, setOpened] = useState(false);
  const closedByThisPress = useRef(false);
  // Opened only once it is there: it notes then where the focus has to return to.
  useEffect(() => setOpened(made), [made]);
  const onClick = () => {
    if (!closedByThisPress.current) made ? setOpened(true) : setMade(true);
    closedByThisPress.current = false;
  };
  return (
    <span className={s.anchored}>
      <button
        type="button"
        data-menu=""
        className={className}
        tabIndex={tabIndex}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={opened}
        onPointerDown={() => {
          closedByThisPress.current = opened;
        }}
        onClick={onClick}
      >
        <Icon name="more" size={16} />
      </button>
      {made && (
        <Menu opened={opened} onChange={setOpened} position="bottom-end" {...dropdownLook}>
          <Menu.Target>
            <span className={s.anchor} aria-hidden="true" />
          </Menu.Target>
          <Menu.Dropdown className={s.dropdown} aria-label={label}>
            {opened && <MenuEntries entries={entries()} />}
          </Menu.Dropdown>
        </Menu>
      )}
    </span>
  );
}
