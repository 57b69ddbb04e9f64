import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PublicDocument, publicEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { ApiProblem, call } from '../../../core/api.js';
import { useProblemWords } from '../../../core/words.js';
import { Button } from '../../../ui/button.js';
import { cx } from '../../../ui/cx.js';
import { dayOf, formatDayLong } from '../../../ui/format.js';
import { Icon, type IconName } from '../../../ui/icon.js';
import { useFormat } from '../../../ui/ui-context.js';
import { PlainField } from '../documents/plain-field.js';
import s from './public.module.css';

interface AnswerProps {
  token: string;
  of: PublicDocument;
  onAnswered(after: PublicDocument): void;
  /** Somebody else answered, or it ran out meanwhile. */
  onStale(): void;
}

function Standing({ icon, look, title, children }: { icon: IconName; look?: 'ok' | 'bad'; title: string; children?: ReactNode }) {
  return (
    <section className={cx(s.card, look && s[look])} role="status">
      <Icon name={icon} size={20} />
      <div>
        <h2>{title}</h2>
        {children && <p>{children}</p>}
      </div>
    </section>
  );
}

/** Yes with a name, or no with a reason. */
function AnswerForm({ token, of, onAnswered, onStale }: AnswerProps) {
  const { t } = useTranslation('sales');
  const f = useFormat();
  const id = useId();
  const words = useProblemWords('form');
  const [mode, setMode] = useState<'accept' | 'decline' | null>(null);
  const [name, setName] = useState<string | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || mode === null) return;
    const who = name?.trim() ?? '';
    if (who === '') {
      setErrors({ name: t('public.nameNeeded') });
      document.getElementById(`${id}-name`)?.focus();
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      const params = { token };
      const after =
        mode === 'accept'
          ? await call(publicEndpoints.accept, { params, body: { name: who } })
          : await call(publicEndpoints.decline, { params, body: { name: who, ...(reason?.trim() ? { reason: reason.trim() } : {}) } });
      onAnswered(after);
    } catch (error) {
      if (error instanceof ApiProblem && error.errors.length > 0) setErrors(Object.fromEntries(error.errors.map(({ path, message }) => [path, message])));
      else setFailure(words(error));
      if (error instanceof ApiProblem && error.status === 409) onStale();
    } finally {
      setBusy(false);
    }
  };
  const choose = (next: 'accept' | 'decline' | null) => {
    setMode(next);
    setErrors({});
    setFailure(null);
  };
  return (
    <section className={s.answer} aria-label={t('public.answer')}>
      <div className={s.ask}>
        <div>
          <h2>{t('public.question', { total: f.money(of.total) })}</h2>
          {of.validUntil && <p>{t('public.validUntil', { day: formatDayLong(of.validUntil, f.language) })}</p>}
        </div>
        {mode === null && (
          <div className={s.buttons}>
            <Button onClick={() => choose('decline')}>{t('public.decline')}</Button>
            <Button look="primary" icon="check" onClick={() => choose('accept')}>
              {t('public.accept')}
            </Button>
          </div>
        )}
      </div>
      {mode !== null && (
        <form noValidate className={s.form} onSubmit={(event) => void submit(event)}>
          {failure && (
            <p className={s.failure} role="alert">
              {failure}
            </p>
          )}
          <PlainField
            key={`${mode}-name`}
            id={`${id}-name`}
            name="name"
            label={t('public.name')}
            field={{ kind: 'text', max: 250, required: true }}
            value={name}
            onChange={(value) => {
              setName(value as string | null);
              setErrors(({ name: _, ...others }) => others);
            }}
            error={errors.name}
            autoFocus
          />
          {mode === 'decline' && (
            <PlainField
              id={`${id}-reason`}
              name="reason"
              label={t('public.reason')}
              field={{ kind: 'longText', max: 1000 }}
              value={reason}
              onChange={(value) => setReason(value as string | null)}
              error={errors.reason}
              help={t('public.reasonHelp')}
            />
          )}
          <div className={s.buttons}>
            <Button onClick={() => choose(null)}>{t('public.back')}</Button>
            <Button type="submit" look={mode === 'accept' ? 'primary' : 'danger'} busy={busy}>
              {t(mode === 'accept' ? 'public.acceptFor' : 'public.declineNow', { total: f.money(of.total) })}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}

/** How the document stands, or the question to its client. */
export function Answer(props: AnswerProps) {
  const { of } = props;
  const { t } = useTranslation('sales');
  const f = useFormat();
  if (of.kind === 'invoice') {
    if (of.status === 'cancelled') return <Standing icon="x" title={t('public.cancelled')} />;
    if (of.status === 'paid' || !of.due) return <Standing icon="check" look="ok" title={t('public.paid')} />;
    const late = of.dueOn !== null && of.dueOn < dayOf(new Date(), f.timeZone);
    return (
      <Standing icon={late ? 'alert' : 'money'} {...(late ? { look: 'bad' as const } : {})} title={t('public.due', { due: f.money(of.due) })}>
        {of.dueOn ? t(late ? 'public.wasDueOn' : 'public.dueOn', { day: f.dayFull(of.dueOn) }) : null}
      </Standing>
    );
  }
  if (of.status === 'accepted')
    return (
      <Standing icon="check" look="ok" title={t('public.accepted')}>
        {of.acceptedAt ? t('public.acceptedBy', { name: of.acceptedBy ?? '', at: f.instantFull(of.acceptedAt) }) : null}
      </Standing>
    );
  if (of.status === 'declined')
    return (
      <Standing icon="x" title={t('public.declined')}>
        {t('public.declinedText', { company: of.companyName })}
      </Standing>
    );
  if (of.expired)
    return (
      <Standing icon="clock" look="bad" title={t('public.expired', { day: formatDayLong(of.validUntil ?? '', f.language) })}>
        {t('public.expiredText', { company: of.companyName })}
      </Standing>
    );
  return <AnswerForm {...props} />;
}
