import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type RecordFile, recordFileEndpoints } from '../../../server/contracts/core/files.js';
import { Button } from '../../ui/button.js';
import { cx } from '../../ui/cx.js';
import { Dialog } from '../../ui/dialog.js';
import p from '../../ui/pieces.module.css';
import { ApiProblem, call } from '../api.js';
import { FormProblem } from '../form/field.js';
import { useProblemWords } from '../words.js';

/** `contract.pdf` → `contract` and `.pdf`: what opens the file is not renamed by accident. */
const partsOf = (name: string): [string, string] => {
  const at = name.lastIndexOf('.');
  return at > 0 && name.length - at <= 12 ? [name.slice(0, at), name.slice(at)] : [name, ''];
};

export function RenameDialog({ file, onClose }: { file: RecordFile; onClose: () => void }) {
  const { t } = useTranslation('core');
  const words = useProblemWords('form');
  const client = useQueryClient();
  const htmlId = useId();
  const [stem, ending] = partsOf(file.name);
  const [name, setName] = useState(stem);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async () => {
    if (busy) return;
    if (name.trim() === '') return setProblem(t('files.nameNeeded'));
    setBusy(true);
    try {
      await call(recordFileEndpoints.rename, { params: { id: file.id }, body: { name: `${name.trim()}${ending}` } });
      await client.invalidateQueries({ queryKey: [file.recordType] });
      onClose();
    } catch (error) {
      setProblem(error instanceof ApiProblem ? (error.errors[0]?.message ?? words(error)) : words(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      opened
      title={t('files.renameTitle')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" busy={busy} type="submit" form={htmlId}>
            {t('files.rename')}
          </Button>
        </>
      }
    >
      <form
        id={htmlId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <label>
          {t('files.name')}
          <input
            className={cx(p.input)}
            value={name}
            maxLength={200 - ending.length}
            aria-invalid={problem ? true : undefined}
            data-autofocus
            onChange={(event) => {
              setName(event.target.value);
              setProblem(null);
            }}
          />
        </label>
        {ending !== '' && <p className={p.message}>{t('files.ending', { ending })}</p>}
        <FormProblem>{problem}</FormProblem>
      </form>
    </Dialog>
  );
}
