import { DocumentError } from './printable.js';

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];

/** Whether bytes begin as a PNG or JPEG does. */
export function logoType(image: Uint8Array): 'image/png' | 'image/jpeg' | null {
  const begins = (mark: readonly number[]): boolean => mark.every((byte, index) => image[index] === byte);
  if (begins(PNG)) return 'image/png';
  return begins(JPEG) ? 'image/jpeg' : null;
}

/** @throws {DocumentError} `logo` for anything but PNG and JPEG. */
export function logoDataUrl(image: Uint8Array): string {
  const type = logoType(image);
  if (!type) throw new DocumentError('logo', 'The logo is neither a PNG nor a JPEG');
  return `data:${type};base64,${Buffer.from(image).toString('base64')}`;
}

/** Width and height in pixels, from the header of the file. @throws {DocumentError} `logo` where there are none. */
export function logoSize(image: Uint8Array): { width: number; height: number } {
  const bytes = Buffer.from(image);
  const size = logoType(image) === 'image/png' ? pngSize(bytes) : jpegSize(bytes);
  if (!size || size.width === 0 || size.height === 0) throw new DocumentError('logo', 'The logo cannot be read');
  return size;
}

const pngSize = (bytes: Buffer) => (bytes.length < 24 ? null : { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) });

function jpegSize(bytes: Buffer): { width: number; height: number } | null {
  // Segments follow one another, each with a mark and its length; one of the frame marks C0 … CF holds the size.
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const mark = bytes[at + 1] ?? 0;
    const isFrame = mark >= 0xc0 && mark <= 0xcf && mark !== 0xc4 && mark !== 0xc8 && mark !== 0xcc;
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
  }
  return null;
}
