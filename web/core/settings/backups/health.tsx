import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type BackupFailure, type Backups, backupEndpoints } from '../../../../server/contracts/core/backups.js';
import { Button } from '../../../ui/button.js';
import { Icon, type IconName } from '../../../ui/icon.js';
import { useFormat, When } from '../../../ui/ui-context.js';
import { useAction } from '../../action.js';
import { call } from '../../api.js';
import b from './backups.module.css';
import { refreshBackups } from './data.js';

function Fact({ icon, look, label, children }: { icon: IconName; look: 'ok' | 'warn' | 'bad' | 'plain'; label: string; children: ReactNode }) {
  return (
    <div className={b.fact} data-look={look}>
      <Icon name={icon} size={20} />
      <div>
        <span>{label}</span>
        <b>{children}</b>
      </div>
    </div>
  );
}

/** Milliseconds as seconds, a short time with one decimal. */
export function useSeconds(): (ms: number) => string {
  const { t } = useTranslation('core');
  const f = useFormat();
  return (ms) => t('jobs.seconds', { seconds: f.number(ms < 10_000 ? Math.round(ms / 100) / 10 : Math.round(ms / 1000)) });
}

/** A copy of a portal, or a restored one, does not use the second folder of the other until somebody says that it takes its place. */
function TakeSecond({ path }: { path: string }) {
  const { t } = useTranslation('core');
  const { busy, run } = useAction<'take'>();
  const take = async () => {
    await call(backupEndpoints.plan, { body: { second: path } });
    await refreshBackups();
  };
  return (
    <Button small busy={busy !== null} onClick={() => void run('take', take)}>
      {t('backups.takeSecond')}
    </Button>
  );
}

/** The three things to know before anything else: how old, whether proven, what went wrong. */
export function Health({ backups: { health, nextAt, running, second, bytes } }: { backups: Backups }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const seconds = useSeconds();
  const { newest, isLate, proven, newestProven, failures } = health;
  const hasFailed = (what: BackupFailure['what']) => failures.some((one) => one.what === what);
  // What keeps backups from the second folder now says more than that the last one did not reach it.
  const shown = second && second.state !== 'ok' ? failures.filter(({ what }) => what !== 'second') : failures;
  return (
    <>
      {shown.map(({ what, at, why, path, reason }) => (
        <div key={what} className={b.failure} role="alert">
          <Icon name="alert" size={18} />
          <div>
            <b>{t(`backups.failed.${what}`)}</b> <When at={at} />
            <p>{t(`backups.why.${why === 'no-access' && path ? 'no-access-to' : why}`, { path })}</p>
            {!why.startsWith('second-') && <small lang="en">{reason}</small>}
          </div>
        </div>
      ))}
      {second && second.state !== 'ok' && (
        <div className={b.failure} role="alert">
          <Icon name="alert" size={18} />
          <div>
            <b>{t('backups.failed.second')}</b>
            <p>{t(`backups.state.${second.state}`, { path: second.path })}</p>
            {second.state === 'elsewhere' && <TakeSecond path={second.path} />}
          </div>
        </div>
      )}
      {second && second.open > 0 && (
        <div className={b.failure} role="alert">
          <Icon name="alert" size={18} />
          <div>
            <b>{t('backups.openTitle', { count: second.open, n: f.number(second.open) })}</b>
            <p>{t('backups.openText')}</p>
          </div>
        </div>
      )}
      <div className={b.facts}>
        <Fact icon="disk" look={newest === null ? 'plain' : isLate ? 'bad' : 'ok'} label={t('backups.newest')}>
          {newest === null ? t('backups.none') : <When at={newest} />}
        </Fact>
        <Fact icon="shield" look={hasFailed('rehearsal') ? 'bad' : proven ? 'ok' : 'plain'} label={t('backups.proven')}>
          {proven ? (
            <>
              <When at={proven.at} />, {seconds(proven.ms)}
              {!newestProven && <small>{t('backups.newerNotTried')}</small>}
            </>
          ) : (
            t('backups.notProven')
          )}
        </Fact>
        <Fact icon="clock" look="plain" label={t('backups.next')}>
          {running ? t(`backups.running.${running}`) : nextAt ? <When at={nextAt} /> : '–'}
        </Fact>
        <Fact icon="box" look="plain" label={t('backups.room')}>
          {f.size(bytes)}
        </Fact>
      </div>
    </>
  );
}
