import { useRecordFiles } from '../files/use-record-files.js';
import type { RecordTab } from '../module.js';

/** The tabs that core itself gives to records of every kind. */
export const coreTabs = (recordType: string): RecordTab[] => [
  {
    recordType,
    id: 'files',
    labelKey: 'files.title',
    load: () => import('../files/files-tab.js'),
    useCount: (recordId) => {
      const { data } = useRecordFiles(recordType, recordId);
      return data && data.items.length + data.inComments.length;
    },
  },
];
