import { Menu } from '@mantine/core';
import a from '../../../ui/anchor.module.css';
import { Icon, type IconName } from '../../../ui/icon.js';
import { useGo } from '../../navigation.js';

interface MorePlacesProps {
  places: readonly { path: string; icon: IconName; label: string }[];
  label: string;
  opened: boolean;
  onChange: (opened: boolean) => void;
}

/** The places that do not fit into the bar of a phone. */
export function MorePlaces({ places, label, opened, onChange }: MorePlacesProps) {
  const go = useGo();
  return (
    <Menu opened={opened} onChange={onChange} position="top-end" returnFocus>
      <Menu.Target>
        <span className={a.anchor} aria-hidden="true" />
      </Menu.Target>
      <Menu.Dropdown aria-label={label}>
        {places.map((place) => (
          <Menu.Item key={place.path} leftSection={<Icon name={place.icon} size={18} />} onClick={() => go(place.path)}>
            {place.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
