import { holdYoungSpace } from '../young-space.js';

/** What one start took. */
export interface Start {
  /** Milliseconds of processor time until it listened: unlike those of the clock, about the same when others use the machine. */
  ms: number;
  /** Bytes of the process. */
  resident: number;
  /** Bytes that the program holds of them: the same at every start, whereas what the process was given differs by megabytes. */
  held: number;
}

// As `main.ts` begins, for that is what is measured.
holdYoungSpace();
const { openThrowaway } = await import('./throwaway.js');
const portal = await openThrowaway(process.argv[2] ?? '');
await portal.listen();
const { user, system } = process.cpuUsage();
// What is thrown away at once comes and goes by megabytes.
globalThis.gc?.();
const { rss, heapUsed, external } = process.memoryUsage();
process.send?.({ ms: (user + system) / 1000, resident: rss, held: heapUsed + external } satisfies Start);
await portal.close();
process.disconnect?.();
