import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { productEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import type { Product } from '../../../../server/contracts/sales/records.js';
import { url } from '../../../core/address.js';
import { call } from '../../../core/api.js';
import { Comments } from '../../../core/comments/comments.js';
import { useLive } from '../../../core/live.js';
import { useGo, useRouteParams } from '../../../core/navigation.js';
import { RecordConflict } from '../../../core/records/record-conflict.js';
import { useFieldSaving, useRecord } from '../../../core/records/use-records.js';
import { useMay } from '../../../core/session.js';
import { confirm, showUndo } from '../../../ui/feedback.js';
import { pickDefs } from '../../../ui/fields/field-def.js';
import { FieldView } from '../../../ui/fields/field-view.js';
import { FieldsPanel } from '../../../ui/fields/fields-panel.js';
import { RecordForm } from '../../../ui/fields/record-form.js';
import { RecordPanel } from '../../../ui/record/record-panel.js';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { useFormat } from '../../../ui/ui-context.js';
import { Missing } from '../documents/missing.js';
import { productKind } from '../kinds.js';
import { ListPage } from '../records/list-page.js';
import s from '../records/list-page.module.css';
import { type StepProps, stepsAround } from '../records/step-props.js';
import { useSalesDefs } from '../records/use-sales-defs.js';
import { useRefresh, useWork } from '../records/use-work.js';

function ProductPanel({ id, onClose, ...step }: StepProps) {
  const { t } = useTranslation('sales');
  const f = useFormat();
  const may = useMay();
  const work = useWork();
  const query = useRecord<Product>('sales.product', productEndpoints.get, id);
  const defs = useSalesDefs(productKind.declaration);
  const product = query.data;
  const saving = useFieldSaving<Product>('sales.product', productEndpoints.change, product);
  const remove = async () => {
    const { name } = product as Product;
    if (!(await confirm({ title: t('product.deleteOne', { name }), text: t('product.deleteText'), action: t('delete.action'), danger: true }))) return;
    if (!(await work(() => call(productEndpoints.remove, { params: { id } })))) return;
    onClose();
    showUndo({ text: t('product.deleted', { name }), onUndo: () => void work(() => call(productEndpoints.restore, { params: { id } })) });
  };
  const shown = (name: string, values: Record<string, unknown>) => {
    const def = defs.find((one) => one.name === name);
    return def ? <FieldView def={def} value={values[name]} /> : String(values[name]);
  };
  return (
    <>
      <RecordPanel
        opened
        {...step}
        onClose={onClose}
        title={product?.name ?? t('product.one')}
        overline={t('product.one')}
        amount={product ? f.money(product.price) : undefined}
        address={url(`/sales/products/${id}`)}
        menu={
          product && may('sales.product.delete')
            ? [{ id: 'delete', label: t('delete.action'), icon: 'trash', danger: true, onSelect: () => void remove() }]
            : []
        }
      >
        {product ? (
          <div className={s.panel}>
            <FieldsPanel
              groups={[
                { title: t('product.one'), fields: pickDefs(defs, ['name', 'code', 'series', 'description']) },
                { title: t('product.selling'), fields: pickDefs(defs, ['price', 'unit', 'taxRate', 'isActive']) },
              ]}
              values={product}
              canEdit={may('sales.product.change')}
              onSave={saving.save}
            />
            <Comments type="sales.product" id={id} title={product.name} />
          </div>
        ) : query.isError ? (
          <Missing error={query.error} back="/sales/products" onRetry={() => void query.refetch()} />
        ) : (
          <SkeletonRows rows={8} label={t('loading')} />
        )}
      </RecordPanel>
      {saving.conflict && (
        <RecordConflict
          type="sales.product"
          id={id}
          history={productEndpoints.history}
          fields={Object.keys(saving.conflict.mine).map((name) => ({
            name,
            label: defs.find((def) => def.name === name)?.label ?? name,
            mine: shown(name, saving.conflict?.mine ?? {}),
            theirs: shown(name, saving.conflict?.theirs ?? {}),
          }))}
          onSave={(choice) => void saving.settle(choice)}
          onClose={saving.dismiss}
        />
      )}
    </>
  );
}

/** The catalogue: what is offered, at which price and tax. */
export default function ProductsPage() {
  const { t } = useTranslation('sales');
  const may = useMay();
  const go = useGo();
  const refresh = useRefresh();
  const { id } = useRouteParams();
  const openId = id ? Number(id) : null;
  const defs = useSalesDefs(productKind.declaration);
  const [creating, setCreating] = useState(false);
  useLive('sales.product');
  return (
    <>
      <ListPage
        kind={productKind}
        openId={openId}
        begin={may('sales.product.create') ? { label: t('product.new'), icon: 'plus', onClick: () => setCreating(true) } : undefined}
        second={may('sales.product.import') ? { label: t('product.import'), icon: 'upload', onClick: () => go('/crm/import?kind=products') } : undefined}
      >
        {({ ids, open, close }) => openId !== null && <ProductPanel {...stepsAround(openId, ids, open)} id={openId} onClose={close} />}
      </ListPage>
      <RecordForm
        opened={creating}
        title={t('product.new')}
        defs={defs.filter((def) => def.name !== 'isActive')}
        first={['name', 'price', 'unit', 'taxRate', 'code']}
        draftKey="sales.product.new"
        submitLabel={t('product.create')}
        onSubmit={async (values) => {
          const made = await call(productEndpoints.create, { body: values as never });
          setCreating(false);
          await refresh();
          go(`/sales/products/${made.id}`);
        }}
        onClose={() => setCreating(false)}
      />
    </>
  );
}
