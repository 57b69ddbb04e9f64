import type { Stage } from '../../../server/contracts/crm/records.js';
import type {} from '../../../server/core/db/core-tables.js';
import type { Dialect } from '../../../server/core/db/database.js';
import type {} from '../../../server/modules/crm/tables.js';
import { type Answer, startPortal, type TestPortal, type Visitor } from '../../support/portal.js';

export interface CrmPortal extends TestPortal {
  /** Stages of leads by name. */
  leadStages: Map<string, Stage>;
  /** Stages of the default pipeline by name. */
  dealStages: Map<string, Stage>;
}

/** @throws when the answer has another status, showing what it was. */
export async function expect(answer: Promise<Answer>, status: number): Promise<Answer['body']> {
  const { status: got, body } = await answer;
  if (got !== status) throw new Error(`Expected ${status}, got ${got}: ${JSON.stringify(body)}`);
  return body;
}

export const stagesOf = async (who: Visitor, pipelineId: number | null): Promise<Map<string, Stage>> => {
  const filter = pipelineId === null ? 'pipelineId.empty=true' : `pipelineId=${pipelineId}`;
  const { items } = await expect(who.api('GET', `crm/stages?limit=200&sort=position&${filter}`), 200);
  return new Map((items as Stage[]).map((stage) => [stage.name, stage]));
};

/** A portal with the CRM alone. */
export async function startCrm(t: { teardown(work: () => Promise<void>): void }, dialect: Dialect, options: { language?: string } = {}): Promise<CrmPortal> {
  const portal = await startPortal(t, { dialect, modules: ['crm'], ...options });
  const { items } = await expect(portal.admin.api('GET', 'crm/pipelines'), 200);
  const [leadStages, dealStages] = await Promise.all([stagesOf(portal.admin, null), stagesOf(portal.admin, items[0].id)]);
  // The portal's own getters must stay getters: its address changes with a restart.
  return Object.defineProperties({ leadStages, dealStages }, Object.getOwnPropertyDescriptors(portal)) as CrmPortal;
}

export const stageId = (stages: Map<string, Stage>, name: string): number => {
  const stage = stages.get(name);
  if (!stage) throw new Error(`No stage ${name}: ${[...stages.keys()].join(', ')}`);
  return stage.id;
};

export const draftLead = {
  title: 'Portão automático',
  firstName: 'Maria',
  lastName: 'Silva',
  companyName: 'Padaria Central',
  position: 'Gerente',
  phones: [{ kind: 'mobile', value: '+55 11 98765-4321' }],
  emails: [{ kind: 'work', value: 'Maria@Padaria.example' }],
  amount: { amount: 125_000, currency: 'BRL' },
  comments: 'Ligou depois da feira.',
};
