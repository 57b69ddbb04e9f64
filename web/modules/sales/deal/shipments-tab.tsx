import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shipmentEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { isMissing, Missing } from '../../../core/records/missing.js';
import { useRecordList } from '../../../core/records/use-records.js';
import { useMay } from '../../../core/session.js';
import { Button } from '../../../ui/button.js';
import { Day } from '../../../ui/cells.js';
import { cx } from '../../../ui/cx.js';
import { Link } from '../../../ui/link.js';
import s from '../../../ui/record/tab-parts.module.css';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { useFormat } from '../../../ui/ui-context.js';
import type { ShipmentLine } from '../kinds.js';
import { ShipDialog, useShipmentState } from '../shipments/ship-dialog.js';
import r from '../shipments/shipped-rows.module.css';

/** What the client ordered, what went out, what is still to go; and the shipments. */
export default function ShipmentsTab({ recordId }: { recordType: string; recordId: number }) {
  const { t } = useTranslation('sales');
  const f = useFormat();
  const may = useMay();
  const state = useShipmentState(recordId);
  const list = useRecordList<ShipmentLine>('sales.shipment', shipmentEndpoints.list, { dealId: recordId, sort: '-createdAt' });
  const [shipping, setShipping] = useState(false);
  if (isMissing(state)) return <Missing error={state.error} back="/crm/deals" onRetry={() => void state.refetch()} />;
  if (!state.data) return <SkeletonRows rows={3} label={t('loading')} />;
  const { rows } = state.data;
  return (
    <div className={s.tab}>
      <section className={s.section}>
        <div className={s.head}>
          <h2>{t('shipment.ordered')}</h2>
          {may('sales.shipment.create') && rows.some((row) => row.open > 0) && (
            <Button icon="truck" onClick={() => setShipping(true)}>
              {t('ship.part')}
            </Button>
          )}
        </div>
        {rows.length === 0 ? (
          <p className={s.none}>{t('deal.nothingOrdered')}</p>
        ) : (
          <table className={r.table}>
            <thead>
              <tr>
                <th scope="col">{t('shipment.item')}</th>
                <th scope="col">{t('shipment.orderedQuantity')}</th>
                <th scope="col">{t('shipment.shipped')}</th>
                <th scope="col">{t('shipment.open')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.quoteRowId}>
                  <td>{row.name}</td>
                  <td>{f.quantity(row.quantity)}</td>
                  <td>{f.quantity(row.shipped)}</td>
                  <td className={cx(row.open > 0 ? r.open : r.done)}>{row.open > 0 ? f.quantity(row.open) : t('shipment.allOut')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      {list.items.length > 0 && (
        <section className={s.section}>
          <div className={s.head}>
            <h2>{t('shipment.plural')}</h2>
          </div>
          <ul className={s.lines}>
            {list.items.map((shipment) => (
              <li key={shipment.id} className={s.line}>
                <Link to={`/sales/shipments/${shipment.id}`}>{shipment.number}</Link>
                <Day value={shipment.day} />
                <span className={s.grow}>{shipment.tracking}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {shipping && <ShipDialog dealId={recordId} onClose={() => setShipping(false)} />}
    </div>
  );
}
