import { useQuery } from '@tanstack/react-query';
import { useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ShipmentState, shipmentEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { shipment } from '../../../../server/contracts/sales/records.js';
import { call } from '../../../core/api.js';
import { FormDialog } from '../../../core/form/form-dialog.js';
import { useLive } from '../../../core/live.js';
import { useDraft } from '../../../ui/draft/use-draft.js';
import { showUndo } from '../../../ui/feedback.js';
import { FieldMessage } from '../../../ui/fields/labelled-field.js';
import { NumberEdit } from '../../../ui/fields/number-edit.js';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { useFormat } from '../../../ui/ui-context.js';
import { PlainField } from '../documents/plain-field.js';
import { useToday } from '../records/cells.js';
import { useRefresh, useWork } from '../records/use-work.js';
import s from './ship-dialog.module.css';

/** What was ordered by a deal's client, and how much of it went out. */
export function useShipmentState(dealId: number | null) {
  useLive('sales.shipment');
  return useQuery({
    queryKey: ['sales.shipment', 'list', 'state', dealId],
    queryFn: () => call(shipmentEndpoints.state, { query: { dealId: dealId as number } }),
    enabled: dealId !== null,
  });
}

interface ShipDialogProps {
  dealId: number;
  /** The invoice from which it is shipped, to be named with the shipment. */
  invoiceId?: number;
  onClose(): void;
}

type OpenRow = ShipmentState['rows'][number];

interface Typed {
  quantities: Record<number, number | null>;
  tracking: string | null;
  day: string | null;
}

function ShipForm({ of, rows, onClose }: { of: ShipDialogProps; rows: readonly OpenRow[]; onClose(): void }) {
  const { t } = useTranslation('sales');
  const f = useFormat();
  const id = useId();
  const refresh = useRefresh();
  const work = useWork();
  const today = useToday();
  const initial = useMemo<Typed>(
    () => ({ quantities: Object.fromEntries(rows.map((row) => [row.quoteRowId, row.open])), tracking: null, day: today }),
    [rows, today],
  );
  const draft = useDraft(`sales.shipment.new:${of.invoiceId === undefined ? `deal:${of.dealId}` : of.invoiceId}`, initial);
  const { quantities, tracking, day } = draft.value;
  const set = (change: Partial<Typed>) => draft.set({ ...draft.value, ...change });
  const [wrong, setWrong] = useState<Record<number, string>>({});
  const [nothing, setNothing] = useState(false);
  const chosen = rows.filter((row) => (quantities[row.quoteRowId] ?? 0) > 0);
  const submit = async () => {
    if (Object.keys(wrong).length > 0) return;
    if (chosen.length === 0) return setNothing(true);
    const made = await call(shipmentEndpoints.create, {
      body: {
        ...(of.invoiceId === undefined ? { dealId: of.dealId } : { invoiceId: of.invoiceId }),
        rows: chosen.map((row) => ({ quoteRowId: row.quoteRowId, quantity: quantities[row.quoteRowId] as number })),
        ...(tracking?.trim() ? { tracking: tracking.trim() } : {}),
        ...(day ? { day } : {}),
      },
    });
    await refresh();
    onClose();
    showUndo({
      text: t('ship.done', { number: made.number }),
      onUndo: () => work.undo(() => call(shipmentEndpoints.takeOwnBack, { params: { id: made.id } })),
    });
  };
  return (
    <FormDialog title={t('ship.title')} submitLabel={t('ship.submit')} fields={['rows', 'tracking', 'day']} draft={draft} onSubmit={submit} onClose={onClose}>
      {(errors) => (
        <>
          {nothing && <FieldMessage look="bad">{t('ship.nothing')}</FieldMessage>}
          <ul className={s.rows}>
            {rows.map((row) => {
              const key = row.quoteRowId;
              const message = wrong[key] ?? errors[`rows.${chosen.indexOf(row)}.quantity`];
              return (
                <li key={key} className={s.row}>
                  <label htmlFor={`${id}-${key}`} className={s.name}>
                    {row.name}
                  </label>
                  <span className={s.edit}>
                    <NumberEdit
                      id={`${id}-${key}`}
                      decimals={3}
                      min={0}
                      value={quantities[key] ?? null}
                      invalid={Boolean(message)}
                      describedBy={`${id}-${key}-message`}
                      onChange={(value, problem) => {
                        setNothing(false);
                        set({ quantities: { ...quantities, [key]: value } });
                        setWrong(({ [key]: _, ...others }) => (problem ? { ...others, [key]: problem } : others));
                      }}
                    />
                  </span>
                  <span id={`${id}-${key}-message`} className={message ? s.bad : s.open}>
                    {message ?? t('ship.open', { count: row.open, open: f.quantity(row.open), quantity: f.quantity(row.quantity) })}
                  </span>
                </li>
              );
            })}
          </ul>
          <PlainField
            id={`${id}-tracking`}
            name="tracking"
            label={t('shipment.field.tracking')}
            field={shipment.fields.tracking}
            value={tracking}
            onChange={(value) => set({ tracking: value as string | null })}
            error={errors.tracking}
          />
          <PlainField
            id={`${id}-day`}
            name="day"
            label={t('shipment.field.day')}
            field={{ kind: 'day', required: true }}
            value={day}
            onChange={(value) => set({ day: value as string | null })}
            error={errors.day}
          />
        </>
      )}
    </FormDialog>
  );
}

/** Notes what goes out to the client: all that is open, or a part. */
export function ShipDialog(props: ShipDialogProps) {
  const { dealId, onClose } = props;
  const { t } = useTranslation('sales');
  const state = useShipmentState(dealId);
  // What somebody else ships meanwhile must not empty the form; the server checks what is still open.
  const [rows, setRows] = useState<readonly OpenRow[] | null>(null);
  if (rows === null && state.data && !state.isFetching) setRows(state.data.rows.filter((row) => row.open > 0));
  if (rows !== null && rows.length > 0) return <ShipForm of={props} rows={rows} onClose={onClose} />;
  return (
    <FormDialog title={t('ship.title')} submitLabel={t('close')} onSubmit={async () => onClose()} onClose={onClose}>
      {() => (rows === null ? <SkeletonRows rows={3} label={t('loading')} /> : <p>{t('ship.allOut')}</p>)}
    </FormDialog>
  );
}
