import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Stage } from '../../../../server/contracts/crm/records.js';
import { sendOrWait } from '../../../core/offline/outbox.js';
import { useSession } from '../../../core/session.js';
import type { FieldDef } from '../../../ui/fields/field-def.js';
import { RecordForm } from '../../../ui/fields/record-form.js';
import { type CrmKind, type CrmRecord, typeOf } from './crm-kind.js';
import { useAlike } from './use-alike.js';

interface CreateFormProps<T extends CrmRecord> {
  kind: CrmKind<T>;
  defs: readonly FieldDef[];
  opened: boolean;
  /** Where a new record stands; none for kinds without stages. */
  firstStage: Stage | undefined;
  /** Values that it begins with. */
  initial?: Record<string, unknown> | undefined;
  draftKey: string;
  /** @param record null: it waits until the portal can be reached again. */
  onMade(record: T | null): void;
  onClose(): void;
}

/** The dialog in which a CRM record is made; it belongs to whoever makes it. */
export function CreateForm<T extends CrmRecord>({ kind, defs, opened, firstStage, initial, draftKey, onMade, onClose }: CreateFormProps<T>) {
  const { t } = useTranslation('crm');
  const { person } = useSession();
  const client = useQueryClient();
  const [typed, setTyped] = useState<Record<string, unknown> | null>(null);
  const close = () => {
    setTyped(null);
    onClose();
  };
  const warnings = useAlike(kind, typed, { onOpen: close });
  const create = async (values: Record<string, unknown>) => {
    const what = [t(`${kind.name}.one`), values.title ?? [values.firstName, values.lastName].filter(Boolean).join(' ')].join(' · ');
    const made = (await sendOrWait(kind.endpoints.create, { body: { ...initial, ...values } }, { what, types: [typeOf(kind)] })) as T | null;
    if (made) await client.invalidateQueries({ queryKey: [typeOf(kind)] });
    setTyped(null);
    onMade(made);
  };
  return (
    <RecordForm
      opened={opened}
      title={t(`${kind.name}.new`)}
      defs={defs.filter((def) => !def.field.readOnly && def.field.kind !== 'json')}
      first={kind.first}
      draftKey={draftKey}
      initial={{ ownerId: person.id, ...(firstStage ? { stageId: firstStage.id } : {}), ...initial }}
      submitLabel={t(`${kind.name}.create`)}
      onSubmit={create}
      warnings={warnings}
      onValues={setTyped}
      onClose={close}
    />
  );
}
