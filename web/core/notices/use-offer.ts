import { useMemo } from 'react';
import type { Notice } from '../../../server/contracts/core/notices.js';
import type { IconName } from '../../ui/icon.js';
import type { NoticeAction } from '../module.js';
import { keyOf, useModules, useRecordPlaces } from '../registry.js';
import { useMay, useOnlyLooks, useSession } from '../session.js';
import { coreOffers } from './offers.js';

export interface Offered {
  icon: IconName;
  /** From the portal's root; null: it leads nowhere. */
  to: string | null;
  /** Those that the person may take, their label keys with the namespace. */
  actions: NoticeAction[];
}

/** The same action, its texts named with their namespace. */
function withKeys(moduleId: string, { run, ...action }: NoticeAction): NoticeAction {
  const named = { ...action, labelKey: keyOf(moduleId, action.labelKey) };
  if (!run) return named;
  return {
    ...named,
    run: async () => {
      const done = await run();
      return done && { ...done, saidKey: keyOf(moduleId, done.saidKey) };
    },
  };
}

/** Where a notice leads and what can be done on it: as its module says, core, and its record. */
export function useOffers(): (notice: Notice) => Offered {
  const modules = useModules();
  const placeOf = useRecordPlaces();
  const may = useMay();
  const looks = useOnlyLooks();
  const { id, timeZone } = useSession().person;
  return useMemo(() => {
    const own = modules.flatMap((module) => Object.entries(module.notices ?? {}).map(([code, offer]) => [code, { moduleId: module.id, offer }] as const));
    const core = Object.entries(coreOffers(modules)).map(([code, offer]) => [code, { moduleId: 'core', offer }] as const);
    const offers = new Map([...core, ...own]);
    const reader = { id, timeZone };
    return (notice) => {
      const { moduleId = 'core', offer } = offers.get(notice.code) ?? {};
      // What was done meanwhile, by whomever, is not to be done again.
      const asked = notice.outcome === null ? (offer?.actions?.(notice, reader) ?? []) : [];
      const place = notice.recordType && notice.recordId !== null ? placeOf(notice.recordType, notice.recordId) : null;
      return {
        icon: offer?.icon ?? place?.icon ?? 'bell',
        to: offer?.to?.(notice, reader) ?? (place ? (notice.url ?? place.url) : null),
        actions: asked
          .filter(({ right, href }) => (right === undefined || may(right)) && !(looks && href === undefined))
          .map((action) => withKeys(moduleId, action)),
      };
    };
  }, [modules, placeOf, may, looks, id, timeZone]);
}
