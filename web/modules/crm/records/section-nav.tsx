import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SectionNav } from '../../../core/shell/section-nav.js';
import { sections } from './sections.js';

/** The kinds of record of this module. */
export function CrmSections({ current, beside }: { current?: string; beside?: ReactNode }) {
  const { t } = useTranslation('crm');
  return <SectionNav label={t('sections')} sections={sections} current={current} beside={beside} />;
}
