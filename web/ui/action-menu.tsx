import { Menu } from '@mantine/core';
import type { ReactElement } from 'react';
import s from './action-menu.module.css';
import a from './anchor.module.css';
import { IconButton } from './button.js';
import { Icon, type IconName } from './icon.js';

export interface Action {
  id: string;
  label: string;
  icon?: IconName;
  danger?: boolean;
  /** Whether it is in force, which a tick behind the label says; undefined: an entry that is no choice. */
  checked?: boolean;
  disabled?: boolean;
  onSelect: () => void;
}
export type Entry = Action | 'line';

/** The entries alone, to stand in a Mantine `Menu.Dropdown`. */
export function MenuEntries({ entries }: { entries: Entry[] }) {
  return entries.map((entry, index) =>
    entry === 'line' ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other identity
      <Menu.Divider key={`line-${index}`} />
    ) : entry.checked !== undefined ? (
      <Menu.CheckboxItem
        key={entry.id}
        className={s.item}
        // The tick stands behind the label; before it stands the icon, as in the other entries.
        classNames={{ itemIndicator: s.noIndicator }}
        closeMenuOnClick
        disabled={entry.disabled}
        checked={entry.checked}
        rightSection={entry.checked ? <Icon name="check" size={16} /> : undefined}
        onChange={entry.onSelect}
      >
        <span className={s.ticked}>
          {entry.icon && <Icon name={entry.icon} size={16} />}
          {entry.label}
        </span>
      </Menu.CheckboxItem>
    ) : (
      <Menu.Item
        key={entry.id}
        className={s.item}
        disabled={entry.disabled}
        color={entry.danger ? 'var(--danger)' : undefined}
        leftSection={entry.icon ? <Icon name={entry.icon} size={16} /> : undefined}
        rightSection={entry.checked ? <Icon name="check" size={16} /> : undefined}
        onClick={entry.onSelect}
      >
        {entry.label}
      </Menu.Item>
    ),
  );
}

const dropdownLook = {
  withInitialFocusPlaceholder: false,
  shadow: 'md',
  radius: 'md',
  width: 220,
  transitionProps: { duration: 90 },
  returnFocus: true,
  withinPortal: true,
} as const;

/** A menu behind `target` (default: three dots called `label`). */
export function ActionMenu({
  label,
  entries,
  target,
  position = 'bottom-end',
  ...open
}: {
  label: string;
  entries: Entry[];
  target?: ReactElement;
  position?: 'bottom-end' | 'bottom-start';
  /** Where it is also opened otherwise than by its target. */
  opened?: boolean;
  onChange?: (opened: boolean) => void;
}) {
  return (
    <Menu position={position} {...open} {...dropdownLook}>
      <Menu.Target>{target ?? <IconButton icon="more" label={label} />}</Menu.Target>
      <Menu.Dropdown className={s.dropdown} aria-label={label}>
        <MenuEntries entries={entries} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** The same at the place beside a button, for `useOpenLater`. */
export function AnchoredMenu({
  label,
  entries,
  opened,
  onChange,
}: {
  label: string;
  entries: () => Entry[];
  opened: boolean;
  onChange: (opened: boolean) => void;
}) {
  return (
    <Menu opened={opened} onChange={onChange} position="bottom-end" {...dropdownLook}>
      <Menu.Target>
        <span className={a.anchor} aria-hidden="true" />
      </Menu.Target>
      <Menu.Dropdown className={s.dropdown} aria-label={label}>
        {opened && <MenuEntries entries={entries()} />}
      </Menu.Dropdown>
    </Menu>
  );
}
