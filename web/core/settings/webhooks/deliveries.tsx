import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type OfferedEvent, type WebhookDelivery, webhookEndpoints } from '../../../../server/contracts/core/webhooks.js';
import { Button } from '../../../ui/button.js';
import { showError } from '../../../ui/feedback.js';
import { Tag, type TagLook } from '../../../ui/tag.js';
import { When } from '../../../ui/ui-context.js';
import { call } from '../../api.js';
import { useProblemWords } from '../../words.js';
import s from '../settings.module.css';
import { More, Table } from '../table.js';
import { refreshWebhooks } from './data.js';
import w from './webhooks.module.css';

const looks: Record<WebhookDelivery['state'], TagLook> = { waiting: 'plain', sent: 'ok', failed: 'bad' };

/** What was delivered in the last thirty days, what waits and what did not arrive. */
export function Deliveries({ webhookId, events }: { webhookId: number; events: OfferedEvent[] }) {
  const { t } = useTranslation('core');
  const words = useProblemWords();
  const [busy, setBusy] = useState<number | null>(null);
  const query = useInfiniteQuery({
    queryKey: ['core.webhook', 'deliveries', webhookId],
    queryFn: ({ pageParam }) =>
      call(webhookEndpoints.deliveries, { params: { id: webhookId }, query: { limit: 25, ...(pageParam ? { after: pageParam } : {}) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: 15_000,
  });
  const eventName = (name: string) => {
    const offered = events.find((event) => event.name === name);
    return offered ? `${offered.records}: ${offered.what}` : name === 'core.webhook.test' ? t('webhooks.test') : name;
  };
  const again = async (id: number) => {
    setBusy(id);
    try {
      await call(webhookEndpoints.again, { params: { id } });
    } catch (error) {
      showError({ text: words(error) });
    } finally {
      await refreshWebhooks();
      setBusy(null);
    }
  };
  if (!query.data) return query.error ? <p className={s.quiet}>{words(query.error)}</p> : null;
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <p className={s.quiet}>{t('webhooks.noDeliveries')}</p>;
  return (
    <div>
      <Table label={t('webhooks.log')} columns={['event', 'when', 'state', 'took'].map((key) => t(`webhooks.${key}`))}>
        {items.map((delivery) => (
          <tr key={delivery.id}>
            <td>
              {eventName(delivery.event)}
              {delivery.recordType !== 'core.webhook' && <small>{t('webhooks.record', { id: delivery.recordId })}</small>}
              {delivery.error && <small className={w.reason}>{delivery.error}</small>}
            </td>
            <td>
              <When at={delivery.at} />
            </td>
            <td>
              <Tag look={looks[delivery.state]}>{t(`webhooks.states.${delivery.state}`)}</Tag>
              {delivery.attempts > 1 && <small>{t('webhooks.attempts', { count: delivery.attempts })}</small>}
              {delivery.nextAt && delivery.attempts > 0 && (
                <small>
                  {t('webhooks.next')} <When at={delivery.nextAt} />
                </small>
              )}
            </td>
            <td data-label={t('webhooks.took')}>
              {delivery.ms === null ? '–' : t('webhooks.ms', { ms: delivery.ms })}
              {delivery.code !== null && <small>{t('webhooks.code', { code: delivery.code })}</small>}
            </td>
            <td className={s.end}>
              <Button look="quiet" icon="refresh" busy={busy === delivery.id} onClick={() => void again(delivery.id)}>
                {t('webhooks.again')}
              </Button>
            </td>
          </tr>
        ))}
      </Table>
      <More query={query} label={t('webhooks.older')} />
    </div>
  );
}
