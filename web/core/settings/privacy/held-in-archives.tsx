import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Held, type HeldInArchive, privacyEndpoints } from '../../../../server/contracts/core/privacy.js';
import { Tag, type TagLook } from '../../../ui/tag.js';
import { useFormat } from '../../../ui/ui-context.js';
import { call } from '../../api.js';
import { Loaded } from '../loaded.js';
import s from '../settings.module.css';
import own from './privacy.module.css';

const looks: Record<Held['items'][number]['fate'], TagLook> = { erased: 'bad', scrubbed: 'warn', kept: 'plain' };

/** What is held, by kind, and what becomes of it. */
export function HeldItems({ items }: { items: Held['items'] }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  return (
    <ul className={s.lines}>
      {items.map(({ what, count, fate, why }) => (
        <li key={`${what} ${fate}`}>
          <div>
            <b>{what}</b> {f.number(count)}
            {why && <small>{why}</small>}
          </div>
          <Tag look={looks[fate]}>{t(`privacy.fate.${fate}`)}</Tag>
        </li>
      ))}
    </ul>
  );
}

/** What each archive holds of somebody; all of them are read for it. */
export function useHeldInArchives({ type, id, archives }: Pick<Held, 'type' | 'id' | 'archives'>) {
  return useQuery({
    queryKey: ['core.privacy', 'held', 'archives', `${type}:${id}`],
    queryFn: ({ signal }) => call(privacyEndpoints.heldInArchives, { query: { type, id }, signal }),
    enabled: archives > 0,
  });
}

function OneArchive({ archive, module, items, why }: HeldInArchive) {
  const { t } = useTranslation('core');
  return (
    <section aria-label={archive}>
      <div className={s.titleRow}>
        <h4>{module ?? archive}</h4>
        {module && <span className={`${s.quiet} ${own.file}`}>{archive}</span>}
      </div>
      {why ? <p>{t('privacy.leftAsItIs', { archive, why: t(`privacy.inArchives.left.${why}`) })}</p> : <HeldItems items={items} />}
    </section>
  );
}

export function HeldInArchives({ archives, query }: { archives: number; query: ReturnType<typeof useHeldInArchives> }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  return (
    <div className={own.archives}>
      <h4>{t('privacy.inArchives.list')}</h4>
      {query.isLoading && <p className={s.quiet}>{t('privacy.inArchives.reading', { count: archives, n: f.number(archives) })}</p>}
      <Loaded query={query} rows={1}>
        {({ items }) =>
          items.length === 0 ? <p className={s.quiet}>{t('privacy.inArchives.nothing')}</p> : items.map((one) => <OneArchive key={one.archive} {...one} />)
        }
      </Loaded>
    </div>
  );
}
