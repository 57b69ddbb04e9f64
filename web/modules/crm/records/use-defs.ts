import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordDeclaration } from '../../../../server/contracts/core/fields.js';
import { type FieldDef, fieldDefs } from '../../../ui/fields/field-def.js';
import { useLostReasons, useSources, useStages } from '../dictionaries.js';

/** The fields of a kind in the person's words, with the short lists to choose from. */
export function useDefs(declaration: RecordDeclaration, pipelineId: number | null | undefined): FieldDef[] {
  const { t } = useTranslation('crm');
  const [sources, reasons, stages] = [useSources(), useLostReasons(), useStages(pipelineId)];
  return useMemo(() => {
    const choicesOf: Record<string, { value: number; label: string }[]> = {
      sourceId: sources.map(({ id, name }) => ({ value: id, label: name })),
      lostReasonId: reasons.map(({ id, name }) => ({ value: id, label: name })),
      stageId: stages.map(({ id, name }) => ({ value: id, label: name })),
    };
    const [, kind] = declaration.type.split('.');
    return fieldDefs(
      declaration,
      (name) => t([`${kind}.field.${name}`, `field.${name}`]),
      (name, option) => t(`option.${name}.${option}`),
    ).map((def) => (choicesOf[def.name] ? { ...def, choices: choicesOf[def.name] } : def));
  }, [declaration, sources, reasons, stages, t]);
}
