import { useTranslation } from 'react-i18next';
import type { StoredFile } from '../../../server/contracts/core/files.js';
import { IconButton } from '../../ui/button.js';
import { cx } from '../../ui/cx.js';
import { Icon } from '../../ui/icon.js';
import { useFormat } from '../../ui/ui-context.js';
import { useProblemWords } from '../words.js';
import { FileFace } from './file-face.js';
import s from './files.module.css';
import { cancelUpload, isUnderWay, mayRetry, retryUpload, type Upload } from './uploads.js';
import { usePreview } from './use-preview.js';

/** Files in a row, as below a comment: a press opens one. @param onRemove offers to take one away. */
export function FileChips({ files, onRemove }: { files: readonly StoredFile[]; onRemove?: (file: StoredFile) => void }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const preview = usePreview(files);
  if (files.length === 0) return null;
  return (
    <ul className={s.chips} aria-label={t('files.title')}>
      {files.map((file) => (
        <li key={file.id} className={s.chip}>
          <button type="button" className={s.chipLink} onClick={() => preview.open(file)}>
            <FileFace file={file} />
            <span className={s.chipWords}>
              <b>{file.name}</b>
              <small>{f.size(file.size)}</small>
            </span>
          </button>
          {onRemove && <IconButton icon="x" label={t('files.remove', { name: file.name })} onClick={() => onRemove(file)} />}
        </li>
      ))}
      {preview.dialog}
    </ul>
  );
}

/** How one file on its way stands, in words. */
function Standing({ of: upload }: { of: Upload }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const problemWords = useProblemWords();
  const { state, sent, size } = upload;
  if (state === 'failed')
    return (
      <span className={s.failed}>
        <Icon name="alert" size={14} /> {problemWords(upload.problem)}
      </span>
    );
  if (state === 'done') return <span>{f.size(size)}</span>;
  if (state === 'waiting') return <span>{t('files.waiting')}</span>;
  if (state === 'stalled') return <span>{t('files.stalled')}</span>;
  return <span>{t('files.sent', { sent: f.size(sent), size: f.size(size) })}</span>;
}

/** Files on their way, each with how far it is, a way to stop it, and one to try again. */
export function UploadChips({ uploads }: { uploads: readonly Upload[] }) {
  const { t } = useTranslation('core');
  if (uploads.length === 0) return null;
  return (
    <ul className={s.chips} aria-label={t('files.uploads')}>
      {uploads.map((upload) => {
        const { key, name, size, sent, state } = upload;
        const goesOn = isUnderWay(upload);
        return (
          <li key={key} className={cx(s.chip, s.upload)}>
            <FileFace file={upload} />
            <span className={s.chipWords}>
              <b>{name}</b>
              <small>
                <Standing of={upload} />
              </small>
            </span>
            {state === 'failed' && mayRetry(upload) && <IconButton icon="refresh" label={t('files.retry', { name })} onClick={() => retryUpload(key)} />}
            <IconButton icon="x" label={t(goesOn ? 'files.stop' : 'files.drop', { name })} onClick={() => cancelUpload(key)} />
            {goesOn && (
              <span
                className={s.meter}
                role="progressbar"
                aria-label={t('files.progress', { name })}
                aria-valuemin={0}
                aria-valuemax={100}
                aria-valuenow={size === 0 ? 0 : Math.floor((sent / size) * 100)}
              >
                <i style={{ width: `${size === 0 ? 0 : (sent / size) * 100}%` }} />
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
