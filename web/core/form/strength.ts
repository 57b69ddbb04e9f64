export type Level = 'weak' | 'fair' | 'good';
export interface Strength {
  level: Level;
  advice: 'longer' | 'common' | 'personal' | 'repeats' | null;
}

/** Beginnings that guessing programs try first, in the portal's languages. */
const common = [
  'password',
  'senha',
  'mudar',
  '123456',
  '12345678',
  'qwerty',
  'admin',
  'welcome',
  'bemvindo',
  'letmein',
  'abc123',
  'brasil',
  'iloveyou',
  'teamo',
];
export const shortest = 10;

/** A rough judgement for the person who types; whether a password is taken is decided by the server. Length counts most, as NIST SP 800-63B advises. */
export function strengthOf(password: string, known: readonly string[] = []): Strength {
  const lower = password.toLowerCase();
  const parts = known.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length >= 4);
  if (password.length < shortest) return { level: 'weak', advice: 'longer' };
  if (common.some((word) => lower.includes(word))) return { level: 'weak', advice: 'common' };
  if (parts.some((word) => lower.includes(word))) return { level: 'weak', advice: 'personal' };
  const different = new Set(lower).size;
  if (different < 6) return { level: 'weak', advice: 'repeats' };
  if (password.length < 14) return { level: 'fair', advice: 'longer' };
  return { level: 'good', advice: null };
}
