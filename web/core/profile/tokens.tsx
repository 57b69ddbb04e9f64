import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiToken, personalScope, tokenEndpoints } from '../../../server/contracts/core/rights.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { confirm, showError } from '../../ui/feedback.js';
import { When } from '../../ui/ui-context.js';
import { call } from '../api.js';
import { FormProblem, TextField, Tick } from '../form/field.js';
import f from '../form/form.module.css';
import { useForm } from '../form/use-form.js';
import { queryClient } from '../query.js';
import { useSession } from '../session.js';
import { CopyLine } from '../settings/copy-line.js';
import { Loaded } from '../settings/loaded.js';
import { permissionLabel } from '../settings/roles/permissions.js';
import s from '../settings/settings.module.css';
import { useProblemWords } from '../words.js';

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
            {[...Object.keys(permissions).sort(), personalScope].map((permission) => (
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

/** What other programs work with in this person's name. */
export function Tokens() {
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
    <section className={`${s.card} ${f.form}`} aria-labelledby="tokens">
      <div className={s.titleRow}>
        <h2 id="tokens">{t('tokens.title')}</h2>
        <Button icon="plus" onClick={() => setAdding(true)}>
          {t('tokens.add')}
        </Button>
      </div>
      <p className={s.quiet}>{t('tokens.text')}</p>
      <Loaded query={query} rows={1}>
        {({ items }) =>
          items.length > 0 && (
            <ul className={s.lines}>
              {items.map((token) => (
                <li key={token.id}>
                  <div>
                    <b>{token.name}</b>
                    <small>{token.scopes.includes('*') ? t('tokens.everything') : token.scopes.map(permissionLabel).join(', ')}</small>
                    <small>
                      {t('tokens.created')} <When at={token.createdAt} /> · {t('tokens.used')}{' '}
                      {token.lastUsedAt ? <When at={token.lastUsedAt} /> : t('tokens.never')}
                    </small>
                  </div>
                  <Button look="dangerQuiet" icon="trash" onClick={() => void remove(token)}>
                    {t('tokens.remove')}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {adding && <NewToken onClose={() => setAdding(false)} />}
    </section>
  );
}
