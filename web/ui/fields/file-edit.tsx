import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoredFile } from '../../../server/contracts/core/files.js';
import { IconButton } from '../button.js';
import { cx } from '../cx.js';
import p from '../pieces.module.css';
import { useFormat, useReference, useUi } from '../ui-context.js';
import { type ControlProps, nativeProps } from './control.js';
import s from './edits.module.css';

/** One file of core's store; uploading happens as soon as it is chosen. */
export function FileEdit({ onDone, ...props }: ControlProps<number | null> & { onDone?: (() => void) | undefined }) {
  const { t } = useTranslation('ui');
  const f = useFormat();
  const { upload } = useUi();
  const known = useReference('core.file', props.value);
  const [stored, setStored] = useState<StoredFile | null>(null);
  const [busy, setBusy] = useState(false);
  const take = async (file: File | undefined) => {
    if (!file || !upload) return;
    setBusy(true);
    try {
      const made = await upload(file);
      setStored(made);
      props.onChange(made.id);
      onDone?.();
    } catch {
      props.onChange(props.value, t('fields.uploadFailed', { name: file.name }));
    } finally {
      setBusy(false);
    }
  };
  const name = stored?.id === props.value ? `${stored.name}, ${f.size(stored.size)}` : known?.title;
  return (
    <span className={s.file}>
      {props.value !== null && <span>{name ?? '…'}</span>}
      <label className={cx(p.btn)}>
        {t(busy ? 'fields.uploading' : props.value === null ? 'fields.chooseFile' : 'fields.otherFile')}
        <input {...nativeProps(props)} type="file" disabled={busy || !upload} onChange={(event) => void take(event.target.files?.[0])} />
      </label>
      {props.value !== null && !props.required && (
        <IconButton
          icon="x"
          label={t('fields.clear')}
          onClick={() => {
            props.onChange(null);
            onDone?.();
          }}
        />
      )}
    </span>
  );
}
