import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Channel } from '../../../../server/contracts/core/fields.js';
import { Icon } from '../../../ui/icon.js';
import { PhoneLink } from '../../../ui/phone-link.js';
import s from './reach.module.css';

export interface Ways {
  phones: readonly Channel[];
  emails: readonly Channel[];
}

/** More of them stand among the fields. */
const most = 3;

/** How somebody is reached, each way to be tapped: what a record is opened for on a phone. @param who whom it is about where it is not the record itself. */
export function Reach({ phones, emails, who }: Ways & { who?: ReactNode }) {
  const { t } = useTranslation('crm');
  if (phones.length + emails.length === 0) return null;
  return (
    <section className={s.reach} aria-label={t('reach')}>
      {who && <p>{who}</p>}
      <ul>
        {phones.slice(0, most).map(({ value }) => (
          <li key={value}>
            <Icon name="phone" size={16} />
            <PhoneLink phone={value} />
          </li>
        ))}
        {emails.slice(0, most).map(({ value }) => (
          <li key={value}>
            <Icon name="mail" size={16} />
            <a href={`mailto:${value}`}>{value}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
