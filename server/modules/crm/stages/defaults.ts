import type { Stage } from '../../../contracts/crm/records.js';
import { texts } from '../../../core/i18n/texts.js';

interface DefaultStage {
  name: string;
  semantic: Stage['semantic'];
  colour: number;
  position: number;
}

// Colours: 4 is the green one, 7 the red one; an ending is known by them at a glance.
const stages = {
  lead: [
    ['new', 'open', 1],
    ['in-work', 'open', 2],
    ['processed', 'open', 5],
    ['converted', 'won', 4],
    ['junk', 'lost', 7],
  ],
  deal: [
    ['new', 'open', 1],
    ['preparation', 'open', 2],
    ['quote', 'open', 3],
    ['deposit', 'open', 8],
    ['in-progress', 'open', 5],
    ['final-invoice', 'open', 6],
    ['won', 'won', 4],
    ['lost', 'lost', 7],
  ],
} as const;

/** The stages that leads or a pipeline of deals begin with; names and order are the admin's from then on. */
export function defaultStages(of: 'lead' | 'deal', language: string): DefaultStage[] {
  const t = texts(language);
  return stages[of].map(([key, semantic, colour], position) => ({ name: t(`crm:stage.${of}.${key}`), semantic, colour, position }));
}
