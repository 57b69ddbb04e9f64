import tab from '../../ui/record/tab-parts.module.css';
import { RecordFiles } from './record-files.js';

/** The files of a record, as a tab of its own. */
export default function FilesTab({ recordType, recordId }: { recordType: string; recordId: number }) {
  return (
    <div className={tab.tab}>
      <RecordFiles recordType={recordType} recordId={recordId} />
    </div>
  );
}
