import { useTranslation } from 'react-i18next';
import { SectionNav } from '../../core/shell/section-nav.js';
import { sections } from './sections.js';

export function TaskSections({ current }: { current?: string }) {
  const { t } = useTranslation('tasks');
  return <SectionNav label={t('sections')} sections={sections} current={current} />;
}
