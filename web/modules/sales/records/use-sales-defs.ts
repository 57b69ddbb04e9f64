import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordDeclaration } from '../../../../server/contracts/core/fields.js';
import { type FieldDef, fieldDefs } from '../../../ui/fields/field-def.js';

/** The fields of a kind in the person's words. */
export function useSalesDefs(declaration: RecordDeclaration): FieldDef[] {
  const { t } = useTranslation('sales');
  return useMemo(() => {
    const kind = declaration.type.split('.')[1];
    return fieldDefs(
      declaration,
      (name) => t([`${kind}.field.${name}`, `field.${name}`]),
      (_name, option) => t(`status.${option}`),
    );
  }, [declaration, t]);
}
