import type { Endpoint } from '../../../server/contracts/core/endpoint.js';
import { companyEndpoints, contactEndpoints, dealEndpoints, leadEndpoints } from '../../../server/contracts/crm/endpoints.js';
import type { Visit } from '../../core/module.js';
import { queryClient } from '../../core/query.js';
import { recordsEarly } from '../../core/records/early.js';
import { allOf, dictionaries } from './dictionaries.js';

/** What the pages of one kind ask for first: the short lists that all of them need, and what every kind of record has. */
const earlyOf = (type: string, endpoints: { get: Endpoint; timeline: Endpoint }) => {
  const ofRecords = recordsEarly(type, endpoints);
  return (visit: Visit): void => {
    ofRecords(visit);
    for (const dictionary of Object.values(dictionaries)) if (visit.may(`${dictionary.type}.read`)) void queryClient.prefetchQuery(allOf(dictionary));
  };
};

export const early = {
  leads: earlyOf('crm.lead', leadEndpoints),
  deals: earlyOf('crm.deal', dealEndpoints),
  contacts: earlyOf('crm.contact', contactEndpoints),
  companies: earlyOf('crm.company', companyEndpoints),
};
