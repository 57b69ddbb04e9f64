import { useTranslation } from 'react-i18next';
import { useMay } from '../../../core/session.js';
import { cx } from '../../../ui/cx.js';
import { Link } from '../../../ui/link.js';
import s from './section-nav.module.css';

const sections = [
  { path: '/crm/leads', right: 'crm.lead.read', key: 'lead.plural' },
  { path: '/crm/deals', right: 'crm.deal.read', key: 'deal.plural' },
  { path: '/crm/contacts', right: 'crm.contact.read', key: 'contact.plural' },
  { path: '/crm/companies', right: 'crm.company.read', key: 'company.plural' },
];

/** The kinds of record of the CRM beside the heading. */
export function SectionNav({ current }: { current: string }) {
  const { t } = useTranslation('crm');
  const may = useMay();
  return (
    <nav className={s.nav} aria-label={t('sections')}>
      {sections
        .filter(({ right, path }) => may(right) && path !== current)
        .map(({ path, key }) => (
          <Link key={path} to={path} className={cx(s.link)}>
            {t(key)}
          </Link>
        ))}
    </nav>
  );
}
