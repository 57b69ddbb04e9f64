import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import { ProgressLine } from '../../ui/progress-line.js';
import { useSample, useSampleActions } from '../sample/data.js';
import { Loaded } from './loaded.js';
import { PageHead } from './page-head.js';
import s from './settings.module.css';

/** Example records to look around with: loaded and wiped here. */
export default function SamplePage() {
  const { t } = useTranslation('core');
  const query = useSample();
  const { load, wipe } = useSampleActions();
  return (
    <div className={s.column}>
      <PageHead title={t('settings.sample')} text={t('sample.text')} />
      <Loaded query={query} rows={2}>
        {({ state, done, total, changed }) => (
          <section className={s.card} style={{ display: 'grid', gap: 12, justifyItems: 'start' }}>
            {state === 'none' && (
              <>
                <p>{t('sample.what')}</p>
                <Button look="primary" icon="plus" onClick={() => void load()}>
                  {t('sample.load')}
                </Button>
              </>
            )}
            {state === 'filling' && <ProgressLine title={t('sample.fillingTitle')} done={done} total={total} />}
            {state === 'there' && (
              <>
                <p>{t('sample.there', { count: done })}</p>
                {changed > 0 && <p className={s.quiet}>{t('sample.changed', { count: changed })}</p>}
                <Button look="danger" icon="trash" onClick={() => void wipe()}>
                  {t('sample.wipe')}
                </Button>
              </>
            )}
          </section>
        )}
      </Loaded>
    </div>
  );
}
