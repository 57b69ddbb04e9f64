import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { type Language, languages, switchLanguage } from '../i18n.js';

/** Before sign-in the language belongs to this browser. */
export function LanguageChoice({ onChoose }: { onChoose?: (language: Language) => void }) {
  const { t, i18n } = useTranslation('core');
  return (
    <Menu>
      <Menu.Target>
        <Button look="quiet" icon="globe" aria-label={t('language.now', { language: t(`language.${i18n.language}`) })}>
          {t(`language.${i18n.language}`)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {languages.map((each) => (
          <Menu.Item
            key={each}
            lang={each}
            aria-current={each === i18n.language || undefined}
            rightSection={each === i18n.language ? <Icon name="check" size={16} /> : undefined}
            onClick={() => {
              void switchLanguage(each, true);
              onChoose?.(each);
            }}
          >
            {t(`language.${each}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
