import { useTranslation } from 'react-i18next';
import { useReference } from '../../../ui/ui-context.js';
import s from '../tasks/tasks.module.css';

/** What a new task is about, and that its title is told to whoever is given the task. */
export function AboutLine({ type, id }: { type: string; id: number }) {
  const { t } = useTranslation('tasks');
  const found = useReference(type, id);
  if (!found?.title) return null;
  return (
    <div className={s.aboutLine}>
      <span>{t('field.aboutTitle')}</span>
      <b>{found.title}</b>
      <small>{t('about.seen')}</small>
    </div>
  );
}
