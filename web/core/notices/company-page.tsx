import { useTranslation } from 'react-i18next';
import { showError } from '../../ui/feedback.js';
import { Loaded } from '../settings/loaded.js';
import { PageHead } from '../settings/page-head.js';
import p from '../settings/settings.module.css';
import { useProblemWords } from '../words.js';
import { useChangeUsualNotices, useUsualNotices } from './data.js';
import { Kinds } from './kinds.js';

/** How those are told who have not chosen. Each choice counts at once. */
export default function CompanyNoticesPage() {
  const { t } = useTranslation('core');
  const words = useProblemWords();
  const query = useUsualNotices();
  const change = useChangeUsualNotices();
  return (
    <>
      <PageHead title={t('settings.notices')} text={t('noticeSettings.company.text')} />
      <Loaded query={query}>
        {({ kinds, mail }) => (
          <div className={p.column}>
            <Kinds
              kinds={kinds}
              byMail
              title={t('noticeSettings.company.kinds')}
              text={t(mail ? 'noticeSettings.kindsText' : 'noticeSettings.company.noMail')}
              backLabel={t('noticeSettings.delivered')}
              onChange={(choices) => change.mutate({ kinds: choices }, { onError: (error) => showError({ text: words(error) }) })}
            />
            <p className={p.quiet} role="status">
              {change.isPending ? t('noticeSettings.saving') : t('noticeSettings.saved')}
            </p>
          </div>
        )}
      </Loaded>
    </>
  );
}
