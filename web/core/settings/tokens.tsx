import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiToken, tokenEndpoints } from '../../../server/contracts/core/endpoints.js';
import { Button } from '../../ui/button.js';
import { confirm, showError } from '../../ui/feedback.js';
import { EmptyState } from '../../ui/states.js';
import { When } from '../../ui/ui-context.js';
import { call } from '../api.js';
import { FormProblem, TextField, Tick } from '../form/field.js';
import f from '../form/form.module.css';
import { useForm } from '../form/use-form.js';
import { queryClient } from '../query.js';
import { useSession } from '../session.js';
import { useProblemWords } from '../words.js';
import { CopyLine } from './copy-line.js';
import { Dialog } from './dialog.js';
import { Loaded } from './loaded.js';
import { PageHead } from './page-head.js';
import { permissionLabel } from './roles/permissions.js';
import s from './settings.module.css';

const refresh = () => queryClient.invalidateQueries({ queryKey: ['core.token'] });

function NewToken({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('core');
  const { permissions } = useSession();
  const [name, setName] = useState('');
  const [all, setAll] = useState(true);
  const [scopes, setScopes] = useState<string[]>([]);
  const [token, setToken] = useState<string | null>(null);
  const form = useForm(
    async () => {
      const made = await call(tokenEndpoints.create, { body: { name: name.trim(), scopes: all ? ['*'] : scopes } });
      setToken(made.token);
      await refresh();
    },
    () => (name.trim() ? {} : { name: t('tokens.needName') }),
  );
  if (token) {
    return (
      <Dialog
        opened
        title={t('tokens.made')}
        onClose={onClose}
        footer={
          <Button look="primary" onClick={onClose}>
            {t('done')}
          </Button>
        }
      >
        <p>{t('tokens.madeText')}</p>
        <CopyLine label={t('tokens.token')} value={token} />
        <p className={s.quiet}>
          <code>Authorization: Bearer …</code>
        </p>
      </Dialog>
    );
  }
  return (
    <Dialog
      opened
      title={t('tokens.add')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" busy={form.busy} disabled={!all && scopes.length === 0} onClick={() => void form.submit()}>
            {t('tokens.make')}
          </Button>
        </>
      }
    >
      <form ref={form.form} className={f.form} onSubmit={(event) => void form.submit(event)} noValidate>
        <FormProblem>{form.problem}</FormProblem>
        <TextField label={t('tokens.name')} help={t('tokens.nameHelp')} value={name} onChange={setName} error={form.errors.name} data-autofocus />
        <Tick label={t('tokens.all')} help={t('tokens.allHelp')} checked={all} onChange={setAll} />
        {!all && (
          <div>
            {Object.keys(permissions)
              .sort()
              .map((permission) => (
                <Tick
                  key={permission}
                  label={permissionLabel(permission)}
                  checked={scopes.includes(permission)}
                  onChange={(on) => setScopes(on ? [...scopes, permission] : scopes.filter((each) => each !== permission))}
                />
              ))}
          </div>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}

export default function TokensPage() {
  const { t } = useTranslation('core');
  const words = useProblemWords();
  const [adding, setAdding] = useState(false);
  const query = useQuery({ queryKey: ['core.token', 'list'], queryFn: () => call(tokenEndpoints.list) });
  const remove = async (token: ApiToken) => {
    if (!(await confirm({ title: t('tokens.removeTitle', { name: token.name }), text: t('tokens.removeText'), action: t('tokens.remove'), danger: true })))
      return;
    try {
      await call(tokenEndpoints.remove, { params: { id: token.id } });
      await refresh();
    } catch (error) {
      showError({ text: words(error) });
    }
  };
  return (
    <>
      <PageHead title={t('settings.tokens')} text={t('tokens.text')}>
        <Button icon="plus" onClick={() => setAdding(true)}>
          {t('tokens.add')}
        </Button>
      </PageHead>
      <Loaded query={query} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <div className={s.card} style={{ display: 'grid', placeItems: 'center', paddingBlock: 48 }}>
              <EmptyState icon="key" title={t('tokens.none')} text={t('tokens.noneText')} />
            </div>
          ) : (
            <div className={`${s.card} ${s.plain}`}>
              <table className={s.table}>
                <thead>
                  <tr>
                    {['name', 'may', 'created', 'used'].map((key) => (
                      <th key={key} scope="col">
                        {t(`tokens.${key}`)}
                      </th>
                    ))}
                    <th scope="col">
                      <span className="visually-hidden">{t('people.actionsColumn')}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((token) => (
                    <tr key={token.id}>
                      <td>{token.name}</td>
                      <td>{token.scopes.includes('*') ? t('tokens.everything') : token.scopes.map(permissionLabel).join(', ')}</td>
                      <td data-label={t('tokens.created')}>
                        <When at={token.createdAt} />
                      </td>
                      <td data-label={t('tokens.used')}>
                        {token.lastUsedAt ? <When at={token.lastUsedAt} /> : <span className={s.quiet}>{t('tokens.never')}</span>}
                      </td>
                      <td className={s.end}>
                        <Button look="dangerQuiet" icon="trash" onClick={() => void remove(token)}>
                          {t('tokens.remove')}
                        </Button>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
      {adding && <NewToken onClose={() => setAdding(false)} />}
    </>
  );
}
