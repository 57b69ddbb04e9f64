import { useTranslation } from 'react-i18next';
import { lostReasonEndpoints, sourceEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import { useLive } from '../../../core/live.js';
import { PageHead } from '../../../core/settings/page-head.js';
import { useLostReasons, useSources } from '../dictionaries.js';
import { Dictionary } from './dictionary.js';
import s from './pipelines-page.module.css';

/** The short lists that leads, deals and clients choose from. */
export default function DictionariesPage() {
  const { t } = useTranslation('crm');
  useLive('crm.source', 'crm.lost-reason');
  const [sources, reasons] = [useSources(), useLostReasons()];
  return (
    <div className={s.page}>
      <PageHead title={t('settings.dictionaries')} text={t('settings.dictionariesText')} />
      <Dictionary type="crm.source" words="sources" endpoints={sourceEndpoints} items={sources} />
      <Dictionary type="crm.lost-reason" words="lostReasons" endpoints={lostReasonEndpoints} items={reasons} />
    </div>
  );
}
