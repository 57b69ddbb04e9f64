import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Keeps secrets of others (passwords of mail servers) unreadable for whoever sees only the database or a dump of it. */
export interface Secrets {
  encrypt(text: string): string;
  /** @throws Error when the text was changed, or was encrypted with another key. */
  decrypt(sealed: string): string;
}

const prefix = 'v1.';

/** The key is made at the first start; written beside and linked into place, so that two processes agree on one. */
function readKey(folder: string): Buffer {
  const file = join(folder, 'keys', 'secret.key');
  if (!existsSync(file)) {
    mkdirSync(join(folder, 'keys'), { recursive: true, mode: 0o700 });
    const fresh = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
    writeFileSync(fresh, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flush: true });
    try {
      linkSync(fresh, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(fresh);
    }
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  if (key.length !== 32) throw new Error(`${file} is not a key of 256 bits`);
  return key;
}

const opened = new Map<string, Secrets>();

/**
 * AES-256-GCM with the key in `<folder>/keys/secret.key`, which is read once.
 * @param folder the data folder.
 */
export function openSecrets(folder: string): Secrets {
  const secrets = opened.get(folder) ?? secretsWith(readKey(folder));
  opened.set(folder, secrets);
  return secrets;
}

function secretsWith(key: Buffer): Secrets {
  return {
    encrypt(text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return prefix + Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
    },
    decrypt(sealed) {
      if (!sealed.startsWith(prefix)) throw new Error('This is not a sealed secret');
      const bytes = Buffer.from(sealed.slice(prefix.length), 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    },
  };
}
