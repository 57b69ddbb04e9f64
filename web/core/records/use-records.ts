import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { ById, Endpoint, ListQuery, Page } from '../../../server/contracts/core/endpoint.js';
import { PutOff } from '../../ui/problem.js';
import { ApiProblem, call, isUnreachable } from '../api.js';
import { waitWithChange } from '../offline/outbox.js';
import { recordKeys } from './keys.js';
import { type GetEndpoint, recordQuery } from './queries.js';

export type ListEndpoint<T> = Endpoint<{ query: ListQuery; reply: Page<T> }>;

/** A list that loads on as it is scrolled; `total` and `sums` come with the first page. */
export function useRecordList<T extends { id: number }>(type: string, endpoint: ListEndpoint<T>, query: ListQuery, enabled = true) {
  const result = useInfiniteQuery({
    queryKey: recordKeys.list(type, query),
    queryFn: ({ pageParam, signal }) => call(endpoint, { query: { limit: 100, ...query, ...(pageParam ? { after: pageParam } : { total: true }) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    enabled,
  });
  const pages = result.data?.pages ?? [];
  return { ...result, items: pages.flatMap((page) => page.items), total: pages[0]?.total, sums: pages[0]?.sums ?? [] };
}

export function useRecord<T>(type: string, endpoint: GetEndpoint<T>, id: number | null) {
  return useQuery({ ...recordQuery(type, endpoint, id ?? 0), enabled: id !== null });
}

export interface ConflictState {
  /** What is stored now. */
  theirs: Record<string, unknown>;
  /** What this person wanted to store. */
  mine: Record<string, unknown>;
  /** Ends the saving that waits for the choice. */
  end: (how?: PutOff) => void;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/**
 * Saves single fields of a record with the version it was read in. Somebody else's change in between is not overwritten: it is
 * kept in `conflict` until the person has chosen; putting that off rejects the saving with {@link PutOff}.
 */
export function useFieldSaving<T extends { id: number; version: number }>(
  type: string,
  endpoint: Endpoint<{ params: ById; body: never; reply: T }> | Endpoint,
  record: T | undefined,
) {
  const client = useQueryClient();
  const [conflict, setConflict] = useState<ConflictState | null>(null);
  const store = useCallback(
    async (values: Record<string, unknown>, version: number) => {
      if (!record) return;
      const next = (await call(endpoint as Endpoint<{ params: ById; body: object; reply: T }>, {
        params: { id: record.id },
        body: { ...values, version },
      })) as T;
      client.setQueryData(recordKeys.one(type, record.id), next);
      await client.invalidateQueries({ queryKey: [type] });
    },
    [client, endpoint, record, type],
  );
  const ask = useCallback(
    (theirs: Record<string, unknown>, mine: Record<string, unknown>) =>
      new Promise<void>((resolve, reject) => setConflict({ theirs, mine, end: (putOff) => (putOff ? reject(putOff) : resolve()) })),
    [],
  );
  const save = useCallback(
    async (name: string, value: unknown, before: unknown) => {
      if (!record) return;
      // The other change has arrived while this one was typed: its version alone would let this one overwrite it.
      if (!same((record as Record<string, unknown>)[name], before)) return ask({ ...record }, { [name]: value });
      try {
        await store({ [name]: value }, record.version);
      } catch (error) {
        if (isUnreachable(error)) {
          const { title, name: ownName, number } = record as { title?: unknown; name?: unknown; number?: unknown };
          const what = String(title ?? ownName ?? number ?? record.id);
          waitWithChange(endpoint, record.id, { field: name, value, before, version: record.version }, { what, types: [type] });
          client.setQueryData(recordKeys.one(type, record.id), { ...record, [name]: value });
          return;
        }
        if (!(error instanceof ApiProblem) || error.code !== 'stale-version') throw error;
        const theirs = error.problem.current as Record<string, unknown>;
        // Nobody touched this field: the change goes on top of theirs.
        if (same(theirs[name], before)) await store({ [name]: value }, theirs.version as number);
        else await ask(theirs, { [name]: value });
      }
    },
    [ask, client, endpoint, record, store, type],
  );
  const settle = useCallback(
    async (choice: Record<string, 'mine' | 'theirs'>) => {
      if (!conflict) return;
      const kept = Object.fromEntries(Object.entries(conflict.mine).filter(([name]) => choice[name] === 'mine'));
      if (Object.keys(kept).length > 0) await store(kept, conflict.theirs.version as number);
      else await client.invalidateQueries({ queryKey: [type] });
      setConflict(null);
      conflict.end();
    },
    [client, conflict, store, type],
  );
  const dismiss = () => {
    setConflict(null);
    conflict?.end(new PutOff());
  };
  return { save, conflict, settle, dismiss };
}
