import { defineWebModule } from '../../core/module.js';
import { exportCommand } from '../../core/records/export-command.js';
import { StartPage } from '../../core/shell/start-page.js';
import { early } from './early.js';
import { useActivitiesOfMyDay, useDealsOfMyDay, useLeadsOfMyDay } from './my-day.js';
import { noticeOffers } from './notices.js';
import { sections } from './records/sections.js';
import { useContactsOfCompany, useDealsOfCompany, useDealsOfContact } from './related/counts.js';

const Start = () => <StartPage places={[{ path: '/crm/deals', right: 'crm.deal.read' }, ...sections]} />;

export default defineWebModule({
  id: 'crm',
  firstSteps: [
    { id: 'clients', labelKey: 'firstSteps.clients', to: '/crm/import?kind=contacts' },
    { id: 'deal', labelKey: 'firstSteps.deal', to: '/crm/deals?new=1' },
  ],
  rail: [{ path: '/crm', icon: 'funnel', labelKey: 'rail', rights: sections.map(({ right }) => right) }],
  routes: [
    { path: '/crm', load: async () => ({ default: Start }) },
    { path: '/crm/leads', below: ['$id'], right: 'crm.lead.read', load: () => import('./leads/leads-page.js'), early: early.leads },
    { path: '/crm/deals', below: ['$id'], right: 'crm.deal.read', load: () => import('./deals/deals-page.js'), early: early.deals },
    { path: '/crm/contacts', below: ['$id'], right: 'crm.contact.read', load: () => import('./contacts/contacts-page.js'), early: early.contacts },
    { path: '/crm/companies', below: ['$id'], right: 'crm.company.read', load: () => import('./companies/companies-page.js'), early: early.companies },
    { path: '/crm/activities', below: ['$id'], right: 'crm.activity.read', load: () => import('./activities/calendar-page.js') },
    { path: '/crm/import', load: () => import('../../core/imports/import-page.js') },
  ],
  records: {
    'crm.lead': { icon: 'funnel', url: (id) => `/crm/leads/${id}` },
    'crm.deal': { icon: 'deals', url: (id) => `/crm/deals/${id}` },
    'crm.contact': { icon: 'user', url: (id) => `/crm/contacts/${id}` },
    'crm.company': { icon: 'building', url: (id) => `/crm/companies/${id}` },
    'crm.activity': { icon: 'cal', url: (id) => `/crm/activities/${id}` },
  },
  recordTabs: [
    {
      recordType: 'crm.company',
      id: 'deals',
      labelKey: 'deal.plural',
      right: 'crm.deal.read',
      load: () => import('./related/deals-tab.js'),
      useCount: useDealsOfCompany,
    },
    {
      recordType: 'crm.company',
      id: 'contacts',
      labelKey: 'contact.plural',
      right: 'crm.contact.read',
      load: () => import('./related/contacts-tab.js'),
      useCount: useContactsOfCompany,
    },
    {
      recordType: 'crm.contact',
      id: 'deals',
      labelKey: 'deal.plural',
      right: 'crm.deal.read',
      load: () => import('./related/deals-tab.js'),
      useCount: useDealsOfContact,
    },
  ],
  commands: [
    { id: 'newLead', labelKey: 'lead.new', icon: 'plus', right: 'crm.lead.create', to: '/crm/leads?new=1', begins: true },
    { id: 'newDeal', labelKey: 'deal.new', icon: 'plus', right: 'crm.deal.create', to: '/crm/deals?new=1' },
    { id: 'newContact', labelKey: 'contact.new', icon: 'plus', right: 'crm.contact.create', to: '/crm/contacts?new=1' },
    { id: 'newCompany', labelKey: 'company.new', icon: 'plus', right: 'crm.company.create', to: '/crm/companies?new=1' },
    { id: 'leads', labelKey: 'lead.plural', icon: 'funnel', right: 'crm.lead.read', to: '/crm/leads' },
    { id: 'deals', labelKey: 'deal.plural', icon: 'deals', right: 'crm.deal.read', to: '/crm/deals' },
    { id: 'contacts', labelKey: 'contact.plural', icon: 'user', right: 'crm.contact.read', to: '/crm/contacts' },
    { id: 'companies', labelKey: 'company.plural', icon: 'building', right: 'crm.company.read', to: '/crm/companies' },
    { id: 'calendar', labelKey: 'activity.calendar', icon: 'cal', right: 'crm.activity.read', to: '/crm/activities' },
    {
      id: 'import',
      labelKey: 'import.command',
      icon: 'upload',
      right: 'crm.deal.import',
      to: '/crm/import',
      // On contacts, or on one of them, it is contacts that are brought.
      toFrom(path) {
        const kind = /^\/crm\/(leads|contacts|companies|deals)\b/.exec(path)?.[1];
        return kind ? `/crm/import?kind=${kind}` : '/crm/import';
      },
      begins: true,
    },
    exportCommand(['/crm/deals', '/crm/leads', '/crm/contacts', '/crm/companies'], 'crm.deal.export'),
  ],
  settings: [
    { path: 'pipelines', labelKey: 'settings.pipelines', icon: 'board', right: 'crm.stage.change', load: () => import('./settings/pipelines-page.js') },
    { path: 'dictionaries', labelKey: 'settings.dictionaries', icon: 'tag', right: 'crm.source.change', load: () => import('./settings/dictionaries-page.js') },
  ],
  notices: noticeOffers,
  myDay: [
    { id: 'activities', right: 'crm.activity.read', useItems: useActivitiesOfMyDay },
    { id: 'leads', right: 'crm.lead.read', useItems: useLeadsOfMyDay },
    { id: 'deals', right: 'crm.deal.read', useItems: useDealsOfMyDay },
  ],
});
