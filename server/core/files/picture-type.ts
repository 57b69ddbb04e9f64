import { open } from 'node:fs/promises';

/** The kinds of picture that browsers show without running anything. */
export type PictureType = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif' | 'image/avif';

function typeOf(head: Buffer): PictureType | undefined {
  if (head.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return 'image/png';
  if (head.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  const words = head.toString('latin1');
  if (words.startsWith('RIFF') && words.slice(8, 12) === 'WEBP') return 'image/webp';
  if (words.startsWith('GIF87a') || words.startsWith('GIF89a')) return 'image/gif';
  if (/^ftypavi[fs]$/.test(words.slice(4, 12))) return 'image/avif';
  return undefined;
}

/** What a file is by its first bytes, whatever it is called; undefined for anything but a picture. */
export async function pictureType(path: string): Promise<PictureType | undefined> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(12), 0, 12, 0);
    return typeOf(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}
