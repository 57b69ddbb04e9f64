import type { DraftOf, PatchOf, RecordDeclaration, RecordOf } from './fields.js';

/** What a call carries and answers; only types, nothing of it exists at run time. */
export interface Shape {
  params?: unknown;
  query?: unknown;
  body?: unknown;
  reply?: unknown;
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/**
 * One route of the public API. `right` is `public`, `signed-in` or the name of a permission; with a permission the
 * route is refused to whoever has it in no scope, and the scope itself is applied where the records are read.
 */
export interface Endpoint<S extends Shape = Shape> {
  method: Method;
  path: string;
  right: string;
  /** Answer code on success; 200 unless said. */
  status?: number;
  /** Never set: carries the types. */
  readonly shape?: S;
}

export const endpoint =
  <S extends Shape>() =>
  (method: Method, path: string, right: string, status?: number): Endpoint<S> => ({ method, path: `/api/v1${path}`, right, ...(status ? { status } : {}) });

export interface ById {
  id: number;
}

/** Answer of a list; `total` only when asked with `total=true`. */
export interface Page<T> {
  items: T[];
  next: string | null;
  total?: number;
  sums?: { currency: string; count: number; amount: number }[];
}

export type ListQuery = Record<string, string | number | boolean | undefined>;

export interface HistoryEntry {
  id: number;
  at: string;
  actorId: number | null;
  kind: 'created' | 'changed' | 'deleted' | 'restored';
  changes: Record<string, { from: unknown; to: unknown }>;
}

/** The seven routes that every record has; a module spreads them and adds its actions. */
export function recordEndpoints<const D extends RecordDeclaration>(d: D) {
  const base = `/${d.module}/${d.plural}`;
  return {
    list: endpoint<{ query: ListQuery; reply: Page<RecordOf<D>> }>()('GET', base, `${d.type}.read`),
    create: endpoint<{ body: DraftOf<D>; reply: RecordOf<D> }>()('POST', base, `${d.type}.create`, 201),
    get: endpoint<{ params: ById; reply: RecordOf<D> }>()('GET', `${base}/:id`, `${d.type}.read`),
    change: endpoint<{ params: ById; body: PatchOf<D>; reply: RecordOf<D> }>()('PATCH', `${base}/:id`, `${d.type}.change`),
    remove: endpoint<{ params: ById; reply: RecordOf<D> }>()('DELETE', `${base}/:id`, `${d.type}.delete`),
    restore: endpoint<{ params: ById; reply: RecordOf<D> }>()('POST', `${base}/:id/restore`, `${d.type}.delete`),
    history: endpoint<{ params: ById; reply: { items: HistoryEntry[] } }>()('GET', `${base}/:id/history`, `${d.type}.read`),
  };
}

/** RFC 9457 problem, as every refusal of the API is answered. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  /** Fields that are wrong: `path` is the field's name, dotted inside rows (`rows.0.quantity`). */
  errors?: { path: string; message: string }[];
  requestId?: string;
  [extra: string]: unknown;
}
