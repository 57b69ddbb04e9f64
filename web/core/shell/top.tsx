import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { useOpenLater } from '../../ui/later.js';
import { Bell } from './bell.js';
import { HeaderParts } from './header-parts.js';
import { useHeadingState } from './heading.js';
import { MeMenu } from './me-menu.js';
import s from './shell.module.css';

const loadPalette = () => import('./later/palette.js');
const isMac = /mac|iphone|ipad/i.test(navigator.platform);

export function Top() {
  const { t } = useTranslation('core');
  const heading = useHeadingState();
  const { part, opened, open, setOpened, button } = useOpenLater(loadPalette);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      event.preventDefault();
      opened ? setOpened(false) : open();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
  return (
    <header className={s.top}>
      <div className={s.where}>
        {heading?.title && <h1>{heading.title}</h1>}
        <div ref={heading?.setSlot} className={s.beside} />
      </div>
      <button type="button" className={s.search} aria-haspopup="dialog" {...button}>
        <Icon name="search" size={16} />
        <span>{t('search.open')}</span>
        <kbd>{isMac ? '⌘ K' : 'Ctrl K'}</kbd>
      </button>
      <div className={s.me}>
        <IconButton icon="search" label={t('search.name')} className={s.narrowOnly} onClick={open} />
        <HeaderParts />
        <Bell />
        <MeMenu />
      </div>
      {part && <part.Palette opened={opened} onClose={() => setOpened(false)} />}
    </header>
  );
}
