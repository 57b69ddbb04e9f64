import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from './avatar.js';
import { Button } from './button.js';
import { cx } from './cx.js';
import { Icon, type IconName } from './icon.js';
import s from './states.module.css';
import { useFormat } from './ui-context.js';

export interface StateAction {
  label: string;
  icon?: IconName;
  onClick: () => void;
}

function Actions({ first, second, quiet }: { first?: StateAction | undefined; second?: StateAction | undefined; quiet?: boolean }) {
  if (!first && !second) return null;
  return (
    <div className={s.actions}>
      {first && (
        <Button look="primary" icon={first.icon} onClick={first.onClick}>
          {first.label}
        </Button>
      )}
      {second && (
        <Button look={quiet ? 'quiet' : 'default'} icon={second.icon} onClick={second.onClick}>
          {second.label}
        </Button>
      )}
    </div>
  );
}

/** What this place is for, one way to begin and one to import. */
export function EmptyState({
  icon,
  title,
  text,
  action,
  second,
}: {
  icon: IconName;
  title: string;
  text?: ReactNode;
  action?: StateAction;
  second?: StateAction;
}) {
  return (
    <div className={cx(s.state, s.centred)}>
      <span className={s.icon}>
        <Icon name={icon} size={26} />
      </span>
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      <Actions first={action} second={second} />
    </div>
  );
}

/** Why not, and who can change it. */
export function Refusal({
  title,
  text,
  person,
  action,
  second,
}: {
  title: string;
  text?: ReactNode;
  person?: { name: string; note?: string };
  action?: StateAction;
  second?: StateAction;
}) {
  return (
    <div className={s.state}>
      <span className={s.icon}>
        <Icon name="lock" size={22} />
      </span>
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {person && (
        <div className={s.person}>
          <Avatar name={person.name} size={28} />
          <span>
            <b>{person.name}</b>
            {person.note && <span>{person.note}</span>}
          </span>
        </div>
      )}
      <Actions first={action} second={second} quiet />
    </div>
  );
}

/** What happened, what was kept, what to do; the id is in the log too. `at` is the moment, ISO. */
export function ErrorState({
  title,
  text,
  requestId,
  at,
  onRetry,
  second,
}: {
  title?: string;
  text?: ReactNode;
  requestId?: string;
  at?: string;
  onRetry?: () => void;
  second?: StateAction;
}) {
  const { t } = useTranslation('ui');
  const f = useFormat();
  return (
    <div className={s.state} role="alert">
      <span className={cx(s.icon, s.bad)}>
        <Icon name="alert" size={22} />
      </span>
      <h2>{title ?? t('error.title')}</h2>
      <p>{text ?? t('error.text')}</p>
      <Actions first={onRetry && { label: t('error.retry'), onClick: onRetry }} second={second} />
      {requestId && (
        <div className={s.id}>
          <span>
            {t('error.id')} <code>{requestId}</code>
            {at && `, ${f.instant(at)}`}
          </span>
          <Button look="quiet" onClick={() => void navigator.clipboard?.writeText(requestId)}>
            {t('error.copy')}
          </Button>
        </div>
      )}
    </div>
  );
}
