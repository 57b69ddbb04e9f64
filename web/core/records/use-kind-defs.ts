import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordDeclaration } from '../../../server/contracts/core/fields.js';
import { type FieldDef, fieldDefs } from '../../ui/fields/field-def.js';

/** The fields of a kind in the person's words: `quote.field.status` or `field.status` in its module's texts, its choices `status.draft`. */
export function useKindDefs(declaration: RecordDeclaration): FieldDef[] {
  const { t } = useTranslation(declaration.module);
  return useMemo(() => {
    const kind = declaration.type.split('.')[1];
    return fieldDefs(
      declaration,
      (name) => t([`${kind}.field.${name}`, `field.${name}`]),
      (name, option) => t(`${name}.${option}`),
    );
  }, [declaration, t]);
}
