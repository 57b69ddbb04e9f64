import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type TaskCounts, taskEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import { openStates } from '../../../../server/contracts/tasks/steps.js';
import { call } from '../../../core/api.js';
import { useUnreadAbout } from '../../../core/notices/about-record.js';
import type { ListAddress } from '../../../core/records/list-address.js';
import { QuickChip } from '../../../ui/list/filter-bar.js';
import { useFormat } from '../../../ui/ui-context.js';
import { useFavourites } from './use-favourites.js';

const open = openStates.join();

/** What somebody is to the tasks of a list, as its filters. */
const roles: readonly { id: keyof TaskCounts; filters: Record<string, string> }[] = [
  { id: 'mine', filters: { ownerId: 'me' } },
  { id: 'helping', filters: { helperIds: 'me' } },
  { id: 'set', filters: { creatorId: 'me', 'ownerId.ne': 'me' } },
  { id: 'watching', filters: { observerIds: 'me' } },
  { id: 'waiting', filters: { creatorId: 'me', 'state.in': 'waiting' } },
  { id: 'overdue', filters: { ownerId: 'me', deadlineAt: 'overdue', 'state.in': open } },
];
const names = [...new Set(roles.flatMap(({ filters }) => Object.keys(filters)))];

function useTaskCounts(): TaskCounts | undefined {
  return useQuery({ queryKey: ['tasks.task', 'list', 'counts'], queryFn: ({ signal }) => call(taskEndpoints.counts, { signal }) }).data;
}

/** Only what somebody marked for themselves; shown once there is something. */
export function FavouritesChip({ address }: { address: ListAddress }) {
  const { t } = useTranslation('tasks');
  const { ids } = useFavourites();
  const pressed = address.other.favourites === '1';
  if (ids.length === 0 && !pressed) return null;
  return <QuickChip label={t('group.favourites')} icon="star" pressed={pressed} onClick={() => address.set({ favourites: pressed ? undefined : '1' })} />;
}

/** Only those about which something is unread; shown once there is something. */
export function UnreadChip({ address }: { address: ListAddress }) {
  const { t } = useTranslation('tasks');
  const f = useFormat();
  const count = useUnreadAbout('tasks.task').length;
  const pressed = address.other.unread === '1';
  if (count === 0 && !pressed) return null;
  const label = count > 0 ? t('role.counted', { role: t('role.unread'), count, formatted: f.number(count) }) : t('role.unread');
  return <QuickChip label={label} icon="bell" pressed={pressed} onClick={() => address.set({ unread: pressed ? undefined : '1' })} />;
}

/** Ready-made filters by what one is to a task, with how many are open. */
export function RoleChips({ address: { filters, setFilters } }: { address: ListAddress }) {
  const { t } = useTranslation('tasks');
  const f = useFormat();
  const counts = useTaskCounts();
  const others = Object.fromEntries(Object.entries(filters).filter(([name]) => !names.includes(name)));
  return roles.map((role) => {
    const pressed = names.every((name) => filters[name] === role.filters[name]);
    const count = counts?.[role.id] ?? 0;
    // What waits or is late shows itself only where there is something.
    if (!pressed && count === 0 && (role.id === 'waiting' || role.id === 'overdue')) return null;
    return (
      <QuickChip
        key={role.id}
        label={count > 0 ? t('role.counted', { role: t(`role.${role.id}`), count, formatted: f.number(count) }) : t(`role.${role.id}`)}
        {...(role.id === 'overdue' ? { icon: 'alert' as const, alarm: true } : {})}
        pressed={pressed}
        onClick={() => setFilters(pressed ? others : { ...others, ...role.filters })}
      />
    );
  });
}
