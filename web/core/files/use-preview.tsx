import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { StoredFile } from '../../../server/contracts/core/files.js';

const PreviewDialog = lazy(() => import('./preview-dialog.js').then((module) => ({ default: module.PreviewDialog })));

/** Opens files of one row or list on the whole screen. @returns how to open one, and the dialog to be put into the page. */
export function usePreview(files: readonly StoredFile[]): { open: (file: { id: number }) => void; dialog: ReactNode } {
  const [openId, setOpenId] = useState<number | null>(null);
  const at = files.findIndex(({ id }) => id === openId);
  return {
    open: ({ id }) => setOpenId(id),
    dialog:
      at < 0 ? null : (
        <Suspense>
          <PreviewDialog files={files} at={at} onAt={(next) => setOpenId(files[next]?.id ?? null)} onClose={() => setOpenId(null)} />
        </Suspense>
      ),
  };
}
