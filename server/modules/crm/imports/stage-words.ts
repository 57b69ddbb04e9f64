import type { Stage } from '../../../contracts/crm/records.js';
import { fold } from '../../../core/imports/fold.js';

export interface KnownStage {
  id: number;
  name: string;
  semantic: Stage['semantic'];
  pipelineId: number | null;
}

const foldAll = (words: readonly string[]) => new Set(words.map(fold));

/** How other systems call what is won and lost. */
const closed = {
  won: foldAll([
    'won',
    'closed won',
    'close won',
    'win',
    'sold',
    'success',
    'successful',
    'converted',
    'ganho',
    'ganha',
    'ganhou',
    'fechado ganho',
    'fechada ganha',
    'vendido',
    'venda realizada',
    'convertido',
  ]),
  lost: foldAll([
    'lost',
    'closed lost',
    'close lost',
    'failed',
    'dead',
    'junk',
    'disqualified',
    'perdido',
    'perdida',
    'perdeu',
    'fechado perdido',
    'fechada perdida',
    'descartado',
    'desqualificado',
    'cancelado',
  ]),
};
/** … and the beginning of a pipeline: its first open stage, and its second. */
const open = [
  foldAll([
    'prospecting',
    'prospect',
    'new',
    'open',
    'lead',
    'qualification',
    'appointment scheduled',
    'prospecção',
    'novo',
    'nova',
    'aberto',
    'aberta',
    'em aberto',
    'qualificação',
    'a fazer contato',
  ]),
  foldAll([
    'engaging',
    'engaged',
    'contacted',
    'in progress',
    'working',
    'qualified',
    'discovery',
    'em andamento',
    'em contato',
    'contatado',
    'em negociação',
    'negociando',
    'qualificado',
    'engajado',
  ]),
];

/**
 * Finds the stage that a file names: by its name, in the first of the pipelines that has it; else by what such a name
 * means in other systems, in the first pipeline.
 * @param stages in the order of their pipelines, the default one first, and within them in their own.
 */
export function stageFinder(stages: readonly KnownStage[]): (name: string) => KnownStage | undefined {
  const byName = new Map<string, KnownStage>();
  for (const stage of stages) if (!byName.has(fold(stage.name))) byName.set(fold(stage.name), stage);
  const first = stages.filter(({ pipelineId }) => pipelineId === stages[0]?.pipelineId);
  const find = (name: string): KnownStage | undefined => {
    const word = fold(name);
    const named = byName.get(word);
    if (named) return named;
    for (const semantic of ['won', 'lost'] as const) if (closed[semantic].has(word)) return first.find((stage) => stage.semantic === semantic);
    const openStages = first.filter(({ semantic }) => semantic === 'open');
    const place = open.findIndex((words) => words.has(word));
    return place < 0 ? undefined : openStages[Math.min(place, openStages.length - 1)];
  };
  const found = new Map<string, KnownStage>();
  return (name) => {
    const stage = found.get(name) ?? find(name);
    if (stage) found.set(name, stage);
    return stage;
  };
}
