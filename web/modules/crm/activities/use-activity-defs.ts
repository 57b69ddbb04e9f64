import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { activity } from '../../../../server/contracts/crm/records.js';
import { type FieldDef, fieldDefs } from '../../../ui/fields/field-def.js';

/** The fields of an activity in the person's words. */
export function useActivityDefs(): FieldDef[] {
  const { t } = useTranslation('crm');
  return useMemo(
    () =>
      fieldDefs(
        activity,
        (name) => t([`activity.field.${name}`, `field.${name}`]),
        (name, option) => t(name === 'recordType' ? `${option.split('.')[1]}.one` : `option.${name}.${option}`),
      ),
    [t],
  );
}
