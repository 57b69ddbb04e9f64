import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type OpenSession, sessionListEndpoints } from '../../../server/contracts/core/session.js';
import { Button } from '../../ui/button.js';
import { showError } from '../../ui/feedback.js';
import { Icon } from '../../ui/icon.js';
import { Tag } from '../../ui/tag.js';
import { When } from '../../ui/ui-context.js';
import { call } from '../api.js';
import { queryClient } from '../query.js';
import { Loaded } from '../settings/loaded.js';
import p from '../settings/settings.module.css';
import { useProblemWords } from '../words.js';
import { deviceOf } from './device.js';
import s from './people.module.css';

const refresh = () => queryClient.invalidateQueries({ queryKey: ['core.session'] });

function useDeviceName(): (session: OpenSession) => string {
  const { t } = useTranslation('core');
  return ({ agent }) => {
    const { browser, system } = deviceOf(agent);
    if (browser && system) return t('sessions.device', { browser, system });
    return browser ?? system ?? t('sessions.unknown');
  };
}

function Session({ session, onEnd }: { session: OpenSession; onEnd: () => void }) {
  const { t } = useTranslation('core');
  const device = useDeviceName()(session);
  return (
    <li className={s.session}>
      <Icon name={/iOS|Android/.test(device) ? 'phone' : 'globe'} size={20} />
      <div>
        <b>{device}</b>
        <span>
          {session.current ? (
            t('sessions.usedNow')
          ) : (
            <>
              {t('sessions.used')} <When at={session.lastUsedAt} />
            </>
          )}{' '}
          · {t('sessions.since')} <When at={session.createdAt} />
        </span>
      </div>
      {session.current ? (
        <Tag look="ok">{t('sessions.here')}</Tag>
      ) : (
        <Button look="quiet" onClick={onEnd} aria-label={t('sessions.endOne', { device })}>
          {t('sessions.end')}
        </Button>
      )}
    </li>
  );
}

/** Where somebody is signed in: one's own browsers, or those of `personId`. Each can be signed out. */
export function Sessions({ personId }: { personId?: number }) {
  const { t } = useTranslation('core');
  const words = useProblemWords();
  const query = useQuery({
    queryKey: ['core.session', 'list', personId ?? 'me'],
    queryFn: async () => (await call(sessionListEndpoints.list, { query: personId === undefined ? {} : { personId } })).items,
  });
  const work = (ending: Promise<unknown>) => void ending.then(refresh, (error) => showError({ text: words(error) }));
  return (
    <section className={p.card}>
      <div className={s.cardHead}>
        <h2>{t('sessions.title')}</h2>
        {personId === undefined && (query.data?.length ?? 0) > 1 && (
          <Button onClick={() => work(call(sessionListEndpoints.endOthers))}>{t('sessions.endOthers')}</Button>
        )}
      </div>
      <Loaded query={query} rows={2}>
        {(sessions) =>
          sessions.length === 0 ? (
            <p className={p.quiet}>{t('sessions.none')}</p>
          ) : (
            <ul>
              {sessions.map((session) => (
                <Session key={session.id} session={session} onEnd={() => work(call(sessionListEndpoints.end, { params: { id: session.id } }))} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}
