import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type ModuleArchive, type ModuleCard, moduleEndpoints } from '../../../../server/contracts/core/modules.js';
import { ActionMenu } from '../../../ui/action-menu.js';
import { Button } from '../../../ui/button.js';
import { confirm, showError } from '../../../ui/feedback.js';
import { Icon } from '../../../ui/icon.js';
import { Tag } from '../../../ui/tag.js';
import { useFormat } from '../../../ui/ui-context.js';
import { addressOf, call } from '../../api.js';
import { queryClient } from '../../query.js';
import { useProblemWords } from '../../words.js';
import s from '../settings.module.css';
import { BringArchive } from './bring-archive.js';
import m from './modules.module.css';

export const archivesQuery = { queryKey: ['core.module', 'archives'], queryFn: () => call(moduleEndpoints.archives), staleTime: 0 };

/** What an archive holds, in a few words. */
export function useHeld(): (archive: ModuleArchive) => string {
  const { t } = useTranslation('core');
  const f = useFormat();
  return (archive) =>
    [
      t('modules.records', { count: archive.records, shown: f.number(archive.records) }),
      t('modules.inRows', { count: archive.rows, shown: f.number(archive.rows) }),
      ...(archive.files > 0 ? [t('modules.inFiles', { count: archive.files, shown: f.number(archive.files) })] : []),
      f.size(archive.bytes),
      t('modules.archiveVersion', { version: archive.version }),
      archive.own ? t('modules.archiveMadeHere') : t('modules.archiveMadeBy', { company: archive.company ?? '?' }),
      ...(archive.fromBackup ? [t('modules.archiveFromBackup')] : []),
    ]
      // Broken between its parts, not within one.
      .map((part) => part.replaceAll(' ', '\u00a0'))
      .join(' · ');
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
  const remove = async ({ name }: ModuleArchive, holds: ModuleCard | undefined) => {
    if (
      !(await confirm({
        title: t('modules.removeArchiveTitle'),
        text: holds ? t('modules.removeArchiveHolds', { name: holds.name, file: name }) : t('modules.removeArchiveText', { name }),
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
            const title = card ? t('modules.archiveOf', { name: card.name, day: archive.created ? f.instantFull(archive.created) : '' }) : archive.name;
            const holds = card?.archive?.name === archive.name ? card : undefined;
            return (
              <li key={archive.name}>
                <Icon name="archive" />
                <span>
                  <span className={m.archiveTitle}>
                    <b>{title}</b>
                    {holds && <Tag look="accent">{t('modules.archiveHolds')}</Tag>}
                  </span>
                  <small>{archive.created === null ? t('modules.archiveBroken') : held(archive)}</small>
                  {card && <small>{archive.name}</small>}
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
                      { id: 'remove', label: t('modules.removeArchive'), icon: 'trash', danger: true, onSelect: () => void remove(archive, holds) },
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
