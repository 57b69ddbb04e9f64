import { Readable } from 'node:stream';
import { constants, createDeflateRaw } from 'node:zlib';

/** A file of an archive; its content is asked for when those before it are written. */
export interface ZipEntry {
  path: string;
  content(): Iterable<string | Buffer> | AsyncIterable<string | Buffer>;
}

const crcTable = Int32Array.from({ length: 256 }, (_, n) => {
  let crc = n;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function crcOf(bytes: Buffer, before: number): number {
  let crc = ~before;
  for (const byte of bytes) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 255] as number);
  return ~crc;
}

/** Numbers one after the other, each of 2 or 4 bytes, little end first. */
function fields(...numbers: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  const buffer = Buffer.alloc(numbers.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of numbers) {
    buffer.writeUIntLE(bytes === 4 ? value >>> 0 : value, at, bytes);
    at += bytes;
  }
  return buffer;
}

/** Midnight of 1 January 1980: the archive says nothing about when it was made. */
const noTime = [
  [2, 0],
  [2, 0x21],
] as const;
/** Names are UTF-8, and size and checksum follow the content, because nobody knows them before. */
const flags = 0x808;
const deflated = 8;

/**
 * A ZIP archive that is written while its content is made: memory stays flat, and the work of packing is done in threads of
 * the runtime, not on the event loop. No file in it, nor the whole, may be longer than 4 GB.
 */
export function zipOf(entries: readonly ZipEntry[]): Readable {
  async function* bytes(): AsyncGenerator<Buffer> {
    const directory: Buffer[] = [];
    let at = 0;
    const count = (chunk: Buffer): Buffer => {
      at += chunk.length;
      return chunk;
    };
    for (const { path, content } of entries) {
      const name = Buffer.from(path);
      const start = at;
      yield count(
        Buffer.concat([fields([4, 0x04034b50], [2, 20], [2, flags], [2, deflated], ...noTime, [4, 0], [4, 0], [4, 0], [2, name.length], [2, 0]), name]),
      );
      let [crc, size] = [0, 0];
      async function* measured(): AsyncGenerator<Buffer> {
        for await (const text of content()) {
          const chunk = typeof text === 'string' ? Buffer.from(text) : text;
          crc = crcOf(chunk, crc);
          size += chunk.length;
          yield chunk;
        }
      }
      const source = Readable.from(measured(), { objectMode: false });
      // Fast rather than small: most of a sheet are tags, which any level shrinks to little.
      const packed = source.pipe(createDeflateRaw({ level: constants.Z_BEST_SPEED }));
      source.on('error', (error) => packed.destroy(error));
      const begin = at;
      try {
        for await (const chunk of packed) yield count(chunk as Buffer);
      } finally {
        source.destroy();
      }
      const sizes = [
        [4, crc],
        [4, at - begin],
        [4, size],
      ] as const;
      yield count(fields([4, 0x08074b50], ...sizes));
      directory.push(
        fields(
          [4, 0x02014b50],
          [2, 20],
          [2, 20],
          [2, flags],
          [2, deflated],
          ...noTime,
          ...sizes,
          [2, name.length],
          [2, 0],
          [2, 0],
          [2, 0],
          [2, 0],
          [4, 0],
          [4, start],
        ),
        name,
      );
    }
    const list = Buffer.concat(directory);
    const many = entries.length;
    yield Buffer.concat([list, fields([4, 0x06054b50], [2, 0], [2, 0], [2, many], [2, many], [4, list.length], [4, at], [2, 0])]);
  }
  return Readable.from(bytes(), { objectMode: false });
}
