import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { BadBackup } from './manifest.js';

/**
 * Sealed files: a header of 8 bytes that names the form, 8 that name the key, 32 of salt; then pieces of 64 KiB, each encrypted by
 * AES-256-GCM on its own with its tag behind it, so that nothing is handed on before it was checked and a file of any size passes
 * through little memory. The nonce of a piece is its number, and whether it is the last: none can be left out, moved or cut off. The
 * key of each file comes from ours and the salt, so that a nonce never meets the same key twice. See decision 0011.
 */
const form = Buffer.from('SEDESEA1', 'latin1');
const [idBytes, saltBytes, tagBytes, pieceBytes] = [8, 32, 16, 65_536];
const headBytes = form.length + idBytes + saltBytes;

/** What a name of a sealed file ends with. */
export const sealedEnd = '.sealed';

/** Whether a file is sealed, whatever it is called. */
export async function isSealed(path: string): Promise<boolean> {
  if (path.endsWith(sealedEnd)) return true;
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(form.length), 0, form.length, 0);
    return buffer.equals(form);
  } finally {
    await file.close();
  }
}

/** The key with which something was sealed is not here. */
export class MissingKey extends BadBackup {}

/** A key of 256 bits, and by what it is told from others without giving it away. */
export interface SealKey {
  id: string;
  bytes: Buffer;
}

const idOf = (bytes: Buffer): string =>
  createHash('sha256')
    .update('sede backup key')
    .update(bytes)
    .digest('hex')
    .slice(0, 2 * idBytes);
const keyOf = (bytes: Buffer): SealKey => ({ id: idOf(bytes), bytes });
export const newKey = (): SealKey => keyOf(randomBytes(32));

/** Letters that cannot be taken for each other, also when they are read from paper. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `SEDE-7KQ2-…`: 52 letters in groups of four. */
export function printKey({ bytes }: SealKey): string {
  let bits = BigInt(`0x${bytes.toString('hex')}`) << 4n;
  const out: string[] = [];
  for (let at = 0; at < 52; at += 1) {
    out.unshift(letters[Number(bits & 31n)] as string);
    bits >>= 5n;
  }
  return `SEDE-${out.join('').replace(/.{4}(?=.)/g, '$&-')}`;
}

/** Reads a key as a person typed it: in any case, with or without dashes. @throws BadBackup when it is none. */
export function parseKey(text: string): SealKey {
  const plain = text
    .toUpperCase()
    .replace(/^\s*SEDE[\s-]+/, '')
    .replace(/[\s-]/g, '')
    // Typed without a dash; the letters of a key may begin so themselves.
    .replace(/^SEDE(?=.{49})/, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  let bits = 0n;
  for (const letter of plain) {
    const value = letters.indexOf(letter);
    if (value < 0) throw new BadBackup('This is not a key: it holds a letter that no key has');
    bits = (bits << 5n) | BigInt(value);
  }
  if (plain.length !== 52) throw new BadBackup('This is not a key: a key has 52 letters after SEDE-');
  if ((bits & 15n) !== 0n) throw new BadBackup('This is not a key: it was mistyped, for none ends with this letter');
  return keyOf(Buffer.from((bits >> 4n).toString(16).padStart(64, '0'), 'hex'));
}

const fileKey = (key: SealKey, salt: Buffer): Buffer => Buffer.from(hkdfSync('sha256', key.bytes, salt, 'sede sealed file', 32));

function nonceOf(piece: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(piece), 3);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

/** Gathers what arrives into pieces of one size; `work` gets each, and whether it is the last. */
function inPieces(size: number, work: (piece: Buffer, number: number, isLast: boolean) => Buffer, begin: (head: Buffer) => number): Transform {
  let waiting: Buffer[] = [];
  let length = 0;
  let number = 0;
  let begun = false;
  const take = (bytes: number): Buffer => {
    const all = Buffer.concat(waiting, length);
    waiting = bytes < length ? [all.subarray(bytes)] : [];
    length -= bytes;
    return all.subarray(0, bytes);
  };
  const start = () => {
    if (begun) return;
    const all = Buffer.concat(waiting, length);
    const used = begin(all);
    if (used < 0) return;
    begun = true;
    take(used);
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        waiting.push(chunk);
        length += chunk.length;
        start();
        // One piece stays behind until more follows: only the end of the stream says which one is the last.
        while (begun && length > size) {
          const piece = work(take(size), number, false);
          number += 1;
          this.push(piece);
        }
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      try {
        start();
        if (!begun) throw new BadBackup('The sealed file is cut off');
        this.push(work(take(length), number, true));
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
}

/** Seals what passes through. */
export function seal(key: SealKey): Transform {
  const salt = randomBytes(saltBytes);
  const head = Buffer.concat([form, Buffer.from(key.id, 'hex'), salt]);
  const own = fileKey(key, salt);
  const stream = inPieces(
    pieceBytes,
    (piece, number, isLast) => {
      const cipher = createCipheriv('aes-256-gcm', own, nonceOf(number, isLast));
      return Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
    },
    () => 0,
  );
  stream.push(head);
  return stream;
}

/**
 * Opens what {@link seal} has sealed; nothing passes that was not checked.
 * @param keys of which the right one is taken. @throws BadBackup when there is none, or what was sealed was changed.
 */
export function unseal(keys: readonly SealKey[]): Transform {
  let own: Buffer = Buffer.alloc(0);
  return inPieces(
    pieceBytes + tagBytes,
    (piece, number, isLast) => {
      try {
        const decipher = createDecipheriv('aes-256-gcm', own, nonceOf(number, isLast));
        decipher.setAuthTag(piece.subarray(piece.length - tagBytes));
        return Buffer.concat([decipher.update(piece.subarray(0, piece.length - tagBytes)), decipher.final()]);
      } catch {
        throw new BadBackup('The sealed file is damaged or cut off');
      }
    },
    (head) => {
      if (head.length < headBytes) return -1;
      if (!head.subarray(0, form.length).equals(form)) throw new BadBackup('This is not a sealed file of Sede');
      const id = head.subarray(form.length, form.length + idBytes).toString('hex');
      const key = keys.find((one) => one.id === id);
      if (!key) {
        throw new MissingKey(
          keys.length === 0 ? 'This backup is encrypted: name its key with --key' : `This backup was encrypted with another key (${id.slice(0, 8)})`,
        );
      }
      own = fileKey(key, head.subarray(form.length + idBytes, headBytes));
      return headBytes;
    },
  );
}
