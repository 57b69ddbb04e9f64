import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { portalEndpoints } from '../../../../server/contracts/core/session.js';
import { settingsEndpoints } from '../../../../server/contracts/core/settings.js';
import { Button } from '../../../ui/button.js';
import { confirm } from '../../../ui/feedback.js';
import { Link } from '../../../ui/link.js';
import { call } from '../../api.js';
import { FormDone, FormProblem, TextField } from '../../form/field.js';
import f from '../../form/form.module.css';
import { useForm } from '../../form/use-form.js';
import { queryClient } from '../../query.js';
import { useSession } from '../../session.js';
import { fromAddress, keptPassword, noServer, toAddress } from '../../smtp/address.js';
import { ServerFields } from '../../smtp/server-fields.js';
import { useUnsaved } from '../../unsaved.js';
import { Loaded } from '../loaded.js';
import { PageHead } from '../page-head.js';
import s from '../settings.module.css';
import { Queue } from './queue.js';

const refresh = () => queryClient.invalidateQueries({ queryKey: ['core.mail'] });

function ServerForm({ smtp, sender }: { smtp: string | null; sender: string | null }) {
  const { t } = useTranslation('core');
  const kept = smtp ? fromAddress(smtp) : null;
  const keepsPassword = kept?.password === keptPassword;
  const [server, setServer] = useState(kept ? { ...kept, password: '' } : noServer);
  const [from, setFrom] = useState(sender ?? '');
  const [saved, setSaved] = useState(false);
  const address = () => toAddress({ ...server, password: server.password || (keepsPassword ? keptPassword : '') });
  const check = () => ({ ...(server.host.trim() ? {} : { host: t('smtp.needHost') }), ...(from.includes('@') ? {} : { from: t('smtp.needFrom') }) });
  const form = useForm(async () => {
    setSaved(false);
    await call(settingsEndpoints.changeMail, { body: { smtp: address(), from: from.trim() } });
    setSaved(true);
    await refresh();
  }, check);
  useUnsaved(
    !saved && (from !== (sender ?? '') || server.password !== '' || JSON.stringify(server) !== JSON.stringify(kept ? { ...kept, password: '' } : noServer)),
  );
  const turnOff = async () => {
    if (!(await confirm({ title: t('mail.offTitle'), text: t('mail.offText'), action: t('mail.off'), danger: true }))) return;
    await call(settingsEndpoints.changeMail, { body: { smtp: null, from: null } });
    await refresh();
  };
  return (
    <form ref={form.form} className={`${f.form} ${s.card}`} onSubmit={(event) => void form.submit(event)} noValidate>
      <h3>{t('mail.server')}</h3>
      <FormProblem>{form.problem}</FormProblem>
      <ServerFields
        server={server}
        onChange={(next) => {
          setSaved(false);
          setServer(next);
        }}
        from={from}
        onFrom={setFrom}
        errors={form.errors}
        keepsPassword={keepsPassword}
      />
      <FormDone>{saved && t('form.saved')}</FormDone>
      <div className={f.actions}>
        <Button type="submit" look="primary" busy={form.busy}>
          {t('mail.save')}
        </Button>
        {smtp && (
          <Button look="quiet" onClick={() => void turnOff()}>
            {t('mail.off')}
          </Button>
        )}
      </div>
      <TestLine smtp={server.host.trim() ? address() : null} from={from.trim()} />
    </form>
  );
}

/** Sends a real message with what stands in the form, saved or not. */
function TestLine({ smtp, from }: { smtp: string | null; from: string }) {
  const { t } = useTranslation('core');
  const { person } = useSession();
  const [to, setTo] = useState(person.email ?? '');
  const [sentTo, setSentTo] = useState('');
  const test = useForm(async () => {
    setSentTo('');
    await call(settingsEndpoints.testMail, { body: { to: to.trim(), ...(smtp ? { smtp } : {}), ...(from ? { from } : {}) } });
    setSentTo(to.trim());
    await refresh();
  });
  return (
    <div className={`${f.group} ${s.divided}`}>
      <TextField label={t('mail.testTo')} type="email" value={to} onChange={setTo} error={test.errors.to} />
      <div className={f.actions}>
        <Button icon="send" busy={test.busy} disabled={!smtp} onClick={() => void test.submit()}>
          {t('mail.test')}
        </Button>
      </div>
      <FormProblem>{test.problem}</FormProblem>
      <FormDone>{sentTo && t('mail.tested', { to: sentTo })}</FormDone>
    </div>
  );
}

export default function MailPage() {
  const { t } = useTranslation('core');
  const query = useQuery({ queryKey: ['core.mail', 'one'], queryFn: () => call(settingsEndpoints.mail), refetchInterval: 15_000 });
  const portal = useQuery({ queryKey: ['core.mail', 'portal'], queryFn: () => call(portalEndpoints.portal) });
  return (
    <>
      <PageHead title={t('settings.mail')} text={t('mail.text')} />
      <Loaded query={query}>
        {(mail) => (
          <>
            <div className={s.column}>
              {mail.smtp && portal.data?.recovery === false && (
                <p className={s.card}>
                  {t('mail.noAddress')} <Link to="/settings/company">{t('mail.enterAddress')}</Link>
                </p>
              )}
              <ServerForm key={mail.smtp ?? ''} smtp={mail.smtp} sender={mail.from} />
            </div>
            <Queue recent={mail.recent} onRetried={refresh} />
          </>
        )}
      </Loaded>
    </>
  );
}
