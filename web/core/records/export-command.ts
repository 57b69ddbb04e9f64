import type { Command } from '../module.js';

/**
 * The command that offers the file of the list one looks at, as it is filtered; from elsewhere that of the first kind.
 * @param lists paths of the lists, such as `/crm/deals`.
 */
export function exportCommand(lists: readonly [string, ...string[]], right: string): Command {
  const opened = (list: string, query: string) => `${list}?${new URLSearchParams([...new URLSearchParams(query), ['view', 'list'], ['do', 'export']])}`;
  return {
    id: 'export',
    labelKey: 'export.command',
    icon: 'download',
    right,
    to: opened(lists[0], ''),
    toFrom(path, query) {
      const here = lists.find((list) => path === list);
      const kept = new URLSearchParams(query);
      for (const name of ['view', 'do', 'tab']) kept.delete(name);
      return here ? opened(here, kept.toString()) : opened(lists[0], '');
    },
  };
}
