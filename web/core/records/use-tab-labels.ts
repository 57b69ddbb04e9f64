import { useTranslation } from 'react-i18next';
import { keyOf, type ReadyTab } from '../registry.js';

const noCount = () => undefined;

/** The tabs of modules with their numbers. The set of tabs changes only with the modules that are on, and then all is mounted anew. */
export function useTabLabels(tabs: readonly ReadyTab[], recordType: string, recordId: number) {
  const { t } = useTranslation();
  const labels = [];
  for (const tab of tabs) {
    const useCount = tab.useCount ?? noCount;
    // biome-ignore lint/correctness/useHookAtTopLevel: the set of tabs is the same as long as this is mounted
    labels.push({ id: tab.id, label: t(keyOf(tab.moduleId, tab.labelKey)), count: useCount(recordId, recordType) });
  }
  return labels;
}
