import { useTranslation } from 'react-i18next';
import { SectionNav } from '../../../core/shell/section-nav.js';

const sections = [
  { path: '/crm/leads', right: 'crm.lead.read', labelKey: 'crm:lead.plural' },
  { path: '/crm/deals', right: 'crm.deal.read', labelKey: 'crm:deal.plural' },
  { path: '/crm/contacts', right: 'crm.contact.read', labelKey: 'crm:contact.plural' },
  { path: '/crm/companies', right: 'crm.company.read', labelKey: 'crm:company.plural' },
];

/** The kinds of record of this module. */
export function CrmSections({ current }: { current?: string }) {
  const { t } = useTranslation('crm');
  return <SectionNav label={t('sections')} sections={sections} current={current} />;
}
