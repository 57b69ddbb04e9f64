import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { binEndpoints } from '../../../../server/contracts/core/bin.js';
import type { lostReasonEndpoints, sourceEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import type { Source } from '../../../../server/contracts/crm/records.js';
import { call } from '../../../core/api.js';
import { NameDialog } from '../../../core/form/name-dialog.js';
import { useMay } from '../../../core/session.js';
import settings from '../../../core/settings/settings.module.css';
import { useWorkThen } from '../../../core/use-work.js';
import { ActionMenu, type Entry } from '../../../ui/action-menu.js';
import { Button } from '../../../ui/button.js';
import { showNote, showUndo } from '../../../ui/feedback.js';
import { Sortable } from '../../../ui/sortable/sortable.js';
import { refresh, useLeaving, usePlaces, useUnmerge, useUses } from './data.js';
import { Leaving } from './leaving.js';
import { MergeDialog } from './merge-dialog.js';
import s from './pipelines-page.module.css';
import { Used } from './used.js';

/** Kinds whose records name an entry. */
const named = ['crm.lead', 'crm.deal', 'crm.contact', 'crm.company'];

/** A short list of words that records choose from: added to, renamed, sorted; what is retired stays on the records that have it. */
export function Dictionary({
  type,
  words: key,
  endpoints,
  items,
}: {
  type: 'crm.source' | 'crm.lost-reason';
  /** Group of its texts below `settings`. */
  words: 'sources' | 'lostReasons';
  endpoints: typeof sourceEndpoints | typeof lostReasonEndpoints;
  items: readonly Source[];
}) {
  const { t } = useTranslation('crm');
  const may = useMay();
  const used = useUses(type, endpoints.uses);
  useLeaving(type, ...named);
  const unmerge = useUnmerge();
  const [merging, setMerging] = useState<Source | null>(null);
  const [naming, setNaming] = useState<Source | 'new' | null>(null);
  const retired = useQuery({
    queryKey: [type, 'list', 'retired'],
    queryFn: async () => (await call(binEndpoints.list, { query: { type, limit: 200 } })).items,
    enabled: may(`${type}.delete`),
  });
  const work = useWorkThen(useCallback(() => refresh(type, 'core.bin', ...named), [type]));
  const places = usePlaces(type, (id, position) => call(endpoints.change, { params: { id }, body: { position } }));
  const restored = (id: number) => () => call(endpoints.restore, { params: { id } });
  const retire = async (item: Source) => {
    if (!(await work(() => call(endpoints.remove, { params: { id: item.id } })))) return;
    showUndo({ text: t('settings.retired', { name: item.name }), onUndo: () => work.undo(restored(item.id)) });
  };
  const save = async (name: string) => {
    if (naming === 'new') await call(endpoints.create, { body: { name } });
    else if (naming) await call(endpoints.change, { params: { id: naming.id }, body: { name, version: naming.version } });
    await refresh(type);
  };
  const merge = async (item: Source, into: number) => {
    const left = await call(endpoints.merge, { params: { id: item.id }, body: { into } });
    await refresh(type, 'core.bin', ...named);
    const name = items.find(({ id }) => id === into)?.name;
    if (left.movesTo !== null) return showNote({ text: t('settings.goesOn', { name: item.name }) });
    return showUndo({
      text: t('settings.merged', { name: item.name, into: name }),
      onUndo: () => work.undo(() => unmerge(item.name ?? '', left.runs, restored(item.id))),
    });
  };
  const entries = (item: Source): Entry[] => [
    { id: 'rename', label: t('settings.rename'), icon: 'edit', onSelect: () => setNaming(item) },
    ...(may(`${type}.delete`) && item.movesTo === null
      ? [
          { id: 'merge', label: t('settings.merge'), icon: 'arrow' as const, onSelect: () => setMerging(item) },
          'line' as const,
          { id: 'retire', label: t('settings.retire'), icon: 'archive' as const, onSelect: () => void retire(item) },
        ]
      : []),
  ];
  const gone = retired.data ?? [];
  return (
    <section className={settings.section}>
      <div className={s.head}>
        <h3>{t(`settings.${key}.title`)}</h3>
        {may(`${type}.create`) && (
          <Button icon="plus" onClick={() => setNaming('new')}>
            {t(`settings.${key}.add`)}
          </Button>
        )}
      </div>
      <div className={`${settings.card} ${settings.plain}`}>
        {items.length === 0 && <p className={s.hint}>{t('settings.noEntries')}</p>}
        <Sortable label={t(`settings.${key}.title`)} items={items} nameOf={(item) => item.name ?? ''} {...places} canMove={may(`${type}.change`)}>
          {(item) => (
            <>
              <div className={s.words}>
                {item.name}
                <Used below count={used(item.id)} />
                <Leaving entry={item} left={used(item.id)} siblings={items} />
              </div>
              <Used count={used(item.id)} />
              {may(`${type}.change`) && <ActionMenu label={t('settings.actions', { name: item.name })} entries={entries(item)} />}
            </>
          )}
        </Sortable>
      </div>
      {gone.length > 0 && (
        <details className={s.retired}>
          <summary>{t('settings.retiredOnes', { count: gone.length })}</summary>
          <ul className={settings.lines}>
            {gone.map((entry) => (
              <li key={entry.id}>
                <div>{entry.title}</div>
                <Button
                  look="quiet"
                  icon="undo"
                  aria-label={t('settings.useAgainOne', { name: entry.title })}
                  onClick={() => void work(restored(entry.recordId))}
                >
                  {t('settings.useAgain')}
                </Button>
              </li>
            ))}
          </ul>
        </details>
      )}
      {merging && (
        <MergeDialog
          name={merging.name ?? ''}
          count={used(merging.id)}
          others={items.filter((one) => one.id !== merging.id && one.movesTo === null).map(({ id, name }) => ({ id, name: name ?? '' }))}
          onMerge={(into) => merge(merging, into)}
          onClose={() => setMerging(null)}
        />
      )}
      {naming && (
        <NameDialog
          title={t(naming === 'new' ? `settings.${key}.add` : 'settings.rename')}
          action={t(naming === 'new' ? 'settings.add' : 'settings.rename')}
          initial={naming === 'new' ? '' : (naming.name ?? '')}
          onSave={save}
          onClose={() => setNaming(null)}
        />
      )}
    </section>
  );
}
