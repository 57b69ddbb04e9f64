import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type ApiToken, tokenEndpoints } from '../../../server/contracts/core/rights.js';
import { Button } from '../../ui/button.js';
import { confirm, showError } from '../../ui/feedback.js';
import { Icon } from '../../ui/icon.js';
import { When } from '../../ui/ui-context.js';
import { call } from '../api.js';
import { queryClient } from '../query.js';
import { Loaded } from '../settings/loaded.js';
import { permissionLabel } from '../settings/roles/permissions.js';
import p from '../settings/settings.module.css';
import { useProblemWords } from '../words.js';
import s from './people.module.css';

/** The programs that act in somebody's name, for who looks after people: to see and to revoke, not to make. */
export function TheirTokens({ personId }: { personId: number }) {
  const { t } = useTranslation('core');
  const words = useProblemWords();
  const query = useQuery({
    queryKey: ['core.token', 'list', personId],
    queryFn: async () => (await call(tokenEndpoints.list, { query: { personId } })).items,
  });
  const remove = async (token: ApiToken) => {
    const yes = await confirm({
      title: t('tokens.removeTitle', { name: token.name }),
      text: t('tokens.removeText'),
      action: t('tokens.remove'),
      danger: true,
    });
    if (!yes) return;
    await call(tokenEndpoints.remove, { params: { id: token.id } }).catch((error) => showError({ text: words(error) }));
    await queryClient.invalidateQueries({ queryKey: ['core.token'] });
  };
  return (
    <section className={p.card}>
      <div className={s.cardHead}>
        <h2>{t('tokens.title')}</h2>
      </div>
      <Loaded query={query} rows={2}>
        {(tokens) =>
          tokens.length === 0 ? (
            <p className={p.quiet}>{t('tokens.theirNone')}</p>
          ) : (
            <ul>
              {tokens.map((token) => (
                <li key={token.id} className={s.session}>
                  <Icon name="key" size={20} />
                  <div>
                    <b>{token.name}</b>
                    <span>
                      {token.scopes.includes('*') ? t('tokens.theirEverything') : token.scopes.map(permissionLabel).join(', ')} · {t('tokens.used')}{' '}
                      {token.lastUsedAt ? <When at={token.lastUsedAt} /> : t('tokens.never')}
                    </span>
                  </div>
                  <Button look="quiet" onClick={() => void remove(token)}>
                    {t('tokens.remove')}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}
