import { endpoint } from './endpoint.js';
import type { ModuleCard, ModuleCost } from './modules.js';

export interface SetupAnswers {
  language?: string;
  publicUrl?: string;
  company?: { name?: string; country?: string; currency?: string; timeZone?: string };
  admin?: { name?: string; email?: string; password?: string };
  modules?: { install?: string[]; preset?: string };
  mail?: { smtp?: string; from?: string } | null;
}
export interface SetupState {
  /** Answers given so far, without the password. */
  answers: SetupAnswers;
  /** `timeZone` is that of most of its people, `timeZones` are all of it. */
  countries: { code: string; name: string; currency: string; timeZone: string; timeZones: string[]; weekStart: number }[];
  timeZones: string[];
  currencies: string[];
  /** Where everything is stored. */
  database: 'sqlite' | 'postgres';
  presets: { id: string; name: string; modules: string[] }[];
  modules: ModuleCard[];
  /** Under which colleagues reach this machine, as far as it knows. */
  address: string | null;
  machine: { diskFree: number; memoryFree: number };
  /** Of the portal without modules; null while it was not measured. */
  cost: ModuleCost | null;
  /** Bytes of memory that the cost of each module without requirements holds, and which several of them take only once. */
  sharedMemory: number;
}
export interface SetupProgress {
  steps: { id: string; state: 'waiting' | 'running' | 'done' | 'failed' }[];
  failure: string | null;
}
export const setupEndpoints = {
  /** All of these take the one-time code in the header `X-Setup-Code` and are gone once the portal is set up. */
  state: endpoint<{ query: { language?: string }; reply: SetupState }>()('GET', '/setup', 'public'),
  save: endpoint<{ body: SetupAnswers; reply: SetupState }>()('PUT', '/setup/answers', 'public'),
  testMail: endpoint<{ body: { smtp: string; from: string; to: string }; reply: { sent: true } }>()('POST', '/setup/test-mail', 'public'),
  finish: endpoint<{ body: SetupAnswers; reply: { done: true } }>()('POST', '/setup/finish', 'public'),
  progress: endpoint<{ reply: SetupProgress }>()('GET', '/setup/progress', 'public'),
};
