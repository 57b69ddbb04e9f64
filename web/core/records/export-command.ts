import type { Command } from '../module.js';

/**
 * The command that offers the file of the list one looks at, as it is filtered; from elsewhere that of the first kind.
 * @param lists paths of the lists, such as `/crm/deals`.
 * @param plain what the address must say besides for the rows to stand in one plain list, which alone can be exported.
 */
export function exportCommand(lists: readonly [string, ...string[]], right: string, plain: Readonly<Record<string, string>> = {}): Command {
  const asked = { ...plain, view: 'list', do: 'export' };
  const opened = (list: string, query: string) => `${list}?${new URLSearchParams([...new URLSearchParams(query), ...Object.entries(asked)])}`;
  return {
    id: 'export',
    labelKey: 'export.command',
    icon: 'download',
    right,
    to: opened(lists[0], ''),
    toFrom(path, query) {
      const here = lists.find((list) => path === list);
      const kept = new URLSearchParams(query);
      for (const name of [...Object.keys(asked), 'tab']) kept.delete(name);
      return here ? opened(here, kept.toString()) : opened(lists[0], '');
    },
  };
}
