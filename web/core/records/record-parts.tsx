import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { SkeletonRows } from '../../ui/skeleton.js';
import s from '../files/files.module.css';
import { useRecordTabs } from '../registry.js';
import { useTabLabels } from './use-tab-labels.js';

/** What other modules contribute to a record that has no tabs, below what else stands on its page. */
export function RecordParts({ recordType, recordId }: { recordType: string; recordId: number }) {
  const { t } = useTranslation('core');
  // Its files have a place of their own.
  const parts = useRecordTabs(recordType).filter(({ moduleId }) => moduleId !== 'core');
  const labels = useTabLabels(parts, recordType, recordId);
  return parts.map(({ id, component: Part }, n) => (
    <section key={id} className={s.section} aria-label={labels[n]?.label}>
      <h2>{labels[n]?.label}</h2>
      <Suspense fallback={<SkeletonRows rows={3} label={t('loading')} />}>
        <Part recordType={recordType} recordId={recordId} />
      </Suspense>
    </section>
  ));
}
