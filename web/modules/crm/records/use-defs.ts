import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordDeclaration } from '../../../../server/contracts/core/fields.js';
import { type FieldDef, fieldDefs } from '../../../ui/fields/field-def.js';
import { useLostReasons, useSources, useStages } from '../dictionaries.js';

/** The fields of a kind in the person's words, with the short lists to choose from. */
export function useDefs(declaration: RecordDeclaration, pipelineId: number | null | undefined): FieldDef[] {
  const { t, i18n } = useTranslation('crm');
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
    ).map((def) => {
      const help = `crm:${kind}.help.${def.name}`;
      return { ...def, ...(choicesOf[def.name] ? { choices: choicesOf[def.name] } : {}), ...(i18n.exists(help) ? { help: t(help) } : {}) };
    });
  }, [declaration, sources, reasons, stages, t, i18n]);
}
