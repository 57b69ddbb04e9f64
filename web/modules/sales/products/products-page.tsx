import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { productEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { useLive } from '../../../core/live.js';
import { useGo, useRouteParams } from '../../../core/navigation.js';
import { sendOrWait } from '../../../core/offline/outbox.js';
import { EditPanel } from '../../../core/records/edit-panel.js';
import { ListPage } from '../../../core/records/list-page.js';
import { useKindDefs } from '../../../core/records/use-kind-defs.js';
import { useMay } from '../../../core/session.js';
import { RecordForm } from '../../../ui/fields/record-form.js';
import { useFormat } from '../../../ui/ui-context.js';
import { productKind } from '../kinds.js';
import { SalesSections } from '../records/section-nav.js';
import { useRefresh } from '../records/use-work.js';

/** The catalogue: what is offered, at which price and tax. */
export default function ProductsPage() {
  const { t } = useTranslation('sales');
  const f = useFormat();
  const may = useMay();
  const go = useGo();
  const refresh = useRefresh();
  const { id } = useRouteParams();
  const openId = id ? Number(id) : null;
  const defs = useKindDefs(productKind.declaration);
  const [creating, setCreating] = useState(false);
  useLive('sales.product');
  return (
    <>
      <ListPage
        kind={productKind}
        nav={<SalesSections current="/sales/products" />}
        openId={openId}
        begin={may('sales.product.create') ? { label: t('product.new'), icon: 'plus', onClick: () => setCreating(true) } : undefined}
        second={may('sales.product.import') ? { label: t('product.import'), icon: 'upload', onClick: () => go('/crm/import?kind=products') } : undefined}
      >
        {({ steps, close }) =>
          openId !== null && (
            <EditPanel
              {...steps}
              id={openId}
              onClose={close}
              kind={productKind}
              endpoints={productEndpoints}
              groups={[
                { title: 'product.one', fields: ['name', 'code', 'series', 'description'] },
                { title: 'product.selling', fields: ['price', 'unit', 'taxRate', 'isActive'] },
              ]}
              amount={(product) => f.money(product.price)}
            />
          )
        }
      </ListPage>
      <RecordForm
        opened={creating}
        title={t('product.new')}
        defs={defs.filter((def) => def.name !== 'isActive')}
        first={['name', 'price', 'unit', 'taxRate', 'code']}
        draftKey="sales.product.new"
        submitLabel={t('product.create')}
        onSubmit={async (values) => {
          const what = [t('product.one'), values.name].join(' · ');
          const made = await sendOrWait(productEndpoints.create, { body: values as never }, { what, types: ['sales.product'] });
          setCreating(false);
          await refresh();
          if (made) go(`/sales/products/${made.id}`);
        }}
        onClose={() => setCreating(false)}
      />
    </>
  );
}
