import { endpoint, type Page } from './endpoint.js';

export type ModuleState = 'absent' | 'on' | 'parked' | 'failed';
export interface ModuleCard {
  id: string;
  state: ModuleState;
  name: string;
  what: string;
  takeIf: string;
  leaveIf: string;
  intent: 'sell' | 'organise' | 'talk' | 'share' | 'team' | 'protect';
  icon: string;
  requires: string[];
  worksWith: string[];
  /** Why it could not be started, where `state` is `failed`. */
  failure: string | null;
  since: string | null;
  records: number;
  tables: number;
  routes: number;
  jobs: number;
  /** Bytes of the module's tables; null where the database cannot tell. */
  bytes: number | null;
}
export const moduleEndpoints = {
  list: endpoint<{ reply: Page<ModuleCard> }>()('GET', '/modules', 'core.modules.manage'),
  add: endpoint<{ params: { id: string }; reply: ModuleCard }>()('POST', '/modules/:id/add', 'core.modules.manage'),
  park: endpoint<{ params: { id: string }; reply: ModuleCard }>()('POST', '/modules/:id/park', 'core.modules.manage'),
  resume: endpoint<{ params: { id: string }; reply: ModuleCard }>()('POST', '/modules/:id/resume', 'core.modules.manage'),
};
