import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import a from '../../ui/anchor.module.css';
import { cx } from '../../ui/cx.js';
import { Icon, type IconName } from '../../ui/icon.js';
import { useOpenLater } from '../../ui/later.js';
import { usePhone } from '../../ui/use-media.js';
import { useDayCount } from '../home/use-day-count.js';
import { CompanyMark } from '../look/company-mark.js';
import { usePath } from '../navigation.js';
import { keyOf, useModules } from '../registry.js';
import { useMay, useSession } from '../session.js';
import { useVisibleSettings } from '../settings/visible.js';
import s from './shell.module.css';

interface Place {
  path: string;
  icon: IconName;
  label: string;
  useCount?: () => number | undefined;
}

const isHere = (path: string, place: string): boolean => (place === '/' ? path === '/' : path === place || path.startsWith(`${place}/`));

function Count({ useCount }: { useCount: () => number | undefined }) {
  const count = useCount();
  return count ? <span className={s.count}>{count}</span> : null;
}

function Entry({ place, here }: { place: Place; here: boolean }) {
  return (
    <Link to={place.path as never} className={cx(s.entry, here && s.here)} aria-current={here ? 'page' : undefined} activeOptions={{ exact: true }}>
      <Icon name={place.icon} size={20} />
      <span className={s.label}>{place.label}</span>
      {place.useCount && <Count useCount={place.useCount} />}
    </Link>
  );
}

const loadMore = () => import('./later/more-places.js');

function More({ places, here, label }: { places: Place[]; here: boolean; label: string }) {
  const { part, opened, setOpened, button } = useOpenLater(loadMore);
  return (
    <span className={cx(a.anchored, s.more)}>
      <button type="button" className={cx(s.entry, here && s.here)} aria-haspopup="menu" {...button}>
        <Icon name="more" size={20} />
        <span className={s.label}>{label}</span>
      </button>
      {part && <part.MorePlaces places={places} label={label} opened={opened} onChange={setOpened} />}
    </span>
  );
}

/** Bottom bar of a phone holds five places at most. */
const onPhone = 5;

/** Home, the modules that are on and that the person may use, settings for those who have any. Nothing else. */
export function Rail() {
  const { t } = useTranslation('core');
  const { company } = useSession();
  const modules = useModules();
  const may = useMay();
  const path = usePath();
  const phone = usePhone();
  const home: Place = { path: '/', icon: 'home', label: t('home.rail'), useCount: useDayCount };
  const places = modules.flatMap((module) =>
    (module.rail ?? [])
      .filter((entry) => !entry.rights || entry.rights.some(may))
      .map(
        (entry): Place => ({
          path: entry.path,
          icon: entry.icon,
          label: t(keyOf(module.id, entry.labelKey)),
          ...(entry.useCount ? { useCount: entry.useCount } : {}),
        }),
      ),
  );
  const settings: Place[] = useVisibleSettings().length > 0 ? [{ path: '/settings', icon: 'settings', label: t('settings.rail') }] : [];
  // The most exact place is lit: /sales/quotes before /sales.
  const all = [home, ...places, ...settings];
  const lit = all.filter((place) => isHere(path, place.path)).sort((a, b) => b.path.length - a.path.length)[0]?.path;

  if (phone) {
    const fits = all.length <= onPhone;
    const shown = fits ? all : all.slice(0, onPhone - 1);
    const rest = all.slice(shown.length);
    return (
      <nav className={s.rail} aria-label={t('shell.modules')}>
        {shown.map((place) => (
          <Entry key={place.path} place={place} here={place.path === lit} />
        ))}
        {rest.length > 0 && <More places={rest} here={rest.some((place) => place.path === lit)} label={t('shell.more')} />}
      </nav>
    );
  }
  return (
    <nav className={s.rail} aria-label={t('shell.modules')}>
      {company.logo ? (
        <span className={s.ownLogo} title={company.name}>
          <CompanyMark logo={company.logo} height={40} width={60} name={company.name} />
        </span>
      ) : (
        <span className={s.logo} title={company.name}>
          <Icon name="sede" size={20} />
        </span>
      )}
      {[home, ...places].map((place) => (
        <Entry key={place.path} place={place} here={place.path === lit} />
      ))}
      <span className={s.space} />
      {settings.map((place) => (
        <Entry key={place.path} place={place} here={place.path === lit} />
      ))}
    </nav>
  );
}
