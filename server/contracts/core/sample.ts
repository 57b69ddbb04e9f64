import { endpoint } from './endpoint.js';

/** Example records of a small company, to look around with. */
export interface SampleState {
  state: 'none' | 'filling' | 'there';
  /** Records so far, and how many there will be about. */
  done: number;
  total: number;
  /** How many of them somebody has worked on; only told to who may wipe them. */
  changed: number;
}

export const sampleEndpoints = {
  state: endpoint<{ reply: SampleState }>()('GET', '/sample', 'signed-in'),
  /** Makes them in the background. Refused while they are there. */
  fill: endpoint<{ body: object; reply: SampleState }>()('POST', '/sample', 'core.settings.manage', 202),
  /** Removes them and all that hangs on them. `changed` is what the person was told; refused when it is not that many any more. */
  wipe: endpoint<{ body: { changed: number }; reply: SampleState & { wiped: number } }>()('POST', '/sample/wipe', 'core.settings.manage'),
};
