import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icon.js';
import s from './files.module.css';
import { addUploads, recordTarget } from './uploads.js';
import { useFilesAnywhere } from './use-file-drop.js';
import { useRecordFiles } from './use-record-files.js';

/**
 * Takes files that are dropped anywhere on the page of a record that the person may change, or pasted there, and puts them to it.
 * @param onTaken shows where they are on their way.
 */
export function RecordDrop({ type, id, title, onTaken }: { type: string; id: number; title: string; onTaken?: () => void }) {
  const { t } = useTranslation('core');
  const take = (files: File[]) => {
    addUploads(recordTarget(type, id), files);
    onTaken?.();
  };
  const over = useFilesAnywhere(useRecordFiles(type, id).data?.mayChange ? take : undefined);
  if (!over) return null;
  return createPortal(
    <div className={s.overlay}>
      <p>
        <Icon name="upload" size={20} /> {t('files.dropHere', { title })}
      </p>
    </div>,
    document.body,
  );
}
