import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { project } from '../../../../server/contracts/tasks/records.js';
import { useKindDefs } from '../../../core/records/use-kind-defs.js';
import type { FieldDef } from '../../../ui/fields/field-def.js';

const colours = [1, 2, 3, 4, 5, 6, 7, 8];

/** The colours of stages by name. */
export function useColours(): { value: number; label: string }[] {
  const { t } = useTranslation('tasks');
  return useMemo(() => colours.map((value) => ({ value, label: t(`colours.${value}`) })), [t]);
}

/** The fields of a project in words. */
export function useProjectDefs(): FieldDef[] {
  const { t } = useTranslation('tasks');
  const defs = useKindDefs(project);
  const choices = useColours();
  return useMemo(
    () =>
      defs.map((def) => {
        if (def.name === 'visibility') return { ...def, field: { ...def.field, required: true }, optionLabel: (option) => t(`visibility.${option}`) };
        if (def.name === 'memberIds') return { ...def, label: t('project.members') };
        // A short list to choose from is a reference to the controls.
        return def.name === 'colour' ? { ...def, field: { kind: 'ref' as const, type: 'tasks.colour' }, choices } : def;
      }),
    [defs, choices, t],
  );
}
