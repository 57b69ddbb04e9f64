import { useTranslation } from 'react-i18next';
import type { Inside } from '../../../../../server/contracts/core/time-machine.js';
import { timeMachineEndpoints } from '../../../../../server/contracts/core/time-machine.js';
import { Button } from '../../../../ui/button.js';
import { Icon } from '../../../../ui/icon.js';
import { Link } from '../../../../ui/link.js';
import { ErrorState } from '../../../../ui/states.js';
import { useFormat } from '../../../../ui/ui-context.js';
import { call } from '../../../api.js';
import { useGo } from '../../../navigation.js';
import { Loaded } from '../../loaded.js';
import { PageHead } from '../../page-head.js';
import s from '../../settings.module.css';
import { refreshInside, useInside } from './data.js';
import i from './inside.module.css';
import { KeptModules } from './kept-modules.js';
import { KeptRecords } from './kept-records.js';

function Opening({ inside: { step } }: { inside: Inside }) {
  const { t } = useTranslation('core');
  return (
    <div className={`${s.card} ${i.opening}`} role="status">
      <span className={i.spinner} aria-hidden="true" />
      <div>
        <b>{t('backups.inside.opening')}</b>
        <p>{t(`backups.inside.steps.${step ?? 'compare'}`)}</p>
      </div>
    </div>
  );
}

function Failed({ inside }: { inside: Inside }) {
  const { t } = useTranslation('core');
  const why = inside.failure?.why ?? 'failed';
  const again = async () => {
    await call(timeMachineEndpoints.open, { params: { id: inside.id } });
    await refreshInside();
  };
  return (
    <div className={s.card}>
      <ErrorState
        title={t(`backups.inside.failed.${why}`)}
        text={
          <>
            {t(`backups.inside.failedText.${why}`)}
            {inside.failure?.detail && <small className={i.detail}>{inside.failure.detail}</small>}
          </>
        }
        onRetry={() => void again()}
      />
    </div>
  );
}

/** One backup beside the portal as it is now: what is gone or different since, and the way back. */
export function InsidePage({ id }: { id: string }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const go = useGo();
  const query = useInside(id);
  const close = async () => {
    await call(timeMachineEndpoints.close, { params: { id } });
    go('/settings/backups');
    await refreshInside();
  };
  const created = query.data?.created;
  return (
    <>
      <div>
        <Link to="/settings/backups" className={`${s.back} ${s.backUp}`}>
          <Icon name="left" size={16} />
          {t('settings.backups')}
        </Link>
      </div>
      <PageHead title={created ? t('backups.inside.title', { at: f.instantFull(created) }) : t('backups.inside.look')} text={t('backups.inside.text')}>
        {query.data?.state === 'open' && (
          <Button icon="x" onClick={() => void close()}>
            {t('backups.inside.close')}
          </Button>
        )}
      </PageHead>
      <Loaded query={query} rows={7}>
        {(inside) =>
          inside.state === 'failed' ? (
            <Failed inside={inside} />
          ) : inside.state === 'open' ? (
            <>
              <KeptRecords inside={inside} />
              <KeptModules inside={inside} />
            </>
          ) : (
            <Opening inside={inside} />
          )
        }
      </Loaded>
    </>
  );
}
