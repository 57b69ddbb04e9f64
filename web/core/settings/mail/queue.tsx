import { useTranslation } from 'react-i18next';
import { type MailState, settingsEndpoints } from '../../../../server/contracts/core/settings.js';
import { Button } from '../../../ui/button.js';
import { Tag, type TagLook } from '../../../ui/tag.js';
import { When } from '../../../ui/ui-context.js';
import { useAction } from '../../action.js';
import { call } from '../../api.js';
import s from '../settings.module.css';
import { Table } from '../table.js';

const looks: Record<MailState['state'], TagLook> = { queued: 'plain', sent: 'ok', failed: 'bad', settled: 'plain' };

/** What was sent lately, what waits and what did not go out. */
export function Queue({ recent, onRetried }: { recent: MailState[]; onRetried: () => Promise<void> }) {
  const { t } = useTranslation('core');
  const { busy, run } = useAction<number>();
  const retry = (id: number) =>
    run(id, async () => {
      await call(settingsEndpoints.retryMail, { params: { id } });
      await onRetried();
    });
  return (
    <section className={s.section}>
      <h3>{t('mail.recent')}</h3>
      {recent.length === 0 ? (
        <p className={s.card}>{t('mail.noneYet')}</p>
      ) : (
        <div className={`${s.card} ${s.plain}`}>
          <Table columns={['subject', 'to', 'when', 'state'].map((key) => t(`mail.${key}`))}>
            {recent.map((mail) => (
              <tr key={mail.id}>
                <td>
                  {mail.subject}
                  {mail.error && <small style={{ color: 'var(--danger)', overflowWrap: 'anywhere' }}>{mail.error}</small>}
                </td>
                <td>{mail.to}</td>
                <td>
                  <When at={mail.at} />
                </td>
                <td>
                  <Tag look={looks[mail.state]}>{t(`mail.states.${mail.state}`)}</Tag>
                  {mail.attempts > 1 && <small>{t('mail.attempts', { count: mail.attempts })}</small>}
                </td>
                <td className={s.end}>
                  {mail.state === 'failed' && (
                    <Button look="quiet" icon="refresh" busy={busy === mail.id} onClick={() => void retry(mail.id)}>
                      {t('mail.retry')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </Table>
        </div>
      )}
    </section>
  );
}
