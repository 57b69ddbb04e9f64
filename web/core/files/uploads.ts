import { useSyncExternalStore } from 'react';
import { recordFileEndpoints, type StoredFile } from '../../../server/contracts/core/files.js';
import { ApiProblem, call } from '../api.js';
import { queryClient } from '../query.js';
import { randomKey } from '../random.js';
import { sendFile } from './send-file.js';

/** One file on its way. It goes on while the person looks at something else. */
export interface Upload {
  key: string;
  /** Where it goes, see {@link recordTarget}. */
  target: string;
  name: string;
  size: number;
  mediaType: string;
  /** Bytes that have arrived. */
  sent: number;
  /** `stalled`: the portal cannot be reached; it goes on by itself. `done`: stored, and not yet bound to anything. */
  state: 'waiting' | 'sending' | 'stalled' | 'failed' | 'done';
  problem?: unknown;
  stored?: StoredFile;
}

/** More at a time only share the same line. */
const atOnce = 2;

let entries: readonly Upload[] = [];
const files = new Map<string, { file: File; stop: AbortController }>();
const listeners = new Set<() => void>();

/** The browser asks before a page is left whose files are on their way: they would have to be chosen again. */
const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
export const isUnderWay = ({ state }: Upload): boolean => state === 'waiting' || state === 'sending' || state === 'stalled';

function set(next: readonly Upload[]): void {
  entries = next;
  if (next.some(isUnderWay)) addEventListener('beforeunload', ask);
  else removeEventListener('beforeunload', ask);
  for (const listener of listeners) listener();
}
const change = (key: string, values: Partial<Upload>): void => set(entries.map((one) => (one.key === key ? { ...one, ...values } : one)));

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useAllUploads = (): readonly Upload[] => useSyncExternalStore(subscribe, () => entries);

/** Files sent here are attached to the record as soon as they have arrived; under any other name they wait to be bound by who asked for them. */
export const recordTarget = (type: string, id: number): string => `record:${type}:${id}`;

/** A file that arrived is put to its record and then stands in the record's own list. */
async function finish({ key, target }: Upload, stored: StoredFile): Promise<void> {
  const [, recordType, recordId] = /^record:([^:]+):(\d+)$/.exec(target) ?? [];
  if (!recordType) return change(key, { state: 'done', stored });
  await call(recordFileEndpoints.attach, { body: { recordType, recordId: Number(recordId), fileIds: [stored.id] } });
  await queryClient.invalidateQueries({ queryKey: [recordType] });
  forget(key);
}

async function send(upload: Upload): Promise<void> {
  const { key } = upload;
  const held = files.get(key);
  if (!held) return;
  change(key, { state: 'sending' });
  const { signal } = held.stop;
  try {
    // It may have arrived before, and only its record could not be reached.
    const arrived =
      upload.stored ??
      (await sendFile(held.file, {
        signal,
        onProgress: (sent) => change(key, { sent, state: 'sending' }),
        onStall: () => change(key, { state: 'stalled' }),
      }));
    change(key, { stored: arrived });
    if (!signal.aborted) await finish(upload, arrived);
  } catch (problem) {
    if (!signal.aborted) change(key, { state: 'failed', problem });
  }
  next();
}

function next(): void {
  const room = atOnce - entries.filter(({ state }) => state === 'sending' || state === 'stalled').length;
  for (const one of entries.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, room))) void send(one);
}

function forget(key: string): void {
  files.delete(key);
  set(entries.filter((one) => one.key !== key));
}

/** Sends files, two at a time, in their order. */
export function addUploads(target: string, added: readonly File[]): void {
  const fresh = added.map((file): Upload => {
    const key = randomKey();
    files.set(key, { file, stop: new AbortController() });
    return { key, target, name: file.name, size: file.size, mediaType: file.type, sent: 0, state: 'waiting' };
  });
  set([...entries, ...fresh]);
  next();
}

/** Stops a file that is on its way, or lets go of one that has arrived. */
export function cancelUpload(key: string): void {
  files.get(key)?.stop.abort();
  forget(key);
  next();
}

export function retryUpload(key: string): void {
  change(key, { state: 'waiting', problem: undefined });
  next();
}

/** At sign-out: nothing goes on in the name of somebody who has left, and the next one does not see it. */
export function stopUploads(): void {
  for (const { stop } of files.values()) stop.abort();
  files.clear();
  set([]);
}

/** What has arrived is bound by now: its chips go. */
export const clearArrived = (target: string): void => {
  for (const { key } of entries.filter((one) => one.target === target && one.state === 'done')) forget(key);
};

/** Whether sending it again may help: not when the portal has said no to this very file. */
export const mayRetry = ({ problem }: Upload): boolean => !(problem instanceof ApiProblem) || ![403, 404, 413, 422].includes(problem.status);
