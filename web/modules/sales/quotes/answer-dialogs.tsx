import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { quoteEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { call } from '../../../core/api.js';
import { FormDialog } from '../../../core/form/form-dialog.js';
import { useDraft } from '../../../ui/draft/use-draft.js';
import { PlainField } from '../documents/plain-field.js';
import { useRefresh } from '../records/use-work.js';

interface AnswerProps {
  id: number;
  number: string | null;
  onClose(): void;
}

/** The client said yes by phone or mail: notes who it was. */
export function AcceptDialog({ id, number, onClose }: AnswerProps) {
  const { t } = useTranslation('sales');
  const field = useId();
  const refresh = useRefresh();
  const [name, setName] = useState<string | null>(null);
  return (
    <FormDialog
      title={t('accept.title', { number })}
      submitLabel={t('accept.submit')}
      fields={['name']}
      onClose={onClose}
      onSubmit={async () => {
        await call(quoteEndpoints.accept, { params: { id }, body: name?.trim() ? { name: name.trim() } : {} });
        await refresh();
        onClose();
      }}
    >
      {(errors) => (
        <PlainField
          id={field}
          name="name"
          label={t('accept.name')}
          field={{ kind: 'text', max: 250 }}
          value={name}
          onChange={(value) => setName(value as string | null)}
          error={errors.name}
          help={t('accept.nameHelp')}
          autoFocus
        />
      )}
    </FormDialog>
  );
}

/** The client said no: notes why, as far as it is known. */
export function DeclineDialog({ id, number, onClose }: AnswerProps) {
  const { t } = useTranslation('sales');
  const field = useId();
  const refresh = useRefresh();
  const draft = useDraft<string | null>(`sales.decline:${id}`, null);
  const reason = draft.value;
  return (
    <FormDialog
      title={t('decline.title', { number })}
      submitLabel={t('decline.submit')}
      look="dangerFilled"
      fields={['reason']}
      draft={draft}
      onClose={onClose}
      onSubmit={async () => {
        await call(quoteEndpoints.decline, { params: { id }, body: reason?.trim() ? { reason: reason.trim() } : {} });
        await refresh();
        onClose();
      }}
    >
      {(errors) => (
        <PlainField
          id={field}
          name="reason"
          label={t('decline.reason')}
          field={{ kind: 'longText', max: 1000 }}
          value={reason}
          onChange={(value) => draft.set(value as string | null)}
          error={errors.reason}
          autoFocus
        />
      )}
    </FormDialog>
  );
}
