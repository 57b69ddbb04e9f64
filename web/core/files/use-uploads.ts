import { useCallback, useMemo } from 'react';
import type { StoredFile } from '../../../server/contracts/core/files.js';
import { addUploads, clearArrived, type Upload, useAllUploads } from './uploads.js';

export interface Uploads {
  /** Those on their way and those that have arrived, in their order. */
  uploads: readonly Upload[];
  add: (files: readonly File[]) => void;
  /** Files that have arrived and may be bound. */
  stored: readonly StoredFile[];
  /** Something is still on its way: nothing may be bound yet. */
  busy: boolean;
  /** After what has arrived was bound. */
  clear: () => void;
}

/**
 * Files being sent to one place, such as a comment that is being written: they go on when the place is left, and are there again.
 * @param target a name for the place, the same as long as it is the same text; `recordTarget` for a record itself.
 */
export function useUploads(target: string): Uploads {
  const all = useAllUploads();
  const uploads = useMemo(() => all.filter((one) => one.target === target), [all, target]);
  const stored = useMemo(() => uploads.flatMap((one) => (one.stored ? [one.stored] : [])), [uploads]);
  return {
    uploads,
    stored,
    busy: uploads.some(({ state }) => state !== 'done' && state !== 'failed'),
    add: useCallback((files) => addUploads(target, files), [target]),
    clear: useCallback(() => clearArrived(target), [target]),
  };
}
