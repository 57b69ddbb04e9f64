import { countOwn, type FirstStep, hasMade } from '../../core/first-steps/point.js';
import { company, contact, deal, lead } from './kinds.js';

/** One lead that somebody typed, with its company, is not yet what the clients were brought for. */
const someClients = 5;

export const firstSteps: FirstStep[] = [
  {
    id: 'crm.clients',
    right: 'crm.contact.import',
    forAll: true,
    async isDone(q) {
      let count = 0;
      for (const kind of [contact, company, lead]) count += await countOwn(q, kind, someClients);
      return count >= someClients;
    },
  },
  { id: 'crm.deal', right: 'crm.deal.create', isDone: (q, personId) => hasMade(q, deal, personId) },
];
