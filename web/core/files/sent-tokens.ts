import type { PreviousUpload, UrlStorage } from 'tus-js-client';

const prefix = 'sede.upload:';

const read = (key: string): PreviousUpload | null => {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as PreviousUpload | null;
  } catch {
    return null;
  }
};
const keys = (begin: string): string[] => Object.keys(localStorage).filter((key) => key.startsWith(begin));

/** Where parts of files have been sent, so that the same file goes on there after a reload. The portal keeps them for a day. */
export const sentTokens: UrlStorage = {
  findAllUploads: async () => keys(prefix).flatMap((key) => read(key) ?? []),
  findUploadsByFingerprint: async (fingerprint) => keys(`${prefix}${fingerprint}`).flatMap((key) => read(key) ?? []),
  removeUpload: async (key) => localStorage.removeItem(key),
  addUpload: async (fingerprint, upload) => {
    // One of its own for each: the end of one that was stopped takes away nothing of the next one of the same file.
    const key = `${prefix}${fingerprint}:${upload.uploadUrl}`;
    localStorage.setItem(key, JSON.stringify({ ...upload, urlStorageKey: key }));
    return key;
  },
};

/** What was stopped is not gone on with, also while the portal does not know of it yet. */
export function forgetSentToken(address: string): void {
  for (const key of keys(prefix)) if (read(key)?.uploadUrl === address) localStorage.removeItem(key);
}

/** At sign-out: the names of files are nobody else's business. */
export function forgetSentTokens(): void {
  for (const key of keys(prefix)) localStorage.removeItem(key);
}
