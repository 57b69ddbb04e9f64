import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import type { Money } from '../../../server/contracts/core/fields.js';
import { type KindChoices, type Notice, type NoticeKindSetting, type NoticeSettingsChange, noticeEndpoints } from '../../../server/contracts/core/notices.js';
import { shortened } from '../../ui/format.js';
import type { Format } from '../../ui/ui-context.js';
import { call } from '../api.js';
import { moduleName } from '../module-words.js';
import { useSession } from '../session.js';

const isMoney = (value: unknown): value is Money => typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;

function written(value: unknown, f: Format): unknown {
  if (isMoney(value)) return f.money(value);
  if (typeof value === 'number') return f.number(value);
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) return f.instant(value);
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) return f.day(value);
  return typeof value === 'string' ? shortened(value) : (value ?? '');
}

/** A notice in the reader's words: code `crm.lead.assigned` is the text `crm:notice.lead.assigned`, else the server's own line. */
export function noticeText(notice: Notice, f: Format): string {
  const dot = notice.code.indexOf('.');
  const key = `${notice.code.slice(0, dot)}:notice.${notice.code.slice(dot + 1)}`;
  const params = Object.fromEntries(Object.entries(notice.params).map(([name, value]) => [name, written(value, f)]));
  const module = typeof notice.params.module === 'string' ? { module: moduleName(notice.params.module) } : {};
  const actor = params.actor || i18next.t('core:notice.portal');
  return i18next.exists(key) ? i18next.t(key, { ...params, ...module, actor }) : shortened(notice.title) || i18next.t('core:notice.unknown');
}

/** Number of notices not read yet; follows live events. */
export function useUnread(): number {
  const { unreadNotices } = useSession();
  const query = useQuery({
    queryKey: ['core.notice', 'unread'],
    queryFn: async () => (await call(noticeEndpoints.list, { query: { limit: 1 } })).unread,
    initialData: unreadNotices,
    staleTime: 60_000,
  });
  return query.data;
}

export interface NoticeFilter {
  unread?: boolean;
  kind?: string;
}

export function useNotices(filter: NoticeFilter = {}) {
  return useInfiniteQuery({
    queryKey: ['core.notice', 'list', filter],
    queryFn: ({ pageParam }) => call(noticeEndpoints.list, { query: { limit: 20, ...filter, ...(pageParam ? { after: pageParam } : {}) } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: 0,
  });
}

/** Marks notices as read, or as unread again; both at once on the screen. */
export function useReadNotices() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { ids?: number[]; all?: boolean; about?: { recordType: string; recordId: number }; read?: boolean }) =>
      call(noticeEndpoints.read, { body }),
    onSuccess: ({ unread }) => {
      client.setQueryData(['core.notice', 'unread'], unread);
      for (const part of ['list', 'about']) void client.invalidateQueries({ queryKey: ['core.notice', part] });
    },
  });
}

/** The settings in question, in the reader's language, since the kinds are. */
const useSettingsKey = (whose: 'settings' | 'usual') => ['core.notice', whose, useSession().person.language];

/** How the person is told. */
export const useNoticeSettings = () => useQuery({ queryKey: useSettingsKey('settings'), queryFn: () => call(noticeEndpoints.settings) });

/** How those are told who have not chosen. */
export const useUsualNotices = () => useQuery({ queryKey: useSettingsKey('usual'), queryFn: () => call(noticeEndpoints.usual) });

/** The kinds with what was chosen; what a choice that is taken back leaves, the answer says. */
const chosen = (kinds: readonly NoticeKindSetting[], choices: KindChoices = {}): NoticeKindSetting[] =>
  kinds.map((kind) => ({ ...kind, ...choices[kind.id], own: choices[kind.id] === undefined ? kind.own : choices[kind.id] !== null }));

/** Stores a choice at once. What was chosen stands on the screen before the answer, and goes back where it is refused. */
function useChange<S extends { kinds: NoticeKindSetting[] }, C extends { kinds?: KindChoices }>(whose: 'settings' | 'usual', send: (change: C) => Promise<S>) {
  const client = useQueryClient();
  const key = useSettingsKey(whose);
  const mutationKey = ['core.notice', whose];
  return useMutation({
    mutationFn: send,
    onMutate: ({ kinds, ...rest }) => {
      const before = client.getQueryData<S>(key);
      if (before) client.setQueryData(key, { ...before, ...rest, kinds: chosen(before.kinds, kinds) });
      return before;
    },
    onError: (_error, _change, before) => client.setQueryData(key, before),
    // The last answer is the whole: an earlier one must not take back what was chosen meanwhile.
    onSuccess: (settings) => {
      if (client.isMutating({ mutationKey }) === 1) client.setQueryData(key, settings);
    },
    mutationKey,
    scope: { id: mutationKey.join('.') },
  });
}

export const useChangeNoticeSettings = () => useChange('settings', (body: NoticeSettingsChange) => call(noticeEndpoints.changeSettings, { body }));

export const useChangeUsualNotices = () => useChange('usual', (body: { kinds: KindChoices }) => call(noticeEndpoints.changeUsual, { body }));
