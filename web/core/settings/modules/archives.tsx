import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type ModuleArchive, type ModuleCard, moduleEndpoints } from '../../../../server/contracts/core/modules.js';
import { ActionMenu } from '../../../ui/action-menu.js';
import { Button } from '../../../ui/button.js';
import { confirm, showError } from '../../../ui/feedback.js';
import { dayOf } from '../../../ui/format.js';
import { Icon } from '../../../ui/icon.js';
import { useFormat } from '../../../ui/ui-context.js';
import { addressOf, call } from '../../api.js';
import { queryClient } from '../../query.js';
import { useProblemWords } from '../../words.js';
import s from '../settings.module.css';
import { BringArchive } from './bring-archive.js';
import m from './modules.module.css';

export const archivesQuery = { queryKey: ['core.module', 'archives'], queryFn: () => call(moduleEndpoints.archives), staleTime: 0 };

/** What an archive holds, in a few words. */
export function useHeld(): (archive: ModuleArchive) => string[] {
  const { t } = useTranslation('core');
  const f = useFormat();
  return (archive) => [
    t('modules.records', { count: archive.records, shown: f.number(archive.records) }),
    ...(archive.files > 0 ? [`${t('modules.filesColumn')} ${f.number(archive.files)}`] : []),
    f.size(archive.bytes),
    ...(archive.own ? [] : [archive.company ?? '']),
  ];
}

/** The files in `archives/`: what can be attached again, and what may go. */
export function Archives({ cards, onAttach }: { cards: ModuleCard[]; onAttach: (card: ModuleCard, archive: ModuleArchive) => void }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const words = useProblemWords();
  const held = useHeld();
  const items = useQuery(archivesQuery).data?.items;
  if (!items) return null;
  const away = ['absent', 'archived', 'purged'];
  const remove = async ({ name }: ModuleArchive) => {
    if (
      !(await confirm({
        title: t('modules.removeArchiveTitle'),
        text: t('modules.removeArchiveText', { name }),
        action: t('modules.removeArchive'),
        danger: true,
      }))
    )
      return;
    try {
      await call(moduleEndpoints.removeArchive, { params: { name } });
    } catch (error) {
      showError({ text: words(error) });
    }
    await queryClient.invalidateQueries({ queryKey: ['core.module'] });
  };
  return (
    <section className={s.section}>
      <h3>{t('modules.archives')}</h3>
      <p>{t('modules.archivesText')}</p>
      <BringArchive />
      {items.length === 0 ? (
        <p className={s.quiet}>{t('modules.archivesNone')}</p>
      ) : (
        <ul className={m.archives}>
          {items.map((archive) => {
            const card = cards.find(({ id }) => id === archive.module);
            const title = card
              ? t('modules.archiveOf', { name: card.name, day: archive.created ? f.dayFull(dayOf(new Date(archive.created), f.timeZone)) : '' })
              : archive.name;
            return (
              <li key={archive.name}>
                <Icon name="archive" />
                <span>
                  <b>{title}</b>
                  <small>{archive.created === null ? t('modules.archiveBroken') : held(archive).join(' · ')}</small>
                </span>
                <span className={s.rowActions}>
                  {card && away.includes(card.state) && card.work === null && (
                    <Button icon="undo" onClick={() => onAttach(card, archive)} aria-label={t('modules.attachOne', { name: title })}>
                      {t('modules.attach')}
                    </Button>
                  )}
                  <ActionMenu
                    label={t('modules.archiveActions', { name: title })}
                    entries={[
                      {
                        id: 'download',
                        label: t('modules.downloadArchive'),
                        icon: 'download',
                        onSelect: () => window.location.assign(addressOf(moduleEndpoints.downloadArchive, { params: { name: archive.name } })),
                      },
                      'line',
                      { id: 'remove', label: t('modules.removeArchive'), icon: 'trash', danger: true, onSelect: () => void remove(archive) },
                    ]}
                  />
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
