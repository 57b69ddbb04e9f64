import { useTranslation } from 'react-i18next';
import { useMay } from '../session.js';
import { Line } from '../shell/line.js';
import { useSample, useSampleActions } from './data.js';

/** Says on every screen of those who may wipe it that what is shown is partly made up. */
export function SampleLine() {
  const { t } = useTranslation('core');
  const may = useMay();
  const { data } = useSample();
  const { wipe } = useSampleActions();
  if (!data || data.state === 'none' || !may('core.settings.manage')) return null;
  if (data.state === 'filling') return <Line quiet icon="refresh" text={t('sample.filling', { done: data.done, total: data.total })} />;
  return <Line quiet icon="gallery" text={t('sample.shown')} action={{ label: t('sample.wipe'), onSelect: () => void wipe() }} />;
}
