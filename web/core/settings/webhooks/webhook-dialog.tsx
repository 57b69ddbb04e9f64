import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type OfferedEvent, type Webhook, webhookEndpoints } from '../../../../server/contracts/core/webhooks.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { call } from '../../api.js';
import { FormProblem, TextField, Tick } from '../../form/field.js';
import f from '../../form/form.module.css';
import { useForm } from '../../form/use-form.js';
import { refreshWebhooks } from './data.js';
import w from './webhooks.module.css';

/** The events of each kind of record, in the order they are offered. */
function byType(events: readonly OfferedEvent[]): OfferedEvent[][] {
  const groups = new Map<string, OfferedEvent[]>();
  for (const event of events) groups.set(event.type, [...(groups.get(event.type) ?? []), event]);
  return [...groups.values()];
}

/** Adds a webhook, and hands on its secret, or changes one. */
export function WebhookDialog({
  webhook,
  events,
  onClose,
  onSecret,
}: {
  webhook: Webhook | null;
  events: OfferedEvent[];
  onClose: () => void;
  onSecret: (secret: string) => void;
}) {
  const { t } = useTranslation('core');
  const [name, setName] = useState(webhook?.name ?? '');
  const [url, setUrl] = useState(webhook?.url ?? '');
  const [chosen, setChosen] = useState<readonly string[]>(webhook?.events ?? []);
  const [active, setActive] = useState(webhook?.active ?? true);
  const form = useForm(
    async () => {
      const body = { name: name.trim(), url: url.trim(), events: [...chosen], active };
      if (webhook) {
        await call(webhookEndpoints.change, { params: { id: webhook.id }, body: { ...body, version: webhook.version } });
        onClose();
      } else onSecret((await call(webhookEndpoints.create, { body })).secret);
      await refreshWebhooks();
    },
    () => ({
      ...(name.trim() ? {} : { name: t('webhooks.needName') }),
      ...(url.trim() ? {} : { url: t('webhooks.needUrl') }),
      // Its button waits for one, but Enter does not.
      ...(chosen.length > 0 ? {} : { events: t('webhooks.needEvents') }),
    }),
  );
  return (
    <Dialog
      opened
      title={webhook ? webhook.name : t('webhooks.add')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" busy={form.busy} disabled={chosen.length === 0} onClick={() => void form.submit()}>
            {t(webhook ? 'webhooks.save' : 'webhooks.make')}
          </Button>
        </>
      }
    >
      <form ref={form.form} className={f.form} onSubmit={(event) => void form.submit(event)} noValidate>
        <FormProblem>{form.problem ?? form.errors.events ?? null}</FormProblem>
        <TextField label={t('webhooks.name')} value={name} onChange={setName} error={form.errors.name} data-autofocus autoComplete="off" />
        <TextField label={t('webhooks.url')} help={t('webhooks.urlHelp')} type="url" inputMode="url" value={url} onChange={setUrl} error={form.errors.url} />
        <fieldset className={w.events}>
          <legend>{t('webhooks.events')}</legend>
          <p>{t('webhooks.eventsHelp')}</p>
          {byType(events).map((group) => (
            <fieldset key={group[0]?.type} className={w.group}>
              <legend>{group[0]?.records}</legend>
              <div className={w.ticks}>
                {group.map((event) => (
                  <Tick
                    key={event.name}
                    label={event.what}
                    checked={chosen.includes(event.name)}
                    onChange={(on) => setChosen(on ? [...chosen, event.name] : chosen.filter((each) => each !== event.name))}
                  />
                ))}
              </div>
            </fieldset>
          ))}
        </fieldset>
        <Tick label={t('webhooks.active')} help={t('webhooks.activeHelp')} checked={active} onChange={setActive} />
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
