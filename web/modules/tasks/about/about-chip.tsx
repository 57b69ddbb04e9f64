import { useTranslation } from 'react-i18next';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import { useRecordPlaces } from '../../../core/registry.js';
import { cx } from '../../../ui/cx.js';
import { Icon } from '../../../ui/icon.js';
import { Link } from '../../../ui/link.js';
import { useReference } from '../../../ui/ui-context.js';
import s from '../tasks/tasks.module.css';

/** What a task is about: a link to it, or its remembered title in grey where its module is off or it is out of reach. */
export function AboutChip({ task: { aboutType, aboutId, aboutTitle }, plain }: { task: Task; plain?: boolean }) {
  const { t } = useTranslation('tasks');
  const places = useRecordPlaces();
  const found = useReference(aboutType ?? '', aboutType === null ? null : aboutId);
  if (aboutType === null || aboutId === null) return null;
  const place = places(aboutType, aboutId);
  const words = found?.title ?? aboutTitle ?? `${aboutId}`;
  const isReachable = Boolean(found?.title && !found.deleted && place);
  return (
    <span className={cx(s.part, !isReachable && found !== undefined && s.gone)} title={isReachable ? undefined : t('about.outOfReach')}>
      <Icon name={place?.icon ?? 'link'} size={14} />
      {isReachable && place && !plain ? <Link to={place.url}>{words}</Link> : <span>{words}</span>}
    </span>
  );
}
