import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shipmentEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import type { Shipment } from '../../../../server/contracts/sales/records.js';
import { url } from '../../../core/address.js';
import { call } from '../../../core/api.js';
import { Comments } from '../../../core/comments/comments.js';
import { FilesSection } from '../../../core/files/files-section.js';
import { useLive } from '../../../core/live.js';
import { useRouteParams } from '../../../core/navigation.js';
import { ListPage } from '../../../core/records/list-page.js';
import page from '../../../core/records/list-page.module.css';
import { Missing } from '../../../core/records/missing.js';
import { RecordConflict } from '../../../core/records/record-conflict.js';
import type { StepProps } from '../../../core/records/step-props.js';
import { useKindDefs } from '../../../core/records/use-kind-defs.js';
import { useFieldSaving, useRecord } from '../../../core/records/use-records.js';
import { useWhoSees } from '../../../core/records/who-sees.js';
import { useMay, useMayFor } from '../../../core/session.js';
import { confirm, showNote, showUndo } from '../../../ui/feedback.js';
import { pickDefs } from '../../../ui/fields/field-def.js';
import { FieldsPanel } from '../../../ui/fields/fields-panel.js';
import { RecordPanel } from '../../../ui/record/record-panel.js';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { useFormat } from '../../../ui/ui-context.js';
import { ChooseDeal } from '../documents/choose-deal.js';
import { shipmentKind } from '../kinds.js';
import { useIsOwnSlip } from '../records/own-slip.js';
import { SalesSections } from '../records/section-nav.js';
import { useWork } from '../records/use-work.js';
import { ShipDialog } from './ship-dialog.js';
import s from './shipped-rows.module.css';

/** What went out with one shipment. */
function ShippedRows({ shipment }: { shipment: Shipment }) {
  const { t } = useTranslation('sales');
  const f = useFormat();
  return (
    <table className={s.table}>
      <thead>
        <tr>
          <th scope="col">{t('shipment.item')}</th>
          <th scope="col">{t('shipment.quantity')}</th>
        </tr>
      </thead>
      <tbody>
        {shipment.rows.map((row) => (
          <tr key={row.id}>
            <td>{row.name}</td>
            <td>{f.quantity(row.quantity)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ShipmentPanel({ id, onClose, ...step }: StepProps) {
  const { t } = useTranslation('sales');
  const mayFor = useMayFor();
  const work = useWork();
  const isOwnSlip = useIsOwnSlip('shipment');
  const whoSees = useWhoSees();
  const query = useRecord<Shipment>('sales.shipment', shipmentEndpoints.get, id);
  useLive('sales.shipment');
  const shipment = query.data;
  const mayDelete = shipment !== undefined && mayFor('sales.shipment.delete', shipment.ownerId);
  const defs = useKindDefs(shipmentKind.declaration);
  const saving = useFieldSaving<Shipment>('sales.shipment', shipmentEndpoints.change, shipment);
  const remove = async () => {
    const { number } = shipment as Shipment;
    if (!(await confirm({ title: t('shipment.deleteOne', { number }), text: t('shipment.deleteText'), action: t('shipment.delete'), danger: true }))) return;
    const [text, params] = [t('shipment.deleted', { number }), { id }];
    if (!(await work(() => call(mayDelete ? shipmentEndpoints.remove : shipmentEndpoints.takeOwnBack, { params })))) return;
    onClose();
    if (mayDelete) showUndo({ text, onUndo: () => work.undo(() => call(shipmentEndpoints.restore, { params })) });
    else showNote({ text });
  };
  const words = (name: string, values: Record<string, unknown>) => String(values[name] ?? t('conflict.nothing'));
  return (
    <>
      <RecordPanel
        opened
        {...step}
        onClose={onClose}
        title={shipment?.number ?? t('shipment.one')}
        overline={t('shipment.one')}
        address={url(`/sales/shipments/${id}`)}
        menu={
          shipment
            ? [
                ...whoSees('sales.shipment', id, shipment.number),
                ...(mayDelete || isOwnSlip(shipment)
                  ? [{ id: 'delete', label: t('shipment.delete'), icon: 'trash' as const, danger: true, onSelect: () => void remove() }]
                  : []),
              ]
            : []
        }
      >
        {shipment ? (
          <div className={page.panel}>
            <FieldsPanel
              groups={[{ title: t('shipment.one'), fields: pickDefs(defs, ['day', 'tracking', 'dealId', 'invoiceId', 'ownerId']) }]}
              values={shipment}
              canEdit={mayFor('sales.shipment.change', shipment.ownerId)}
              onSave={saving.save}
            />
            <ShippedRows shipment={shipment} />
            <FilesSection recordType="sales.shipment" recordId={id} title={shipment.number ?? t('shipment.one')} />
            <Comments type="sales.shipment" id={id} title={shipment.number} ownerId={shipment.ownerId} />
          </div>
        ) : query.isError ? (
          <Missing error={query.error} back="/sales/shipments" onRetry={() => void query.refetch()} />
        ) : (
          <SkeletonRows rows={6} label={t('loading')} />
        )}
      </RecordPanel>
      {saving.conflict && (
        <RecordConflict
          type="sales.shipment"
          id={id}
          fields={Object.keys(saving.conflict.mine).map((name) => ({
            name,
            label: t([`shipment.field.${name}`, `field.${name}`]),
            mine: words(name, saving.conflict?.mine ?? {}),
            theirs: words(name, saving.conflict?.theirs ?? {}),
          }))}
          onSave={(choice) => void saving.settle(choice)}
          onClose={saving.dismiss}
        />
      )}
    </>
  );
}

export default function ShipmentsPage() {
  const { t } = useTranslation('sales');
  const may = useMay();
  const { id } = useRouteParams();
  const openId = id ? Number(id) : null;
  const [choosing, setChoosing] = useState(false);
  const [dealId, setDealId] = useState<number | null>(null);
  return (
    <>
      <ListPage
        kind={shipmentKind}
        nav={<SalesSections current="/sales/shipments" />}
        openId={openId}
        begin={may('sales.shipment.create') ? { label: t('ship.action'), icon: 'truck', onClick: () => setChoosing(true) } : undefined}
      >
        {({ steps, close }) => openId !== null && <ShipmentPanel {...steps} id={openId} onClose={close} />}
      </ListPage>
      {choosing && (
        <ChooseDeal
          title={t('ship.action')}
          onDeal={(deal) => {
            setChoosing(false);
            setDealId(deal);
          }}
          onClose={() => setChoosing(false)}
        />
      )}
      {dealId !== null && <ShipDialog dealId={dealId} onClose={() => setDealId(null)} />}
    </>
  );
}
