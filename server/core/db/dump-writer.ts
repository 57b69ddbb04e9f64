import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { DumpLine } from './dump-file.js';

export interface DumpWriter {
  write(line: DumpLine): Promise<void>;
  /** Ends the dump; resolves when it is on the disk. */
  end(): Promise<void>;
  /** Gives it up: nothing is left. */
  fail(error: Error): Promise<void>;
}

/** Writes a dump line by line into a gzipped file, see dump-file. */
export function writeDump(file: string): DumpWriter {
  const gzip = createGzip();
  const written = pipeline(gzip, createWriteStream(file, { flush: true }));
  // Its failure is met where it is awaited; until then it must not end the process.
  written.catch(() => undefined);
  const write = async (line: DumpLine) => {
    if (!gzip.write(`${JSON.stringify(line)}\n`)) await once(gzip, 'drain');
  };
  return {
    write,
    async end() {
      await write({ end: true });
      gzip.end();
      await written;
    },
    async fail(error) {
      gzip.destroy(error);
      await written.catch(() => undefined);
      await rm(file, { force: true });
    },
  };
}
