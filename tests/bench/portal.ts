import { monitorEventLoopDelay } from 'node:perf_hooks';
import pino from 'pino';
import { openPortal } from '../../server/portal.js';
import { configOf } from './prepare.js';

/**
 * A portal that is measured from inside, in a process of its own: `node dist/tests/bench/portal.js DATA_FOLDER`. Sends its port, and the
 * answer to every message: what it took since the one before.
 */
export interface Inside {
  /** Bytes of memory now, and at most since the last report. */
  rss: number;
  peakRss: number;
  /** Milliseconds for which the event loop was held up at longest. */
  longestStall: number;
  cpuSeconds: number;
}

const portal = await openPortal(configOf(process.argv[2] as string), { log: pino({ level: 'silent' }) });
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
let peakRss = 0;
let cpu = process.cpuUsage();
setInterval(() => {
  peakRss = Math.max(peakRss, process.memoryUsage.rss());
}, 50).unref();
process.on('message', () => {
  const { user, system } = process.cpuUsage(cpu);
  const rss = process.memoryUsage.rss();
  const report: Inside = { rss, peakRss: Math.max(rss, peakRss), longestStall: delay.max / 1e6, cpuSeconds: (user + system) / 1e6 };
  process.send?.(report);
  delay.reset();
  peakRss = 0;
  cpu = process.cpuUsage();
});
process.on('SIGTERM', () => portal.close().then(() => process.exit(0)));
process.send?.((await portal.listen()).port);
