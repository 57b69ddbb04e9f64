import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { IconName } from '../../ui/icon.js';
import { keyOf, useModules } from '../registry.js';
import { useMay } from '../session.js';
import { settingsPages } from './pages.js';

export interface VisiblePage {
  path: string;
  label: string;
  icon: IconName;
  /** Core's pages come first, each module's are a group of their own. */
  moduleId: string;
}

/** The settings pages that this person may open. */
export function useVisibleSettings(): VisiblePage[] {
  const { t } = useTranslation('core');
  const modules = useModules();
  const may = useMay();
  return useMemo(() => {
    const all = [
      ...settingsPages.map((page) => ({ ...page, moduleId: 'core' })),
      ...modules.flatMap((module) => (module.settings ?? []).map((page) => ({ ...page, moduleId: module.id }))),
    ];
    return all
      .filter((page) => !page.right || may(page.right))
      .map((page) => ({ path: page.path, icon: page.icon, moduleId: page.moduleId, label: t(keyOf(page.moduleId, page.labelKey)) }));
  }, [t, modules, may]);
}
