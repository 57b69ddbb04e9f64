import { inflateSync } from 'node:zlib';
import { DocumentError } from './printable.js';

/** A logo that can be printed. */
export interface Logo {
  dataUrl: string;
  /** Pixels. */
  width: number;
  height: number;
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
/** No logo needs more than that when unpacked; a small file could grow to gigabytes. */
const MAX_UNPACKED = 64 * 1024 * 1024;

/**
 * Looks at a picture before it is taken as a logo or printed. Broken PNG data has to be found here: further on it is unpacked in the
 * background, where nobody could catch it.
 * @param longestSide pixels that neither side may exceed; looked at before anything is unpacked.
 * @throws {DocumentError} `logo` for anything but a sound PNG or JPEG.
 */
export function readLogo(image: Uint8Array, longestSide = Number.POSITIVE_INFINITY): Logo {
  const bytes = Buffer.from(image);
  const isPng = bytes.subarray(0, PNG.length).equals(PNG);
  if (!isPng && !bytes.subarray(0, JPEG.length).equals(JPEG)) throw new DocumentError('logo', 'The logo is neither a PNG nor a JPEG');
  const size = isPng ? pngSize(bytes) : jpegSize(bytes);
  if (!size || size.width === 0 || size.height === 0) throw new DocumentError('logo', 'The logo cannot be read');
  if (Math.max(size.width, size.height) > longestSide) throw new DocumentError('logo', 'The logo is too large');
  if (isPng) demandSound(bytes);
  return { ...size, dataUrl: `data:image/${isPng ? 'png' : 'jpeg'};base64,${bytes.toString('base64')}` };
}

interface Size {
  width: number;
  height: number;
}

function pngSize(bytes: Buffer): Size | null {
  return bytes.length < 33 ? null : { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** @throws {DocumentError} where the data of a PNG cannot be unpacked. */
function demandSound(bytes: Buffer): void {
  const data: Buffer[] = [];
  // Chunks follow one another: length, name, data, checksum.
  for (let at = PNG.length; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  }
  try {
    inflateSync(Buffer.concat(data), { maxOutputLength: MAX_UNPACKED });
  } catch (error) {
    throw new DocumentError('logo', 'The logo cannot be read', { cause: error });
  }
}

function jpegSize(bytes: Buffer): Size | null {
  // Segments follow one another, each with a mark and its length; one of the frame marks C0 … CF holds the size.
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const mark = bytes[at + 1] ?? 0;
    const isFrame = mark >= 0xc0 && mark <= 0xcf && mark !== 0xc4 && mark !== 0xc8 && mark !== 0xcc;
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
  }
  return null;
}
