import { importEndpoints } from '../../../server/contracts/core/imports.js';
import type { Notice } from '../../../server/contracts/core/notices.js';
import { addressOf } from '../api.js';
import type { NoticeOffer } from '../module.js';

/** What a module with a page of imports offers on notices of them. @param page its path. */
export function importOffers(page: string): Record<string, NoticeOffer> {
  const pageOf = ({ params }: Notice): string | null =>
    typeof params.import === 'number' ? `${page}?kind=${encodeURIComponent(String(params.kind))}&import=${params.import}` : null;
  const offer: NoticeOffer = {
    icon: 'upload',
    to: pageOf,
    actions: (notice) => {
      const to = pageOf(notice);
      if (!to) return [];
      const { import: id, failed } = notice.params;
      return [
        { id: 'see', labelKey: 'core:imports.notice.see', to },
        ...(Number(failed) > 0
          ? [{ id: 'errors', labelKey: 'core:imports.notice.errors', href: addressOf(importEndpoints.errors, { params: { id: id as number } }) }]
          : []),
      ];
    },
  };
  return Object.fromEntries(['done', 'failed', 'undone', 'undo-failed'].map((what) => [`core.import.${what}`, offer]));
}
