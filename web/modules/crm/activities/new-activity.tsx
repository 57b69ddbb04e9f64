import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { activityEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import { activity } from '../../../../server/contracts/crm/records.js';
import { sendOrWait } from '../../../core/offline/outbox.js';
import { useMay, useSession } from '../../../core/session.js';
import type { FieldDef } from '../../../ui/fields/field-def.js';
import { RecordForm } from '../../../ui/fields/record-form.js';
import { useActivityDefs } from './use-activity-defs.js';

/** The dialog in which something is planned. @param at the moment it begins with; null: the person chooses. */
export function NewActivity({ opened, at, onClose }: { opened: boolean; at: string | null; onClose: () => void }) {
  const { t } = useTranslation('crm');
  const client = useQueryClient();
  const may = useMay();
  const { person } = useSession();
  const defs = useActivityDefs();
  const kinds = activity.fields.recordType.options.filter((type) => may(`${type}.change`));
  const [recordType, setRecordType] = useState<string>(kinds[0] ?? 'crm.deal');
  const shown = defs.map((def): FieldDef => {
    if (def.name === 'recordType') return { ...def, field: { ...def.field, kind: 'choice', options: kinds } };
    // Which records are looked for depends on the kind chosen above it.
    return def.name === 'recordId' ? { ...def, field: { ...def.field, kind: 'ref', type: recordType } as FieldDef['field'] } : def;
  });
  return (
    <RecordForm
      opened={opened}
      title={t('activity.new')}
      defs={shown.filter(({ field }) => !field.readOnly)}
      first={['kind', 'title', 'dueAt', 'recordType', 'recordId']}
      draftKey="crm.activity.new"
      initial={{ kind: 'call', ownerId: person.id, recordType: kinds[0], ...(at ? { dueAt: at } : {}) }}
      submitLabel={t('activity.create')}
      onValues={(values) => setRecordType(String(values.recordType ?? recordType))}
      onSubmit={async (values) => {
        const type = String(values.recordType);
        const what = [t('activity.one'), values.title].join(' · ');
        await sendOrWait(activityEndpoints.create, { body: values as never }, { what, types: ['crm.activity', type] });
        await Promise.all([client.invalidateQueries({ queryKey: ['crm.activity'] }), client.invalidateQueries({ queryKey: [type] })]);
        onClose();
      }}
      onClose={onClose}
    />
  );
}
