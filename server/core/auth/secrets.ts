import { createHash, randomBytes } from 'node:crypto';
import argon2, { type HashOptions } from 'argon2';

/** OWASP's second recommended set for argon2id (19 MiB, two passes, one lane). */
const options: HashOptions = { type: argon2.argon2id as 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => argon2.hash(password, options);

/** A hash of nothing anybody knows: verified against when there is no account, so that both answers take as long. */
let decoy: Promise<string> | undefined;

/** @param hash null when there is no account or it has no password: takes as long and is false. */
export async function passwordMatches(hash: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(24).toString('hex'));
  const matches = await argon2.verify(hash ?? (await decoy), password);
  return hash !== null && matches;
}

/** A secret for links, cookies and programs: 256 bits, and the form in which it is stored. */
export function newSecret(prefix = ''): { secret: string; hash: string } {
  const secret = prefix + randomBytes(32).toString('base64url');
  return { secret, hash: hashSecret(secret) };
}

export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** A code that a person reads from a screen and types: no letters that look alike. */
export function newReadableCode(): string {
  const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
  const pick = (n: number) => [...randomBytes(n)].map((byte) => letters[byte % letters.length]).join('');
  return `${pick(4)}-${pick(4)}-${pick(4)}`;
}

/** The shortest password that is taken; longer is what counts (NIST SP 800-63B). */
export const shortestPassword = 10;
export const longestPassword = 1000;
