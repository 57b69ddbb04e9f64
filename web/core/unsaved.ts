import { useBlocker } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { confirm } from '../ui/feedback.js';

/** Asks whether what was typed may go; true when the person says so. */
export function useMayLose(): () => Promise<boolean> {
  const { t } = useTranslation('core');
  return useCallback(() => confirm({ title: t('unsaved.title'), text: t('unsaved.text'), action: t('unsaved.leave'), danger: true }), [t]);
}

/** While `dirty`, leaving the page asks first: another page of the portal by its own question, a reload or a closed tab by the browser's. */
export function useUnsaved(dirty: boolean): void {
  const mayLose = useMayLose();
  useBlocker({
    shouldBlockFn: async ({ current, next }) => current.pathname !== next.pathname && !(await mayLose()),
    enableBeforeUnload: dirty,
    disabled: !dirty,
  });
}
