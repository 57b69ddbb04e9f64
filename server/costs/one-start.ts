import { once } from 'node:events';
import { holdYoungSpace } from '../young-space.js';

/** What one start took. */
export interface Start {
  /** Milliseconds of processor time until it listened: unlike those of the clock, about the same when others use the machine. */
  ms: number;
  /** Bytes of the process when somebody had signed in and seen the first pages. */
  resident: number;
}

// As `main.ts` begins, for that is what is measured.
holdYoungSpace();
const { openThrowaway } = await import('./throwaway.js');
const portal = await openThrowaway(process.argv[2] ?? '');
const { port } = await portal.listen();
const { user, system } = process.cpuUsage();
// The other process signs in and looks around: a client in this one would be measured along.
process.send?.({ port });
await once(process, 'message');
process.send?.({ ms: (user + system) / 1000, resident: process.memoryUsage.rss() } satisfies Start);
await portal.close();
process.disconnect?.();
