import i18next from 'i18next';
import { useSyncExternalStore } from 'react';
import type { Endpoint, Shape } from '../../../server/contracts/core/endpoint.js';
import { showNote } from '../../ui/feedback-store.js';
import { ApiProblem, addressOf, call, isUnreachable, onReach } from '../api.js';
import { queryClient } from '../query.js';
import { randomKey } from '../random.js';

/** Something new, or one changed field, that could not be sent yet. */
export interface Waiting {
  /** Also its Idempotency-Key: sent twice, it is done once. */
  id: string;
  /** Address from the portal's root. */
  path: string;
  body: unknown;
  /** Of a changed field: the value over which it was typed, so that somebody else's change meanwhile is seen. */
  changes?: { field: string; before: unknown };
  /** What it is, in words. */
  what: string;
  /** Kinds of record to be read again when it is stored. */
  types: readonly string[];
  at: string;
  /** Why the portal does not take it; it waits for the person then. */
  refused?: string;
}

let owner = '';
let entries: readonly Waiting[] = [];
let sending: Promise<void> | null = null;
const listeners = new Set<() => void>();
const nameOf = () => `sede.outbox:${owner}`;

function set(next: readonly Waiting[]): void {
  entries = next;
  if (next.length > 0) localStorage.setItem(nameOf(), JSON.stringify(next));
  else localStorage.removeItem(nameOf());
  for (const listener of listeners) listener();
}

/** Whose entries are meant from here on. */
export function setOutboxOwner(next: string): void {
  if (next === owner) return;
  owner = next;
  try {
    entries = JSON.parse(localStorage.getItem(nameOf()) ?? '[]') as Waiting[];
  } catch {
    entries = [];
  }
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useOutbox = (): readonly Waiting[] => useSyncExternalStore(subscribe, () => entries);

export const discardWaiting = (id: string): void => set(entries.filter((one) => one.id !== id));
/** Undoes {@link discardWaiting}. */
export function waitAgain(entry: Waiting): void {
  set([...entries, entry].sort((a, b) => a.at.localeCompare(b.at)));
  void flushOutbox();
}
export const forgetOutbox = (): void => set([]);

export function retryRefused(): Promise<void> {
  set(entries.map(({ refused: _, ...one }) => one));
  return flushOutbox();
}

/** What keeps an entry waiting: the network, a portal that starts or is asked too much, or its own first sending that still runs. */
const isForNow = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.status === 0 || error.status >= 500 || error.status === 429 || error.status === 401 || error.code === 'still-running');

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** A changed field goes on top of what others changed meanwhile, unless that is the same field. */
async function sendOne({ id, path, body, changes }: Waiting): Promise<void> {
  if (!changes) {
    await call({ method: 'POST', path, right: 'signed-in' } as Endpoint<{ body: unknown }>, { body, headers: { 'idempotency-key': id } });
    return;
  }
  const endpoint = { method: 'PATCH', path, right: 'signed-in' } as Endpoint<{ body: unknown }>;
  try {
    await call(endpoint, { body });
  } catch (error) {
    const current = error instanceof ApiProblem && error.code === 'stale-version' ? (error.problem.current as Record<string, unknown>) : null;
    // Sent before, and only the answer was lost.
    if (current && same(current[changes.field], (body as Record<string, unknown>)[changes.field])) return;
    if (!current || !same(current[changes.field], changes.before)) throw error;
    await call(endpoint, { body: { ...(body as object), version: current.version } });
  }
}

async function sendAll(): Promise<void> {
  for (let next = entries.find((one) => !one.refused); next; next = entries.find((one) => !one.refused)) {
    const { id, types } = next;
    try {
      await sendOne(next);
      discardWaiting(id);
      for (const type of types) void queryClient.invalidateQueries({ queryKey: [type] });
    } catch (error) {
      if (isForNow(error)) return;
      const why = error instanceof ApiProblem ? (error.errors[0]?.message ?? error.message) : String(error);
      set(entries.map((one) => (one.id === id ? { ...one, refused: why } : one)));
    }
  }
}

/** On plain HTTP the browser has no locks; then the key of each entry keeps it from being stored twice. */
async function inTurn(): Promise<void> {
  const locks = (navigator as { locks?: LockManager }).locks;
  if (locks) await locks.request(nameOf(), sendAll);
  else await sendAll();
}

/** Sends what waits, in its order; one tab at a time where the browser can tell. */
function flushOutbox(): Promise<void> {
  if (entries.every((one) => one.refused)) return Promise.resolve();
  sending ??= inTurn().finally(() => {
    sending = null;
  });
  return sending;
}

/** Sends by itself as soon as the portal is reached again. @returns what ends it. */
export function startOutbox(): () => void {
  const flush = () => void flushOutbox();
  const stop = onReach((reached) => {
    // Its own calls reach the portal too.
    if (reached && sending === null) flush();
  });
  addEventListener('online', flush);
  flush();
  return () => {
    stop();
    removeEventListener('online', flush);
  };
}

function wait(entry: Omit<Waiting, 'at'>): void {
  set([...entries, { ...entry, at: new Date().toISOString() }]);
  // The line above the page may be covered by what is open over it.
  showNote({ text: i18next.t('core:outbox.kept', { what: entry.what }) });
}

/** The path of an endpoint's address, from the portal's root. */
const pathTo = (endpoint: Pick<Endpoint, 'path'>, input: { params?: unknown }): string => addressOf(endpoint, input).slice(addressOf({ path: '' }).length);

/** Keeps the change of one field that could not be sent, until the portal is reached again. */
export function waitWithChange(
  endpoint: Pick<Endpoint, 'path'>,
  id: number,
  change: { field: string; value: unknown; before: unknown; version: number },
  { what, types }: { what: string; types: readonly string[] },
): void {
  const { field, value, before, version } = change;
  wait({ id: randomKey(), path: pathTo(endpoint, { params: { id } }), body: { [field]: value, version }, changes: { field, before }, what, types });
}

/**
 * Sends something new, or keeps it until the portal can be reached; what waits already goes first.
 * @returns the answer, or null when it waits.
 * @throws ApiProblem when the portal refuses it.
 */
export async function sendOrWait<S extends Shape>(
  endpoint: Endpoint<S>,
  input: { params?: unknown; body: unknown },
  { what, types }: { what: string; types: readonly string[] },
): Promise<(S extends { reply: infer R } ? R : undefined) | null> {
  const id = randomKey();
  const keep = () => {
    wait({ id, path: pathTo(endpoint, input), body: input.body, what, types });
    return null;
  };
  if (entries.some((one) => !one.refused)) {
    keep();
    void flushOutbox();
    return null;
  }
  try {
    return (await call(endpoint, { ...input, headers: { 'idempotency-key': id } } as never)) as never;
  } catch (error) {
    if (isUnreachable(error)) return keep();
    throw error;
  }
}
