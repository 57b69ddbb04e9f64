import type { Section } from '../../../core/shell/section-nav.js';

/** The kinds of record of this module, in their order: where its sections lead, and what the rail asks for. */
export const sections: readonly Section[] = [
  { path: '/crm/leads', right: 'crm.lead.read', labelKey: 'crm:lead.plural' },
  { path: '/crm/deals', right: 'crm.deal.read', labelKey: 'crm:deal.plural' },
  { path: '/crm/contacts', right: 'crm.contact.read', labelKey: 'crm:contact.plural' },
  { path: '/crm/companies', right: 'crm.company.read', labelKey: 'crm:company.plural' },
  { path: '/crm/activities', right: 'crm.activity.read', labelKey: 'crm:activity.calendar' },
];
