import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkRequest } from '../../../../server/contracts/core/bulk.js';
import type { FieldDef } from '../../../ui/fields/field-def.js';
import { useFormat } from '../../../ui/ui-context.js';
import { usesInWords } from '../uses.js';
import { BulkDialog, type BulkEndpoint } from './bulk-dialog.js';
import { BulkChoice, BulkField } from './bulk-field.js';

export interface ChangeDialogProps {
  endpoint: BulkEndpoint;
  /** Which records. */
  target: Pick<BulkRequest, 'ids' | 'query'>;
  /** How many these are. */
  count: number;
  onDone(): void;
  onClose(): void;
}

/** Gives many records to one person. */
export function AssignDialog({ endpoint, target, def, ...rest }: ChangeDialogProps & { def: FieldDef }) {
  const { t } = useTranslation('core');
  const [value, setValue] = useState<unknown>(null);
  const request: BulkRequest | null = value === null ? null : { action: 'change', ...target, values: { [def.name]: value } };
  return (
    <BulkDialog title={t('bulk.assignTitle')} action={t('bulk.assign')} endpoint={endpoint} request={request} {...rest}>
      <BulkField def={def} value={value} autoFocus onChange={setValue} />
    </BulkDialog>
  );
}

/** Gives one field of many records the same value, or none. */
export function ChangeFieldDialog({ endpoint, target, defs, ...rest }: ChangeDialogProps & { defs: readonly FieldDef[] }) {
  const { t } = useTranslation('core');
  const [name, setName] = useState<string | null>(null);
  const [value, setValue] = useState<unknown>(null);
  const [wrong, setWrong] = useState(false);
  const def = defs.find((one) => one.name === name);
  const isComplete = def !== undefined && !wrong && !(def.field.required && value === null);
  const request: BulkRequest | null = isComplete ? { action: 'change', ...target, values: { [def.name]: value } } : null;
  return (
    <BulkDialog title={t('bulk.changeTitle')} action={t('bulk.change')} endpoint={endpoint} request={request} {...rest}>
      <BulkChoice
        label={t('bulk.field')}
        value={name}
        options={defs.map((one) => ({ value: one.name, label: one.label }))}
        onChange={(next) => {
          setName(next);
          setValue(null);
          setWrong(false);
        }}
      />
      {def && (
        <BulkField
          key={def.name}
          def={def}
          value={value}
          onChange={(next, error) => {
            setWrong(error !== undefined);
            if (error === undefined) setValue(next ?? null);
          }}
        />
      )}
    </BulkDialog>
  );
}

/** Puts many records into the bin. */
export function DeleteDialog({ type, endpoint, target, title, ...rest }: ChangeDialogProps & { type: string; title: string }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const { ids } = target;
  const uses = useQuery({ queryKey: [type, 'uses', ids], queryFn: () => usesInWords(type, ids ?? []), enabled: ids !== undefined, gcTime: 0 });
  return (
    <BulkDialog
      title={title}
      action={t('bulk.delete')}
      danger
      endpoint={endpoint}
      request={{ action: 'delete', ...target }}
      readyWords={({ ready, total }) => t('bulk.readyToDelete', { count: ready, ready: f.number(ready), total: f.number(total) })}
      {...rest}
    >
      <p>{[t('bulk.deleteText', { count: ids?.length ?? 2 }), uses.data].filter(Boolean).join(' ')}</p>
    </BulkDialog>
  );
}
