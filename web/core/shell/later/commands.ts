import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { IconName } from '../../../ui/icon.js';
import type { Command } from '../../module.js';
import { useAddressQuery, usePath } from '../../navigation.js';
import { keyOf, useModules } from '../../registry.js';
import { useMay } from '../../session.js';
import { useVisibleSettings } from '../../settings/visible.js';
import { useMyChoices } from './use-my-choices.js';

export interface PaletteEntry {
  id: string;
  label: string;
  /** A second, quieter line. */
  hint?: string | undefined;
  icon: IconName;
  /** Where it goes, unless it opens or does something. */
  to: string;
  /** Opened over the page instead. */
  dialog?: Command['dialog'];
  /** Done at once instead. */
  run?: () => void;
}

/** The form in which words are compared. */
export const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[\u2018\u2019]/g, "'")
    .toLowerCase();

/** Places and commands of core and of the modules that are on, as far as the person may use them. */
export function useCommands(): PaletteEntry[] {
  const { t } = useTranslation('core');
  const modules = useModules();
  const may = useMay();
  const settings = useVisibleSettings();
  const path = usePath();
  const [asked] = useAddressQuery();
  const query = new URLSearchParams(asked).toString();
  const mine = useMyChoices();
  const places = useMemo(() => {
    return [
      ...modules.flatMap((module) =>
        (module.commands ?? [])
          .filter((each) => !each.right || may(each.right))
          .map((each) => ({
            id: `${module.id}.${each.id}`,
            label: t(keyOf(module.id, each.labelKey)),
            icon: each.icon,
            to: each.toFrom?.(path, query) ?? each.to,
            dialog: each.dialog,
          })),
      ),
      { id: 'home', label: t('search.goTo', { place: t('home.title') }), icon: 'home' as const, to: '/' },
      ...modules.flatMap((module) =>
        (module.rail ?? [])
          .filter((each) => !each.rights || each.rights.some(may))
          .map((each) => ({
            id: `${module.id}.${each.path}`,
            label: t('search.goTo', { place: t(keyOf(module.id, each.labelKey)) }),
            icon: each.icon,
            to: each.path,
          })),
      ),
      ...settings.map((page) => ({
        id: `settings.${page.path}`,
        label: t('search.setting', { page: page.label }),
        icon: page.icon,
        to: `/settings/${page.path}`,
      })),
      { id: 'people', label: t('search.goTo', { place: t('staff.title') }), icon: 'people' as const, to: '/people' },
      { id: 'me', label: t('search.goTo', { place: t('me.profile') }), icon: 'user' as const, to: '/me' },
    ];
  }, [t, modules, may, settings, path, query]);
  return [
    ...places,
    ...mine.schemes.map(({ id, icon, choose }) => ({ id: `theme.${id}`, label: `${t('theme.label')}: ${t(`theme.${id}`)}`, icon, to: '', run: choose })),
    ...mine.languages.map(({ id, choose }) => ({
      id: `language.${id}`,
      label: `${t('language.label')}: ${t(`language.${id}`)}`,
      icon: 'globe' as const,
      to: '',
      run: choose,
    })),
    { id: 'out', label: t('me.signOut'), icon: 'out', to: '', run: () => void mine.leave() },
  ];
}

/** Entries that hold every word of the query; those in which each begins a word come first. */
export function matching(entries: PaletteEntry[], query: string): PaletteEntry[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  const begins = (entry: PaletteEntry) => {
    const parts = plain(entry.label).split(/[\s,:.]+/);
    return words.every((word) => parts.some((part) => part.startsWith(word)));
  };
  const found = entries.filter((entry) => words.every((word) => plain(entry.label).includes(word)));
  return [...found.filter(begins), ...found.filter((entry) => !begins(entry))];
}
