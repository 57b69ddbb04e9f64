/** Keys of the cache for a kind of record; live events about `crm.deal` touch what begins with `['crm.deal', …]`. */
export const recordKeys = {
  list: (type: string, query: object) => [type, 'list', query] as const,
  board: (type: string, query: object) => [type, 'board', query] as const,
  one: (type: string, id: number) => [type, 'one', id] as const,
  timeline: (type: string, id: number) => [type, 'timeline', id] as const,
};
