import type { StoredFile } from '../../../server/contracts/core/files.js';
import { uploadFile } from '../references.js';

interface Sending {
  signal: AbortSignal;
  /** Bytes that have arrived. */
  onProgress: (sent: number) => void;
  /** The portal cannot be reached; it is tried again. */
  onStall: () => void;
}

/** Sends one file to the portal's store. @throws ApiProblem. */
export async function sendFile(file: File, { onProgress }: Sending): Promise<StoredFile> {
  const stored = await uploadFile(file);
  onProgress(file.size);
  return stored;
}
