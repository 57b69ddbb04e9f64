import { useMemo } from 'react';
import type { RecordDeclaration } from '../../../../server/contracts/core/fields.js';
import { useKindDefs } from '../../../core/records/use-kind-defs.js';
import type { FieldDef } from '../../../ui/fields/field-def.js';
import { useProjects } from '../projects/use-projects.js';

/** Fields that are shown once they are used; until then they are offered. */
export const whenUsed = [
  'projectId',
  'priority',
  'helperIds',
  'observerIds',
  'tags',
  'plannedStartAt',
  'plannedEndAt',
  'estimateMinutes',
  'needsAcceptance',
  'needsResult',
  'workingDaysOnly',
] as const;

/** Fields that have controls of their own. */
const apart: ReadonlySet<string> = new Set(['aboutType', 'aboutId', 'stageId', 'parentId']);

/** The fields of a task in words, with the projects to choose from. */
export function useTaskDefs(declaration: RecordDeclaration): FieldDef[] {
  const defs = useKindDefs(declaration);
  const projects = useProjects();
  return useMemo(
    () =>
      defs
        .filter(({ name }) => !apart.has(name))
        .map((def) => (def.name === 'projectId' && projects ? { ...def, choices: projects.map(({ id, name }) => ({ value: id, label: name })) } : def)),
    [defs, projects],
  );
}
