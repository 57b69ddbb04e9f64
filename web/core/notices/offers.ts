import { bulkRunEndpoints } from '../../../server/contracts/core/bulk.js';
import type { Notice } from '../../../server/contracts/core/notices.js';
import { call } from '../api.js';
import type { NoticeOffer, WebModule } from '../module.js';
import { listWith } from '../records/list-with.js';

/** The records that a run has changed, as far as a filter can say it: those that are now as it made them. */
function recordsOf(modules: readonly WebModule[], { params }: Notice): string | null {
  return params.action === 'delete' ? '/settings/bin' : listWith(modules, String(params.recordType), (params.values ?? {}) as Record<string, unknown>);
}

/** What somebody said can be answered: the record is opened at it, where the answer is written. */
const comment: NoticeOffer = {
  icon: 'chat',
  actions: ({ url, params: { author, context } }) =>
    url !== null && typeof author === 'number' && context !== 'removed'
      ? [{ id: 'reply', labelKey: 'core:notices.action.reply', icon: 'chat', to: `${url}&reply=${author}` }]
      : [],
};

/** What core offers on its own notices. */
export function coreOffers(modules: readonly WebModule[]): Record<string, NoticeOffer> {
  const settings = (path: string, right: string): NoticeOffer => ({
    icon: 'settings',
    actions: () => [{ id: 'open', labelKey: 'core:notices.action.settings', to: `/settings/${path}`, right }],
  });
  const bulk: NoticeOffer = {
    icon: 'list',
    to: ({ params }) => (typeof params.run === 'number' ? `/settings/changes/${params.run}` : null),
    actions: (notice) => {
      // What was taken back has nothing left to show or to do.
      if (notice.params.context === 'undone') return [];
      const to = recordsOf(modules, notice);
      const { run: id, action } = notice.params;
      return [
        ...(to ? [{ id: 'see', labelKey: 'core:notices.action.records', to }] : []),
        ...(typeof id === 'number' && action !== 'undo'
          ? [
              {
                id: 'undo',
                labelKey: 'core:notices.action.undo',
                icon: 'undo' as const,
                run: async () => {
                  await call(bulkRunEndpoints.undo, { params: { id } });
                  return { saidKey: 'core:notices.undone' };
                },
              },
            ]
          : []),
      ];
    },
  };
  return {
    'core.bulk.done': bulk,
    'core.bulk.failed': bulk,
    'core.mail.failed': { ...settings('mail', 'core.settings.manage'), icon: 'mail' },
    'core.webhook.failed': { ...settings('webhooks', 'core.webhooks.manage'), icon: 'link' },
    'core.webhook.off': { ...settings('webhooks', 'core.webhooks.manage'), icon: 'link' },
    'core.backup.failed': { icon: 'alert' },
    'core.health.mail': { ...settings('health', 'core.settings.manage'), icon: 'mail', to: () => '/settings/health' },
    'core.health.broken': { ...settings('health', 'core.settings.manage'), icon: 'alert', to: () => '/settings/health' },
    'core.module.switched': { ...settings('modules', 'core.modules.manage'), icon: 'box' },
    'core.access.asked': {
      icon: 'eye',
      actions: ({ params }) => [
        { id: 'person', labelKey: 'core:notices.action.role', to: `/people/${String(params.person)}?do=role`, right: 'core.people.manage' },
      ],
    },
    'core.hand-over.received': { icon: 'people' },
    'core.hand-over.done': { icon: 'people' },
    'core.hand-over.returned': { icon: 'people' },
    'core.comment.mentioned': comment,
    'core.comment.added': comment,
  };
}
