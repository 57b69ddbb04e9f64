import { finished, Readable } from 'node:stream';
import { constants } from 'node:zlib';
import { ZipFile } from 'yazl';

/** A file of an archive; its content is asked for when those before it are written. */
export interface ZipEntry {
  path: string;
  content(): Iterable<string | Buffer> | AsyncIterable<string | Buffer>;
}

const options = {
  // Fast rather than small: most of a sheet are tags, which any level shrinks to little.
  compressionLevel: constants.Z_BEST_SPEED,
  // The archive says nothing about when it was made.
  mtime: new Date(1980, 0, 1),
  forceDosTimestamp: true,
};

/**
 * A ZIP archive that is written while its content is made: memory stays flat, and the work of packing is done in threads of
 * the runtime, not on the event loop. Content that fails ends the archive with its error.
 */
export function zipOf(entries: readonly ZipEntry[]): Readable {
  const zip = new ZipFile();
  const out = zip.outputStream as Readable;
  let source: Readable | null = null;
  zip.on('error', (error: Error) => out.destroy(error));
  for (const { path, content } of entries)
    zip.addReadStreamLazy(path, options, (use) => {
      source = Readable.from(content(), { objectMode: false });
      source.on('error', (error) => out.destroy(error));
      use(null, source);
    });
  zip.end();
  // Whoever fetches it may go away in the middle; then the rest is not made.
  finished(out, () => source?.destroy());
  return out;
}
