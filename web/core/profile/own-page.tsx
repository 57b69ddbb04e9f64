import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/cx.js';
import { Icon } from '../../ui/icon.js';
import { Link } from '../../ui/link.js';
import p from '../../ui/pieces.module.css';
import { useOnlyLooks, useSession } from '../session.js';
import s from './own-page.module.css';

/** What is a person's own, such as their profile. Whoever looks at the portal as they do reads it, and is told why nothing in it can be used. */
export function OwnPage({ className, children }: { className: string | undefined; children: ReactNode }) {
  const { t } = useTranslation('core');
  const { person } = useSession();
  const looks = useOnlyLooks();
  if (!looks) return <div className={className}>{children}</div>;
  return (
    <div className={className}>
      <p className={p.message}>
        <Icon name="lock" size={16} />
        <span>
          {t('viewing.own', { name: person.name })} <Link to={`/people/${person.id}`}>{t('viewing.ownPage')}</Link>
        </span>
      </p>
      <fieldset disabled className={cx(className, s.closed)}>
        <legend className="visually-hidden">{person.name}</legend>
        {children}
      </fieldset>
    </div>
  );
}
