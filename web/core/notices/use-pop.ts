import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { ArrivedNotice } from '../../../server/contracts/core/notices.js';
import { showNote } from '../../ui/feedback.js';
import { useFormat } from '../../ui/ui-context.js';
import { useGo } from '../navigation.js';
import { noticeText } from './data.js';
import { useOffers } from './use-offer.js';

/** Says a notice that asks to be seen at once, with the way to what it is about; in quiet hours none does. */
export function usePop(): (notice: ArrivedNotice) => void {
  const { t } = useTranslation('core');
  const f = useFormat();
  const go = useGo();
  const offerOf = useOffers();
  return useCallback(
    (notice) => {
      if (!notice.pop) return;
      const { to } = offerOf(notice);
      showNote({ text: noticeText(notice, f), action: { label: t('notices.open'), run: () => go(to ?? '/inbox') } });
    },
    [t, f, go, offerOf],
  );
}
