import { Link, Outlet } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/cx.js';
import { Icon } from '../../ui/icon.js';
import { usePhone } from '../../ui/use-media.js';
import { useGo, usePath } from '../navigation.js';
import { useHeading } from '../shell/heading.js';
import { Refused } from '../states/refused.js';
import s from './settings.module.css';
import { useVisibleSettings } from './visible.js';

/** Menu on the left, page on the right; on a phone the menu is the first page. */
export default function SettingsFrame() {
  const { t } = useTranslation('core');
  const pages = useVisibleSettings();
  const path = usePath().replace(/\/$/, '');
  const phone = usePhone();
  const go = useGo();
  const here = pages.find((page) => path === `/settings/${page.path}` || path.startsWith(`/settings/${page.path}/`));
  const top = path === '/settings';
  const first = pages[0]?.path;
  useHeading(t('settings.title'));
  useEffect(() => {
    if (top && !phone && first) go(`/settings/${first}`, { replace: true });
  }, [top, phone, first, go]);

  const menu = (
    <nav className={s.menu} aria-label={t('settings.title')}>
      {pages.map((page, index) => (
        <Link
          key={page.path}
          to={`/settings/${page.path}` as never}
          aria-current={page === here ? 'page' : undefined}
          className={cx(s.place, page === here && s.here, index > 0 && pages[index - 1]?.moduleId !== page.moduleId && s.apart)}
        >
          <Icon name={page.icon} />
          <span>{page.label}</span>
          {phone && <Icon name="right" size={16} />}
        </Link>
      ))}
    </nav>
  );
  if (pages.length === 0) return <Refused />;
  if (phone && top) return menu;
  return (
    <div className={s.frame}>
      {!phone && menu}
      <div className={s.page}>
        {phone && (
          <Link to={'/settings' as never} className={s.back}>
            <Icon name="left" size={16} />
            {t('settings.title')}
          </Link>
        )}
        <Outlet />
      </div>
    </div>
  );
}
