import type { Reverter } from '../../../core/imports/point.js';
import type { Crm } from '../crm.js';
import { emptiedWords } from '../emptying/tell.js';
import { company, contact, deal, lead } from '../kinds.js';
import { storeChanged } from './store.js';

/** Former values come back with the history of stages, the timeline and the index of channels in step. */
export const reverters = (crm: Crm): Reverter[] =>
  [lead, deal, contact, company].map((kind) => ({
    type: kind.type,
    tells: ['assigned', 'unassigned', 'moved', ...emptiedWords].map((what) => `${kind.type}.${what}`),
    async change(tx, actor, changes) {
      const stages = kind.stageColumn === null ? [] : await tx.q.selectFrom('crm_stages').select(['id', 'name', 'semantic']).execute();
      await storeChanged(crm, tx, actor, kind, changes, (id) => stages.find((stage) => stage.id === id) ?? null);
    },
  }));
