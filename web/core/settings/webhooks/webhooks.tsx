import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type OfferedEvent, type Webhook, webhookEndpoints } from '../../../../server/contracts/core/webhooks.js';
import { Button } from '../../../ui/button.js';
import { confirm, showError, showNote } from '../../../ui/feedback.js';
import { EmptyState } from '../../../ui/states.js';
import { Tag } from '../../../ui/tag.js';
import { When } from '../../../ui/ui-context.js';
import { call } from '../../api.js';
import { useProblemWords } from '../../words.js';
import { Loaded } from '../loaded.js';
import { PageHead } from '../page-head.js';
import s from '../settings.module.css';
import { refreshWebhooks, useWebhooks } from './data.js';
import { Deliveries } from './deliveries.js';
import { SecretDialog } from './secret-dialog.js';
import { WebhookDialog } from './webhook-dialog.js';
import w from './webhooks.module.css';

function State({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation('core');
  if (!webhook.active) return <Tag look={webhook.switchedOffAt ? 'bad' : 'plain'}>{t(webhook.switchedOffAt ? 'webhooks.switchedOff' : 'webhooks.off')}</Tag>;
  return webhook.failingSince ? <Tag look="warn">{t('webhooks.failing')}</Tag> : <Tag look="ok">{t('webhooks.on')}</Tag>;
}

/** What a person should know about its state beyond the one word. */
function Story({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation('core');
  const { switchedOffAt, failingSince, waiting, oldSecretUntil } = webhook;
  const oldSecret = oldSecretUntil !== null && Date.parse(oldSecretUntil) > Date.now();
  return (
    <>
      {switchedOffAt && <p className={w.reason}>{t('webhooks.switchedOffText')}</p>}
      {!switchedOffAt && failingSince && (
        <p>
          {t('webhooks.failingText')} <When at={failingSince} />
        </p>
      )}
      {waiting > 0 && <p>{t('webhooks.waiting', { count: waiting })}</p>}
      {oldSecret && (
        <p>
          {t('webhooks.oldSecret')} <When at={oldSecretUntil} />
        </p>
      )}
    </>
  );
}

function WebhookCard({
  webhook,
  events,
  onEdit,
  onSecret,
}: {
  webhook: Webhook;
  events: OfferedEvent[];
  onEdit: () => void;
  onSecret: (secret: string) => void;
}) {
  const { t } = useTranslation('core');
  const words = useProblemWords();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const params = { id: webhook.id };
  const orSay = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      showError({ text: words(error) });
    }
    await refreshWebhooks();
  };
  const test = async () => {
    setBusy(true);
    await orSay(async () => {
      const { state, code, error } = await call(webhookEndpoints.test, { params });
      if (state === 'sent') showNote({ text: t('webhooks.tested', { code }) });
      else showError({ text: error ?? '' });
      setOpen(true);
    });
    setBusy(false);
  };
  const replace = async () => {
    if (!(await confirm({ title: t('webhooks.replaceTitle'), text: t('webhooks.replaceText'), action: t('webhooks.replace') }))) return;
    await orSay(async () => onSecret((await call(webhookEndpoints.secret, { params })).secret));
  };
  const remove = async () => {
    const title = t('webhooks.removeTitle', { name: webhook.name });
    if (!(await confirm({ title, text: t('webhooks.removeText'), action: t('webhooks.remove'), danger: true }))) return;
    await orSay(() => call(webhookEndpoints.remove, { params }));
  };
  const heard = events.filter(({ name }) => webhook.events.includes(name)).map(({ records, what }) => `${records}: ${what}`);
  return (
    <section className={`${s.card} ${w.card}`} aria-label={webhook.name}>
      <div className={w.top}>
        <div>
          <h3>
            {webhook.name} <State webhook={webhook} />
          </h3>
          <p className={w.url}>{webhook.url}</p>
        </div>
        <div className={w.actions}>
          <Button icon="send" busy={busy} onClick={() => void test()}>
            {t('webhooks.sendTest')}
          </Button>
          <Button icon="edit" onClick={onEdit}>
            {t('webhooks.edit')}
          </Button>
        </div>
      </div>
      <p className={s.quiet}>{heard.join(', ')}</p>
      <Story webhook={webhook} />
      <div className={w.actions}>
        <Button look="quiet" icon={open ? 'up' : 'down'} aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('webhooks.log')}
        </Button>
        <Button look="quiet" icon="key" onClick={() => void replace()}>
          {t('webhooks.replace')}
        </Button>
        <Button look="dangerQuiet" icon="trash" onClick={() => void remove()}>
          {t('webhooks.remove')}
        </Button>
      </div>
      {open && <Deliveries webhookId={webhook.id} events={events} />}
    </section>
  );
}

export default function WebhooksPage() {
  const { t } = useTranslation('core');
  const query = useWebhooks();
  const [editing, setEditing] = useState<Webhook | 'new' | null>(null);
  const [secret, setSecret] = useState<{ text: string; replaced: boolean } | null>(null);
  return (
    <>
      <PageHead title={t('settings.webhooks')} text={t('webhooks.text')}>
        <Button icon="plus" onClick={() => setEditing('new')}>
          {t('webhooks.add')}
        </Button>
      </PageHead>
      <Loaded query={query} rows={3}>
        {({ items, events }) => (
          <>
            {items.length === 0 ? (
              <div className={s.card} style={{ display: 'grid', placeItems: 'center', paddingBlock: 48 }}>
                <EmptyState icon="link" title={t('webhooks.none')} text={t('webhooks.noneText')} />
              </div>
            ) : (
              items.map((webhook) => (
                <WebhookCard
                  key={webhook.id}
                  webhook={webhook}
                  events={events}
                  onEdit={() => setEditing(webhook)}
                  onSecret={(text) => setSecret({ text, replaced: true })}
                />
              ))
            )}
            {editing && (
              <WebhookDialog
                webhook={editing === 'new' ? null : editing}
                events={events}
                onClose={() => setEditing(null)}
                onSecret={(text) => {
                  setEditing(null);
                  setSecret({ text, replaced: false });
                }}
              />
            )}
          </>
        )}
      </Loaded>
      {secret && <SecretDialog secret={secret.text} replaced={secret.replaced} onClose={() => setSecret(null)} />}
    </>
  );
}
