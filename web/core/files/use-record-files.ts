import { useQuery } from '@tanstack/react-query';
import { type RecordFiles, recordFileEndpoints } from '../../../server/contracts/core/files.js';
import { call } from '../api.js';

/** Files at a record. They are read again with the record itself, whose kind begins their key. */
export const useRecordFiles = (recordType: string, recordId: number, removed = false) =>
  useQuery({
    queryKey: [recordType, 'files', recordId, removed],
    queryFn: (): Promise<RecordFiles> => call(recordFileEndpoints.list, { query: { recordType, recordId, ...(removed ? { removed } : {}) } }),
  });
