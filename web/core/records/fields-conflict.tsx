import type { FieldDef } from '../../ui/fields/field-def.js';
import { FieldView } from '../../ui/fields/field-view.js';
import { RecordConflict, type RecordConflictProps } from './record-conflict.js';
import type { useFieldSaving } from './use-records.js';

interface FieldsConflictProps extends Pick<RecordConflictProps, 'type' | 'id' | 'history'> {
  defs: readonly FieldDef[];
  saving: ReturnType<typeof useFieldSaving>;
}

/**
 * Asks which version stands where somebody else changed the field that was just saved; nothing while there is no conflict. It stands beside
 * the fields, never in their place: what was typed waits in them until the choice is made.
 */
export function FieldsConflict({ defs, saving, ...record }: FieldsConflictProps) {
  const { conflict } = saving;
  if (!conflict) return null;
  const defOf = (name: string) => defs.find((def) => def.name === name);
  const shown = (name: string, values: Record<string, unknown>) => {
    const def = defOf(name);
    return def ? <FieldView def={def} value={values[name]} /> : String(values[name]);
  };
  return (
    <RecordConflict
      {...record}
      fields={Object.keys(conflict.mine).map((name) => ({
        name,
        label: defOf(name)?.label ?? name,
        mine: shown(name, conflict.mine),
        theirs: shown(name, conflict.theirs),
      }))}
      onSave={(choice) => void saving.settle(choice)}
      onClose={saving.dismiss}
    />
  );
}
