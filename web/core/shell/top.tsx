import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { Bell } from './bell.js';
import { useHeadingState } from './heading.js';
import { MeMenu } from './me-menu.js';
import { Palette } from './palette.js';
import s from './shell.module.css';

const isMac = /mac|iphone|ipad/i.test(navigator.platform);

export function Top() {
  const { t } = useTranslation('core');
  const heading = useHeadingState();
  const [open, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      event.preventDefault();
      setOpen((was) => !was);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  return (
    <header className={s.top}>
      <div className={s.where}>
        {heading?.title && <h1>{heading.title}</h1>}
        <div ref={heading?.setSlot} className={s.beside} />
      </div>
      <button type="button" className={s.search} onClick={() => setOpen(true)} aria-haspopup="dialog">
        <Icon name="search" size={16} />
        <span>{t('search.open')}</span>
        <kbd>{isMac ? '⌘ K' : 'Ctrl K'}</kbd>
      </button>
      <div className={s.me}>
        <IconButton icon="search" label={t('search.name')} className={s.phoneOnly} onClick={() => setOpen(true)} />
        <Bell />
        <MeMenu />
      </div>
      <Palette opened={open} onClose={close} />
    </header>
  );
}
