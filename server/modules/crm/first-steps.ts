import { type FirstStep, hasOwn } from '../../core/first-steps/point.js';
import { company, contact, deal, lead } from './kinds.js';

export const firstSteps: FirstStep[] = [
  {
    id: 'crm.clients',
    right: 'crm.contact.import',
    isDone: async (q) => (await hasOwn(q, contact)) || (await hasOwn(q, company)) || (await hasOwn(q, lead)),
  },
  { id: 'crm.deal', right: 'crm.deal.create', isDone: (q) => hasOwn(q, deal) },
];
