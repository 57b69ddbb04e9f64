import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { moduleEndpoints } from '../../../../server/contracts/core/modules.js';
import { Icon } from '../../../ui/icon.js';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { useFormat } from '../../../ui/ui-context.js';
import { call } from '../../api.js';
import m from './modules.module.css';

const usePreview = (id: string) =>
  useQuery({ queryKey: ['core.module', 'preview', id], queryFn: () => call(moduleEndpoints.preview, { params: { id } }), staleTime: 0 });

/** What others show of a module's records, counted: lines of a list. */
export function SeenByOthers({ id }: { id: string }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const { seen = [], pointing = [] } = usePreview(id).data ?? {};
  const shown = (count: number) => ({ count, shown: f.number(count) });
  return (
    <>
      {seen.map(({ type, name, count, what }) => (
        <li key={`seen-${type}`}>
          <Icon name="eyeoff" />
          <span>{t('modules.seen', { ...shown(count), records: name, what })}</span>
        </li>
      ))}
      {pointing.map(({ type, name, count }) => (
        <li key={`pointing-${type}`}>
          <Icon name="link" />
          <span>{t('modules.pointing', { ...shown(count), records: name })}</span>
        </li>
      ))}
    </>
  );
}

/** What a step with a module's data touches, in numbers: its records, files, and what others show of them. */
export function Touches({ id }: { id: string }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const query = usePreview(id);
  if (query.isError) return null;
  if (!query.data) return <SkeletonRows rows={4} label={t('modules.touches')} />;
  const { records, parts, files, fileBytes, coreRows } = query.data;
  const held = records.filter(({ count }) => count > 0);
  const shown = (count: number) => ({ count, shown: f.number(count) });
  return (
    <>
      <h3>{t('modules.touches')}</h3>
      {held.length === 0 && files === 0 && <p>{t('modules.touchesNothing')}</p>}
      <ul className={`${m.losses} ${m.touches}`}>
        {held.map(({ type, name, count }) => (
          <li key={type}>
            <Icon name="box" />
            <span>{t('modules.counted', { ...shown(count), records: name })}</span>
          </li>
        ))}
        {parts > 0 && held.length > 0 && (
          <li>
            <Icon name="list" />
            <span>{t('modules.parts', shown(parts))}</span>
          </li>
        )}
        {files > 0 && (
          <li>
            <Icon name="clip" />
            <span>{t('modules.files', { ...shown(files), size: f.size(fileBytes) })}</span>
          </li>
        )}
        {coreRows > 0 && held.length > 0 && (
          <li>
            <Icon name="clock" />
            <span>{t('modules.around', shown(coreRows))}</span>
          </li>
        )}
        <SeenByOthers id={id} />
      </ul>
    </>
  );
}
