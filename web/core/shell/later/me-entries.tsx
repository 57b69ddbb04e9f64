import { Menu, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { sessionEndpoints } from '../../../../server/contracts/core/session.js';
import a from '../../../ui/anchor.module.css';
import { showError } from '../../../ui/feedback.js';
import { Icon, type IconName } from '../../../ui/icon.js';
import { call } from '../../api.js';
import { languages } from '../../i18n.js';
import { useGo } from '../../navigation.js';
import { useOutbox } from '../../offline/outbox.js';
import { useSessionState } from '../../session.js';
import { useMayLose } from '../../unsaved.js';
import { useProblemWords } from '../../words.js';
import s from '../shell.module.css';

const schemes: { id: 'auto' | 'light' | 'dark'; icon: IconName }[] = [
  { id: 'auto', icon: 'settings' },
  { id: 'light', icon: 'sun' },
  { id: 'dark', icon: 'moon' },
];

/** What concerns the person alone, below their picture. */
export function MeEntries({ opened, onChange }: { opened: boolean; onChange: (opened: boolean) => void }) {
  const { t } = useTranslation('core');
  const { session, replace, signOut } = useSessionState();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const go = useGo();
  const words = useProblemWords();
  const tick = <Icon name="check" size={16} />;
  const waiting = useOutbox().length > 0;
  const mayLose = useMayLose();
  const leave = async () => {
    if (!waiting || (await mayLose())) await signOut().catch(fail);
  };
  const fail = (error: unknown) => void showError({ text: words(error) });
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
        <Menu.Label>{t('language.label')}</Menu.Label>
        {languages.map((each) => (
          <Menu.Item
            key={each}
            lang={each}
            leftSection={<Icon name="globe" size={16} />}
            rightSection={session.person.language === each ? tick : undefined}
            aria-current={session.person.language === each || undefined}
            onClick={() => call(sessionEndpoints.changeMe, { body: { language: each } }).then(replace, fail)}
          >
            {t(`language.${each}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('theme.label')}</Menu.Label>
        {schemes.map((each) => (
          <Menu.Item
            key={each.id}
            leftSection={<Icon name={each.icon} size={16} />}
            rightSection={colorScheme === each.id ? tick : undefined}
            aria-current={colorScheme === each.id || undefined}
            onClick={() => setColorScheme(each.id)}
          >
            {t(`theme.${each.id}`)}
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
