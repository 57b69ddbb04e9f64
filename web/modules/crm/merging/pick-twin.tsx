import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRecord } from '../../../core/records/use-records.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { LabelledField } from '../../../ui/fields/labelled-field.js';
import convert from '../leads/convert-dialog.module.css';
import { type CrmKind, type CrmRecord, typeOf } from '../records/crm-kind.js';
import { useAlikeItems } from '../records/use-alike.js';

/** Asks with which other record one is merged: those that look like it are offered first. */
export function PickTwin<T extends CrmRecord>({ kind, id, onPick, onClose }: { kind: CrmKind<T>; id: number; onPick(id: number): void; onClose(): void }) {
  const { t } = useTranslation('crm');
  const record = useRecord<T>(typeOf(kind), kind.endpoints.get, id).data;
  const alike = useAlikeItems(kind, record ? ({ ...record } as unknown as Record<string, unknown>) : null, id);
  const [chosen, setChosen] = useState<number | null>(null);
  const picked = chosen ?? alike[0]?.id ?? null;
  const isOther = picked !== null && !alike.some((one) => one.id === picked);
  return (
    <Dialog
      opened
      title={t('merge.with', { title: record?.title ?? '', interpolation: { escapeValue: false } })}
      onClose={onClose}
      onSubmit={() => picked !== null && picked !== id && onPick(picked)}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" look="primary" disabled={picked === null || picked === id}>
            {t('merge.compare')}
          </Button>
        </>
      }
    >
      {alike.length > 0 && (
        <fieldset className={convert.which}>
          <legend>{t(`convert.which.${kind.name}`)}</legend>
          {alike.map((one) => (
            <label key={one.id} className={convert.tick}>
              <input type="radio" name="twin" checked={picked === one.id} onChange={() => setChosen(one.id)} />
              <span>
                {one.title} <span className={convert.because}>{one.because.map((why) => t(`because.${why}`)).join(', ')}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <LabelledField
        id="merge-twin"
        def={{ name: 'twin', label: t(alike.length > 0 ? 'merge.another' : `merge.pick.${kind.name}`), field: { kind: 'ref', type: typeOf(kind) } }}
        required
        value={isOther ? picked : null}
        onChange={(value) => setChosen(value as number | null)}
      />
    </Dialog>
  );
}
