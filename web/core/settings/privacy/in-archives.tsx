import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { privacyEndpoints } from '../../../../server/contracts/core/privacy.js';
import { Button } from '../../../ui/button.js';
import { useFormat } from '../../../ui/ui-context.js';
import { call } from '../../api.js';
import { Loaded } from '../loaded.js';
import s from '../settings.module.css';
import own from './privacy.module.css';
import { type Choosing, Subjects } from './subjects.js';

/** What is found above lies in modules that are on or parked; the archives are read when asked for, for they may be large. */
export function InArchives({ q, ...choosing }: { q: string } & Choosing) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const [asked, setAsked] = useState(false);
  const query = useQuery({
    queryKey: ['core.privacy', 'archives', q],
    queryFn: ({ signal }) => call(privacyEndpoints.archives, { query: { q }, signal }),
    enabled: asked,
  });
  if (!asked)
    return (
      <div className={own.actions}>
        <Button look="quiet" icon="archive" onClick={() => setAsked(true)}>
          {t('privacy.inArchives.look')}
        </Button>
      </div>
    );
  return (
    <Loaded query={query} rows={1}>
      {({ items, subjects }) =>
        items.length === 0 ? (
          <p className={s.quiet}>{t('privacy.inArchives.none')}</p>
        ) : (
          <section className={`${s.card} ${own.card}`} aria-label={t('privacy.inArchives.list')}>
            {subjects.length > 0 && (
              <div className={own.onlyThere}>
                <h4>{t('privacy.inArchives.onlyThere')}</h4>
                <Subjects items={subjects} label={t('privacy.inArchives.onlyThere')} {...choosing} />
              </div>
            )}
            <ul className={s.lines}>
              {items.map(({ archive, module, rows }) => (
                <li key={archive}>
                  <div>
                    <b>{module ?? archive}</b>
                    {module && <small>{archive}</small>}
                  </div>
                  <span>{rows === null ? t('privacy.inArchives.unreadable') : t('privacy.inArchives.rows', { count: rows, n: f.number(rows) })}</span>
                </li>
              ))}
            </ul>
            <p className={s.quiet}>{t('privacy.inArchives.how')}</p>
          </section>
        )
      }
    </Loaded>
  );
}
