import { useTranslation } from 'react-i18next';
import { SectionNav } from '../../../core/shell/section-nav.js';
import { sections } from './sections.js';

/** The kinds of record of this module. */
export function CrmSections({ current }: { current?: string }) {
  const { t } = useTranslation('crm');
  return <SectionNav label={t('sections')} sections={sections} current={current} />;
}
