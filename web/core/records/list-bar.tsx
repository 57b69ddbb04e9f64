import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedView } from '../../../server/contracts/core/views.js';
import { ActionMenu, type Entry } from '../../ui/action-menu.js';
import { Button, IconButton } from '../../ui/button.js';
import { PageBar, type PageBarProps } from '../../ui/page-bar.js';
import { Tick } from '../form/field.js';
import { NameDialog } from '../form/name-dialog.js';
import { useOnlyLooks, useSession } from '../session.js';
import type { ListAddress } from './list-address.js';
import s from './list-bar.module.css';
import { settingsToSave } from './use-arranged-columns.js';
import { isSameView, useViewOfOthers } from './use-view-of-others.js';
import { useViews } from './use-views.js';

interface ListBarProps extends Pick<PageBarProps, 'segments' | 'onSegment' | 'primary'> {
  /** The kind of record. */
  type: string;
  address: ListAddress;
  /** Field of the person it belongs to, for "Mine only"; none where records have no owner. */
  owner: string | undefined;
}

/** Above a list: its saved views with all that can be done to them, how it is shown, and the one filled button. */
export function ListBar({ type, address, owner, ...bar }: ListBarProps) {
  const { t } = useTranslation('core');
  const [module, kind] = type.split('.');
  const { person, permissions } = useSession();
  const me = person.id;
  const mayManage = permissions['core.settings.manage'] === 'all';
  const looks = useOnlyLooks();
  const views = useViews(type);
  const [asking, setAsking] = useState<'create' | SavedView | null>(null);
  const [shared, setShared] = useState(false);
  const { saved, show, settings, filters, set } = address;
  const current = views.items.find(({ id }) => String(id) === saved);
  const goesByMe = useViewOfOthers(current, address, !views.isPending);
  const { own, everyone } = views.defaults;
  const opensWith = own === 'all' ? null : (own ?? everyone);
  // Where a list opens with a view, "All" is a choice too and stands in the address.
  const chosenNone = opensWith === null ? undefined : 'all';
  // Shared or kept, "mine" stays whoever looks; an older address has the number.
  const isMine = owner !== undefined && (filters[owner] === 'me' || filters[owner] === String(me));
  const builtIn = owner === undefined ? ['all'] : ['all', 'mine'];
  const choose = (id: string) => {
    const view = views.items.find((one) => String(one.id) === id);
    if (view) return show(view.settings, id);
    const mine = owner === undefined ? {} : { [owner]: id === 'mine' ? 'me' : undefined };
    // A saved view is left with its filters; of filters by hand only whose records they are changes.
    if (current) return show({ query: id === 'mine' && owner !== undefined ? { [owner]: 'me' } : {}, look: { view: address.view } }, chosenNone);
    set({ ...mine, saved: chosenNone });
  };
  const mayChange = current !== undefined && !looks && (current.ownerId === me || mayManage);
  const isChanged = current !== undefined && !isSameView(current.settings, settings);
  const askName = () => {
    setShared(false);
    setAsking('create');
  };
  const entries: Entry[] = looks ? [] : [{ id: 'create', label: t('views.saveAs'), icon: 'plus', onSelect: askName }];
  if (!current && !looks && (opensWith !== null || own === 'all'))
    entries.push('line', {
      id: 'opens-all',
      label: t('views.openWithNone'),
      icon: 'star',
      checked: own === 'all',
      onSelect: () => void views.setDefault(own === 'all' || everyone === null ? null : 'all', false),
    });
  if (current) {
    if (mayChange) {
      if (isChanged) entries.unshift({ id: 'keep', label: t('views.keep'), icon: 'check', onSelect: () => void views.keep(current, settings) });
      entries.push({ id: 'rename', label: t('views.rename'), icon: 'edit', onSelect: () => setAsking(current) });
      entries.push({
        id: 'share',
        label: t('views.share'),
        icon: 'people',
        checked: current.shared,
        onSelect: () => void views.share(current, !current.shared),
      });
    }
    if (isChanged) entries.push({ id: 'back', label: t('views.back'), icon: 'undo', onSelect: () => show(current.settings, String(current.id)) });
  }
  if (current && !looks) {
    entries.push('line');
    const isOwn = own === current.id;
    const isForAll = everyone === current.id;
    entries.push({
      id: 'own',
      label: t('views.openWith'),
      icon: 'star',
      checked: isOwn,
      onSelect: () => void views.setDefault(isOwn ? null : current.id, false),
    });
    if (mayManage && current.shared)
      entries.push({
        id: 'everyone',
        label: t('views.openForAll'),
        icon: 'people',
        checked: isForAll,
        onSelect: () => void views.setDefault(isForAll ? null : current.id, true),
      });
    if (own !== null && !isOwn && isForAll)
      entries.push({ id: 'as-all', label: t('views.openAsAll'), icon: 'undo', onSelect: () => void views.setDefault(null, false) });
    if (mayChange)
      entries.push('line', {
        id: 'remove',
        label: t('views.remove'),
        icon: 'trash',
        danger: true,
        onSelect: async () => {
          goesByMe(current.id);
          if (await views.remove(current)) show({ query: {}, look: { view: address.view } }, 'all');
        },
      });
  }
  return (
    <>
      <PageBar
        views={[
          ...builtIn.map((id) => ({ id, label: t([`${module}:${kind}.views.${id}`, `views.${id}`]) })),
          ...views.items.map((view) => ({ id: String(view.id), label: view.name, ...(view.id === opensWith ? { note: t('views.opens') } : {}) })),
        ]}
        view={current ? String(current.id) : isMine ? 'mine' : owner === undefined || filters[owner] === undefined ? 'all' : null}
        onView={choose}
        tools={
          <>
            {isChanged && (
              <>
                <span className={s.changed}>{t('views.changed')}</span>
                {mayChange && (
                  <Button small className={s.wide} onClick={() => void views.keep(current, settings)}>
                    {t('views.save')}
                  </Button>
                )}
                {!looks && (
                  <Button small look="quiet" className={s.wide} onClick={() => setAsking('create')}>
                    {t('views.saveAs')}
                  </Button>
                )}
              </>
            )}
            {entries.length > 0 && <ActionMenu label={t('views.menu')} entries={entries} target={<IconButton icon="down" label={t('views.menu')} />} />}
          </>
        }
        segment={address.view}
        {...bar}
      />
      {asking !== null && (
        <NameDialog
          title={t(asking === 'create' ? 'views.newTitle' : 'views.renameTitle')}
          action={t('views.save')}
          initial={asking === 'create' ? '' : asking.name}
          longest={80}
          onSave={async (name) => {
            if (asking !== 'create') return views.rename(asking, name);
            const made = await views.create({ name, shared, settings: settingsToSave(type, address) });
            show(made.settings, String(made.id));
          }}
          onClose={() => setAsking(null)}
        >
          {asking === 'create' && <Tick label={t('views.shareTick')} help={t('views.shareHelp')} checked={shared} onChange={setShared} />}
        </NameDialog>
      )}
    </>
  );
}
