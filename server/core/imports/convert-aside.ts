import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { type Converted, convertFile } from './convert.js';
import { type FileErrorCode, ImportFileError } from './file-error.js';
import type { Importer } from './point.js';

/** Larger files would hold everybody up while they are taken apart; for smaller ones a thread takes longer to start than they to be read. */
const largestHere = 256 * 1024;

type Answer = { found: Converted | null } | { fault: { code: FileErrorCode; params: Readonly<Record<string, unknown>> } };

/** {@link convertFile}, of large files in a thread of its own. @throws {ImportFileError} */
export async function convertAside(path: string, name: string, { list, file }: NonNullable<Importer['formats']>): Promise<Converted | null> {
  if ((await stat(path)).size <= largestHere) return convertFile(path, name, list);
  const thread = new Worker(new URL('./convert-thread.js', import.meta.url), { workerData: { path, name, formats: file.href } });
  try {
    const [answer] = (await once(thread, 'message')) as [Answer];
    if ('fault' in answer) throw new ImportFileError(answer.fault.code, answer.fault.params);
    return answer.found;
  } finally {
    await thread.terminate();
  }
}
