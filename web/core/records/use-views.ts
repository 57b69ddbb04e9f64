import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type SavedView, type SavedViews, type ViewSettings, viewEndpoints } from '../../../server/contracts/core/views.js';
import { showNote, showUndo } from '../../ui/feedback.js';
import { call } from '../api.js';
import { useLiveEvents } from '../live.js';
import { useWorkThen } from '../use-work.js';
import { viewsKey, viewsQuery } from './queries.js';

const none: SavedViews = { items: [], defaults: { own: null, everyone: null } };

/** The saved views of one kind of record, and what can be done with them; refusals are told by the functions themselves. */
export function useViews(type: string) {
  const { t } = useTranslation('core');
  const client = useQueryClient();
  const query = useQuery(viewsQuery(type));
  const refresh = useCallback(() => client.invalidateQueries({ queryKey: viewsKey(type) }), [client, type]);
  useLiveEvents(
    useCallback(
      ({ name, data }) => {
        if (name === 'views.changed' && (data as { recordType?: string }).recordType === type) void client.invalidateQueries({ queryKey: viewsKey(type) });
      },
      [client, type],
    ),
  );
  const work = useWorkThen(refresh);
  return {
    ...(query.data ?? none),
    isPending: query.isPending,
    /** @throws ApiProblem, for the form that asks for the name. */
    create: async (draft: { name: string; shared: boolean; settings: ViewSettings }) => {
      const made = await call(viewEndpoints.create, { body: { recordType: type, ...draft } });
      await refresh();
      return made;
    },
    /** @throws ApiProblem, for the form that asks for the name. */
    rename: async (view: SavedView, name: string) => {
      await call(viewEndpoints.change, { params: { id: view.id }, body: { name } });
      await refresh();
    },
    keep: async (view: SavedView, settings: ViewSettings) => {
      const kept = await work(() => call(viewEndpoints.change, { params: { id: view.id }, body: { settings } }));
      if (!kept) return;
      showUndo({
        text: t('views.saved', { name: view.name }),
        onUndo: () => work.undo(() => call(viewEndpoints.change, { params: { id: view.id }, body: { settings: view.settings } })),
      });
    },
    share: (view: SavedView, shared: boolean) => work(() => call(viewEndpoints.change, { params: { id: view.id }, body: { shared } })),
    remove: async (view: SavedView) => {
      const removed = await work(() => call(viewEndpoints.remove, { params: { id: view.id } }));
      if (!removed) return false;
      showUndo({
        text: t('views.removed', { name: view.name }),
        onUndo: () => work.undo(() => call(viewEndpoints.restore, { params: { id: view.id } })),
      });
      return true;
    },
    setDefault: async (viewId: number | 'all' | null, everyone: boolean) => {
      const set = await work(() => call(viewEndpoints.setDefault, { body: { recordType: type, viewId, everyone } }));
      if (set)
        showNote({ text: t(`views.${viewId === null ? 'defaultOff' : viewId === 'all' ? 'defaultNone' : everyone ? 'defaultForAll' : 'defaultForMe'}`) });
    },
  };
}
