import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icon.js';
import s from './files.module.css';
import { addUploads, recordTarget } from './uploads.js';
import { useFilesAnywhere } from './use-file-drop.js';

/**
 * Takes files that are dropped anywhere on a record's page, or pasted there, and puts them to the record.
 * @param onTaken shows where they are on their way.
 */
export function RecordDrop({ type, id, title, mayChange, onTaken }: { type: string; id: number; title: string; mayChange: boolean; onTaken?: () => void }) {
  const { t } = useTranslation('core');
  const take = (files: File[]) => {
    addUploads(recordTarget(type, id), files);
    onTaken?.();
  };
  const over = useFilesAnywhere(mayChange ? take : undefined);
  if (!over) return null;
  return createPortal(
    <div className={s.overlay}>
      <p>
        <Icon name="upload" size={20} /> {t('files.dropHere', { title, interpolation: { escapeValue: false } })}
      </p>
    </div>,
    document.body,
  );
}
