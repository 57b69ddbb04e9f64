import { useTranslation } from 'react-i18next';
import s from './files.module.css';
import { RecordDrop } from './record-drop.js';
import { RecordFiles } from './record-files.js';

/** The files of a record that has no tabs, below what else stands on its page. */
export function FilesSection({ recordType, recordId, title }: { recordType: string; recordId: number; title: string }) {
  const { t } = useTranslation('core');
  return (
    <div className={s.section}>
      <h2>{t('files.title')}</h2>
      <RecordFiles recordType={recordType} recordId={recordId} />
      <RecordDrop type={recordType} id={recordId} title={title} />
    </div>
  );
}
