import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type ModuleNumbers, moduleEndpoints } from '../../../../server/contracts/core/modules.js';
import { Icon } from '../../../ui/icon.js';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { useFormat } from '../../../ui/ui-context.js';
import { call } from '../../api.js';
import { archivesQuery } from './archives.js';
import m from './modules.module.css';

const counted: readonly [keyof ModuleNumbers, string][] = [
  ['tables', 'tables'],
  ['rows', 'rowsLeft'],
  ['coreRows', 'coreRowsLeft'],
  ['search', 'searchLeft'],
  ['jobs', 'plannedColumn'],
  ['settings', 'settingsColumn'],
  ['rights', 'rightsLeft'],
  ['files', 'filesLeft'],
  ['routes', 'routes'],
  ['timers', 'jobs'],
];

/** After a module's data was taken away: the proof that nothing is left, counted anew, and what it can be attached from. */
export function Proof({ id, step }: { id: string; step: 'archive' | 'purge' }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const numbers = useQuery({
    queryKey: ['core.module', 'numbers', id],
    queryFn: () => call(moduleEndpoints.numbers, { params: { id } }),
    staleTime: 0,
  });
  const archives = (useQuery(archivesQuery).data?.items ?? []).filter(({ module }) => module === id);
  const [newest] = archives;
  return (
    <>
      {step === 'archive' && newest && <p>{t('modules.archiveDoneText', { file: newest.name, size: f.size(newest.bytes) })}</p>}
      <h3>{t('modules.leftTitle')}</h3>
      {numbers.data && !numbers.isFetching ? (
        <dl className={m.left}>
          {counted.map(([key, label]) => (
            <div key={key}>
              <dt>{t(`modules.${label}`)}</dt>
              <dd>{f.number(numbers.data[key] ?? 0)}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <SkeletonRows rows={2} label={t('modules.leftTitle')} />
      )}
      <p>{t('modules.remains')}</p>
      {step === 'purge' && (
        <p className={m.ever}>
          <Icon name={newest ? 'undo' : 'check'} size={16} />
          <span>{newest ? t('modules.purgeDoneKept', { count: archives.length, shown: f.number(archives.length) }) : t('modules.purgeDoneAlone')}</span>
        </p>
      )}
    </>
  );
}
