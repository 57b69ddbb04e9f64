import { useTranslation } from 'react-i18next';
import type { ModuleArchive, ModuleCard, ModuleState } from '../../../../server/contracts/core/modules.js';
import { ActionMenu, type Entry } from '../../../ui/action-menu.js';
import { Button } from '../../../ui/button.js';
import { dayOf } from '../../../ui/format.js';
import { Icon, isIconName } from '../../../ui/icon.js';
import { Tag, type TagLook } from '../../../ui/tag.js';
import { useFormat } from '../../../ui/ui-context.js';
import s from '../settings.module.css';
import m from './modules.module.css';
import type { Step } from './preview-dialog.js';

const looks: Record<ModuleState, TagLook> = { on: 'ok', parked: 'warn', failed: 'bad', absent: 'plain', archived: 'plain', purged: 'plain' };

export const iconOf = (card: ModuleCard) => (isIconName(card.icon) ? card.icon : 'box');

/** One module that is here: how it stands, what it holds, and the steps that can be taken. */
export function ModuleRow({
  card,
  archive,
  onStep,
  onMove,
  onAttach,
}: {
  card: ModuleCard;
  archive: ModuleArchive | undefined;
  onStep: (step: Step) => void;
  onMove: (step: 'archive' | 'purge') => void;
  onAttach: (() => void) | undefined;
}) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const running = card.state === 'on';
  // What it held is in its archive.
  const records = card.state === 'archived' ? (archive?.records ?? 0) : card.records;
  const entries: Entry[] = [
    ...(card.state === 'parked' ? [{ id: 'archive', label: t('modules.archive'), icon: 'archive' as const, onSelect: () => onMove('archive') }] : []),
    { id: 'purge', label: t('modules.purge'), icon: 'trash', danger: true, onSelect: () => onMove('purge') },
  ];
  const zero = (value: number) => (value === 0 ? <span className={s.quiet}>0</span> : f.number(value));
  return (
    <tr>
      <td>
        <span className={m.name}>
          <Icon name={iconOf(card)} />
          <span>
            <b>{card.name}</b>
            {card.state === 'parked' && card.since && <small>{t('modules.hiddenSince', { day: f.dayFull(dayOf(new Date(card.since), f.timeZone)) })}</small>}
            {card.archive && (
              <small>
                {card.archive.bytes === null
                  ? t('modules.archiveGone', { name: card.archive.name })
                  : t('modules.inArchive', { day: card.since ? f.dayFull(dayOf(new Date(card.since), f.timeZone)) : '' })}
              </small>
            )}
            {card.state === 'failed' && <small className={m.failure}>{card.failure}</small>}
          </span>
        </span>
      </td>
      <td>
        <Tag look={looks[card.state]}>{t(`modules.state.${card.state}`)}</Tag>
      </td>
      <td className={m.holds}>
        {card.state === 'archived' && !archive ? (
          <span className={s.quiet}>{t('modules.unknown')}</span>
        ) : (
          t('modules.records', { count: records, shown: f.number(records) })
        )}
      </td>
      <td className={s.number} data-label={t('modules.onDisk')}>
        {card.bytes === null ? <span className={s.quiet}>{t('modules.unknown')}</span> : f.size(card.bytes)}
      </td>
      <td className={`${s.number} ${s.wide}`}>{zero(card.tables)}</td>
      <td className={`${s.number} ${s.wide}`}>{zero(running ? card.routes : 0)}</td>
      <td className={`${s.number} ${s.wide}`}>{zero(running ? card.jobs : 0)}</td>
      <td className={s.end}>
        <span className={s.rowActions}>
          {card.state === 'on' && (
            <Button look="quiet" icon="pause" className={m.park} onClick={() => onStep('park')}>
              {t('modules.park')}
            </Button>
          )}
          {card.work === null && card.state === 'parked' && <Button onClick={() => onStep('resume')}>{t('modules.resume')}</Button>}
          {card.work === null && card.state === 'archived' && onAttach && <Button onClick={onAttach}>{t('modules.attach')}</Button>}
          {card.work === null && (card.state === 'parked' || card.state === 'archived') && (
            <ActionMenu label={t('modules.actions', { name: card.name })} entries={entries} />
          )}
          {card.state === 'failed' && (
            <>
              <Button look="quiet" icon="pause" className={m.park} onClick={() => onStep('park')}>
                {t('modules.park')}
              </Button>
              <Button onClick={() => onStep('resume')}>{t('modules.retry')}</Button>
            </>
          )}
        </span>
      </td>
    </tr>
  );
}
