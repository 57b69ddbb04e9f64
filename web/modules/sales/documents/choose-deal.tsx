import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../core/form/form-dialog.js';
import { PlainField } from './plain-field.js';

/** A document always belongs to a deal: asks for which. */
export function ChooseDeal({ title, onDeal, onClose }: { title: string; onDeal(id: number): void; onClose(): void }) {
  const { t } = useTranslation('sales');
  const id = useId();
  const [deal, setDeal] = useState<number | null>(null);
  const [missing, setMissing] = useState(false);
  return (
    <FormDialog
      title={title}
      submitLabel={t('chooseDeal.submit')}
      onClose={onClose}
      onSubmit={async () => {
        if (deal === null) setMissing(true);
        else onDeal(deal);
      }}
    >
      {() => (
        <PlainField
          id={id}
          name="dealId"
          label={t('field.dealId')}
          field={{ kind: 'ref', type: 'crm.deal', required: true }}
          value={deal}
          onChange={(value) => {
            setDeal(value as number | null);
            setMissing(false);
          }}
          error={missing ? t('chooseDeal.missing') : undefined}
          help={t('chooseDeal.help')}
          autoFocus
        />
      )}
    </FormDialog>
  );
}
