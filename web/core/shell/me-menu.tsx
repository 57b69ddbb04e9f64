import { useTranslation } from 'react-i18next';
import a from '../../ui/anchor.module.css';
import { Avatar } from '../../ui/avatar.js';
import { useOpenLater } from '../../ui/later.js';
import { photoOf } from '../people/photo.js';
import { useSession } from '../session.js';
import s from './shell.module.css';

const loadEntries = () => import('./later/me-entries.js');

export function MeMenu() {
  const { t } = useTranslation('core');
  const { person } = useSession();
  const { part, opened, setOpened, button } = useOpenLater(loadEntries);
  return (
    <span className={a.anchored}>
      <button type="button" className={s.person} aria-haspopup="menu" {...button}>
        <Avatar name={person.name} size={28} photo={photoOf(person)} />
        <span className="visually-hidden">{t('me.menu')}</span>
      </button>
      {part && <part.MeEntries opened={opened} onChange={setOpened} />}
    </span>
  );
}
