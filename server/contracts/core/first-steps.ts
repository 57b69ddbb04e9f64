import { endpoint } from './endpoint.js';

export interface FirstSteps {
  /** Steps that the person may take, in their order; texts and places are the browser's, by id. Empty once they put the list away. */
  items: { id: string; done: boolean /** Done once for the whole company, by anybody. */; forAll: boolean }[];
}

export const firstStepsEndpoints = {
  list: endpoint<{ reply: FirstSteps }>()('GET', '/first-steps', 'signed-in'),
  /** Puts the list away for good, for this person. */
  dismiss: endpoint<{ reply: FirstSteps }>()('POST', '/first-steps/dismiss', 'signed-in'),
};
