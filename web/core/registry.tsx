import { type ComponentType, createContext, lazy, type ReactNode, useContext, useMemo } from 'react';
import type { IconName } from '../ui/icon.js';
import { loadTexts } from './i18n.js';
import type { CommentAction, FromComment, Load, RecordTab, WebModule } from './module.js';
import { coreTabs } from './records/core-tabs.js';
import { useMay } from './session.js';

const entries = import.meta.glob<{ default: WebModule }>('../modules/*/entry.tsx');

/** All that this portal has screens for, on or off. */
export const moduleIds: readonly string[] = Object.keys(entries).map((path) => path.split('/')[2] as string);

export interface Loaded {
  modules: WebModule[];
  /** Modules that are on but whose screens could not be fetched. */
  missing: string[];
}

/**
 * Fetches the entries and texts of these modules and of no other, in this order.
 * @param onEntry called with each entry as soon as it is there, when its texts may not be.
 */
export async function loadModules(ids: readonly string[], onEntry: (module: WebModule) => void): Promise<Loaded> {
  const styles = ids.length > 0 ? import('./look/mantine-records.js') : null;
  const results = await Promise.all(
    ids.map(async (id) => {
      const entry = entries[`../modules/${id}/entry.tsx`];
      if (!entry) return { id, module: null, failed: false };
      try {
        const reading = entry().then(({ default: module }) => {
          onEntry(module);
          return module;
        });
        const [module] = await Promise.all([reading, loadTexts([id])]);
        return { id, module, failed: false };
      } catch (error) {
        // One module whose files are missing must not keep the others from starting; the shell says which.
        console.error(`The screens of ${id} could not be loaded`, error);
        return { id, module: null, failed: true };
      }
    }),
  );
  await styles;
  return {
    modules: results.flatMap((each) => (each.module ? [each.module] : [])),
    missing: results.filter((each) => each.failed).map((each) => each.id),
  };
}

const Context = createContext<Loaded>({ modules: [], missing: [] });

export function ModulesProvider({ loaded, children }: { loaded: Loaded; children: ReactNode }) {
  return <Context value={loaded}>{children}</Context>;
}

/** The modules that are on, in the order of the rail. */
export const useModules = (): WebModule[] => useContext(Context).modules;
export const useMissingModules = (): string[] => useContext(Context).missing;

const lazyPages = new Map<Load<never>, ComponentType<never>>();
/** The component behind a `load`, always the same one, so that it is not mounted anew at each rendering. */
export function lazyOf<P>(load: Load<P>): ComponentType<P> {
  let made = lazyPages.get(load as Load<never>) as ComponentType<P> | undefined;
  if (!made) {
    made = lazy(load as unknown as Load) as unknown as ComponentType<P>;
    lazyPages.set(load as Load<never>, made as ComponentType<never>);
  }
  return made;
}

export type ReadyTab = Omit<RecordTab, 'load'> & { moduleId: string; component: ComponentType<{ recordType: string; recordId: number }> };

const keptCoreTabs = new Map<string, ReadyTab[]>();
/** Core's own tabs for one kind of record, always the same ones. */
function coreTabsOf(recordType: string): ReadyTab[] {
  const tabs = keptCoreTabs.get(recordType) ?? coreTabs(recordType).map(({ load, ...tab }) => ({ ...tab, moduleId: 'core', component: lazyOf(load) }));
  keptCoreTabs.set(recordType, tabs);
  return tabs;
}

/** Tabs that the modules which are on contribute to records of this type, as far as the person may see them, and then those of core. */
export function useRecordTabs(recordType: string): ReadyTab[] {
  const modules = useModules();
  const may = useMay();
  return useMemo(
    () => [
      ...modules.flatMap((module) =>
        (module.recordTabs ?? [])
          .filter(
            (tab) =>
              (tab.recordType === recordType || (tab.recordType === '*' && !recordType.startsWith(`${module.id}.`))) &&
              (!tab.right || may(tab.right)) &&
              (!tab.rights || tab.rights.some((right) => may(right))),
          )
          .map(({ load, ...tab }) => ({ ...tab, moduleId: module.id, component: lazyOf(load) })),
      ),
      ...coreTabsOf(recordType),
    ],
    [modules, may, recordType],
  );
}

export type ReadyCommentAction = Omit<CommentAction, 'load'> & { moduleId: string; component: ComponentType<FromComment> };

/** What the modules that are on begin from a comment, as far as the person may. */
export function useCommentActions(): ReadyCommentAction[] {
  const modules = useModules();
  const may = useMay();
  return useMemo(
    () =>
      modules.flatMap((module) =>
        (module.commentActions ?? [])
          .filter(({ right }) => !right || may(right))
          .map(({ load, ...action }) => ({ ...action, moduleId: module.id, component: lazyOf(load) })),
      ),
    [modules, may],
  );
}

/** Address and icon of records; null for kinds of modules that are off. */
export function useRecordPlaces(): (type: string, id: number) => { icon: IconName; url: string } | null {
  const modules = useModules();
  return useMemo(() => {
    const kinds = new Map(modules.flatMap((module) => Object.entries(module.records ?? {})));
    return (type, id) => {
      const kind = kinds.get(type);
      return kind ? { icon: kind.icon, url: kind.url(id) } : null;
    };
  }, [modules]);
}

/** A module's text key with its namespace: `rail` of crm is `crm:rail`, `core:rail` stays. */
export const keyOf = (moduleId: string, key: string): string => (key.includes(':') ? key : `${moduleId}:${key}`);
