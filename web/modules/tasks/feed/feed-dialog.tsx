import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Feed, feedEndpoints } from '../../../../server/contracts/tasks/feed.js';
import { call } from '../../../core/api.js';
import { CopyLine } from '../../../core/settings/copy-line.js';
import { Loaded } from '../../../core/settings/loaded.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { confirm, showNote } from '../../../ui/feedback.js';
import { Icon } from '../../../ui/icon.js';
import p from '../../../ui/pieces.module.css';
import { When } from '../../../ui/ui-context.js';
import { useWork } from '../use-work.js';
import s from './feed.module.css';

const key = ['tasks.feed'];
const calendars = ['google', 'outlook', 'apple'] as const;

/** The secret address under which one's own calendar reads one's deadlines: made, copied, renewed, removed. */
export function FeedDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation(['tasks', 'core']);
  const client = useQueryClient();
  const work = useWork();
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => call(feedEndpoints.get, { signal }) });
  /** Only the answer that makes it carries it. */
  const [url, setUrl] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const exists = (query.data?.feed ?? null) !== null;
  const show = (feed: Feed | null) => client.setQueryData(key, { feed });
  const make = async () => {
    const asked = { title: t('feed.renewTitle'), text: t('feed.renewText'), action: t('feed.renew'), danger: true };
    if (exists && !(await confirm(asked))) return;
    setBusy(true);
    await work(async () => {
      const made = await call(feedEndpoints.create);
      setUrl(made.url);
      show(made.feed);
    });
    setBusy(false);
  };
  const remove = async () => {
    if (!(await confirm({ title: t('feed.removeTitle'), text: t('feed.removeText'), action: t('feed.remove'), danger: true }))) return;
    await work(async () => {
      await call(feedEndpoints.remove);
      setUrl(null);
      show(null);
      showNote({ text: t('feed.removed') });
    });
  };
  return (
    <Dialog
      opened
      title={t('feed.title')}
      onClose={onClose}
      footer={
        <>
          {exists && (
            <Button look="dangerQuiet" onClick={() => void remove()}>
              {t('feed.remove')}
            </Button>
          )}
          <Button look={exists ? 'default' : 'primary'} busy={busy} onClick={() => void make()}>
            {t(exists ? 'feed.renew' : 'feed.make')}
          </Button>
        </>
      }
    >
      <Loaded query={query} rows={3}>
        {({ feed }) => (
          <div className={s.feed}>
            <p>{t('feed.text')}</p>
            <p className={p.message}>
              <Icon name="alert" size={16} />
              <span>{t('feed.secret')}</span>
            </p>
            {url !== null && (
              <>
                <CopyLine label={t('feed.address')} value={url} />
                <p className={p.message}>{t('feed.once')}</p>
              </>
            )}
            {feed && (
              <dl className={s.facts}>
                <dt>{t('feed.made')}</dt>
                <dd>
                  <When at={feed.createdAt} />
                </dd>
                <dt>{t('feed.read')}</dt>
                <dd>{feed.readAt === null ? t('feed.never') : <When at={feed.readAt} />}</dd>
              </dl>
            )}
            <details>
              <summary>{t('feed.help')}</summary>
              <dl className={s.help}>
                {calendars.map((one) => (
                  <div key={one}>
                    <dt>{t(`feed.calendars.${one}`)}</dt>
                    <dd>{t(`feed.how.${one}`)}</dd>
                  </div>
                ))}
              </dl>
              <p className={p.message}>{t('feed.reach')}</p>
            </details>
          </div>
        )}
      </Loaded>
    </Dialog>
  );
}
