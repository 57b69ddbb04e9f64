import { parentPort, workerData } from 'node:worker_threads';
import { convertFile } from './convert.js';
import { ImportFileError } from './file-error.js';
import type { ImportFormat } from './point.js';

/** Turns one file, see {@link file://./convert-aside.ts}, and ends. */
const { path, name, formats } = workerData as { path: string; name: string; formats: string };
try {
  const known = (await import(formats)) as { formats: readonly ImportFormat[] };
  parentPort?.postMessage({ found: await convertFile(path, name, known.formats) });
} catch (error) {
  if (!(error instanceof ImportFileError)) throw error;
  parentPort?.postMessage({ fault: { code: error.code, params: error.params } });
}
