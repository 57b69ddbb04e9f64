import { useRecordFiles } from '../files/use-record-files.js';
import type { RecordTab } from '../module.js';

/** The tabs that core itself gives to records of every kind. */
export const coreTabs = (recordType: string): RecordTab[] => [
  {
    recordType,
    id: 'files',
    labelKey: 'files.title',
    load: () => import('../files/files-tab.js'),
    useCount: (recordId) => useRecordFiles(recordType, recordId).data?.items.length,
  },
];
