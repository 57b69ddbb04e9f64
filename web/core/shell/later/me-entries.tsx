import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import a from '../../../ui/anchor.module.css';
import { Icon } from '../../../ui/icon.js';
import { useGo } from '../../navigation.js';
import { useSessionState } from '../../session.js';
import s from '../shell.module.css';
import { useMyChoices } from './use-my-choices.js';

/** What concerns the person alone, below their picture. */
export function MeEntries({ opened, onChange }: { opened: boolean; onChange: (opened: boolean) => void }) {
  const { t } = useTranslation('core');
  const { session } = useSessionState();
  const { languages, schemes, leave } = useMyChoices();
  const go = useGo();
  const tick = <Icon name="check" size={16} />;
  return (
    <Menu opened={opened} onChange={onChange} width={240} withinPortal={false} returnFocus>
      <Menu.Target>
        <span className={a.anchor} aria-hidden="true" />
      </Menu.Target>
      <Menu.Dropdown className={s.menu} aria-label={t('me.menu')}>
        <Menu.Label className={s.whoami}>
          <b>{session.person.name}</b>
          <span>{session.person.email}</span>
        </Menu.Label>
        <Menu.Item leftSection={<Icon name="user" size={16} />} onClick={() => go('/me')}>
          {t('me.profile')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="bell" size={16} />} onClick={() => go('/me/notices')}>
          {t('noticeSettings.title')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="people" size={16} />} onClick={() => go('/people')}>
          {t('staff.title')}
        </Menu.Item>
        <Menu.Divider />
        {languages.length > 0 && <Menu.Label>{t('language.label')}</Menu.Label>}
        {languages.map(({ id, isChosen, choose }) => (
          <Menu.Item
            key={id}
            lang={id}
            leftSection={<Icon name="globe" size={16} />}
            rightSection={isChosen ? tick : undefined}
            aria-current={isChosen || undefined}
            onClick={choose}
          >
            {t(`language.${id}`)}
          </Menu.Item>
        ))}
        {languages.length > 0 && <Menu.Divider />}
        <Menu.Label>{t('theme.label')}</Menu.Label>
        {schemes.map(({ id, icon, isChosen, choose }) => (
          <Menu.Item
            key={id}
            leftSection={<Icon name={icon} size={16} />}
            rightSection={isChosen ? tick : undefined}
            aria-current={isChosen || undefined}
            onClick={choose}
          >
            {t(`theme.${id}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="out" size={16} />} onClick={() => void leave()}>
          {t('me.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
