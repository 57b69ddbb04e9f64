import type { HttpRequest } from 'tus-js-client';
import { type StoredFile, uploadEndpoints } from '../../../server/contracts/core/files.js';
import { ApiProblem, addressOf, call, unreachable } from '../api.js';
import { forgetSentToken, sentTokens } from './sent-tokens.js';

interface Sending {
  signal?: AbortSignal;
  /** Bytes that have arrived. */
  onProgress?: (sent: number) => void;
  /** The portal cannot be reached; it is tried again until it can. */
  onStall?: () => void;
}

/** Small enough that a cut costs little and a slow line needs less than a minute for one. */
const partSize = 4 * 1_048_576;
/** Milliseconds: about an hour, then the person is asked. */
const pauses = [500, 1_000, 2_000, 4_000, 8_000, ...Array.from({ length: 240 }, () => 15_000)];

const base64 = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)));

/** What the part should be when it arrives; where the browser cannot tell (plain HTTP), TCP has to do. */
async function checksumOf(part: Blob): Promise<string | null> {
  const { subtle } = crypto as { subtle?: SubtleCrypto };
  return subtle ? `sha256 ${base64(await subtle.digest('SHA-256', await part.arrayBuffer()))}` : null;
}

/** An answer that says no to this very file; everything else may be better in a moment. */
const isFinal = (status: number): boolean => [400, 401, 403, 404, 410, 412, 413, 415, 422].includes(status);

function problemOf(error: Error & { originalResponse?: { getStatus(): number; getBody(): string } | null }): Error {
  const answer = error.originalResponse;
  if (!answer || answer.getStatus() === 0) return unreachable();
  try {
    return new ApiProblem(JSON.parse(answer.getBody()));
  } catch {
    return new ApiProblem({ type: 'about:blank', status: answer.getStatus(), code: 'http', title: error.message });
  }
}

/**
 * Sends the bytes in parts that are checked when they arrive, going on where an earlier try ended. A lost connection only makes it wait.
 * @returns the secret name of the upload.
 * @throws ApiProblem when the portal refuses it, DOMException `AbortError` when it was stopped.
 */
export async function sendBytes(file: File, { signal, onProgress, onStall }: Sending): Promise<string> {
  const { DefaultHttpStack, Upload } = await import('tus-js-client');
  class WithChecksums extends DefaultHttpStack {
    override createRequest(method: string, address: string): HttpRequest {
      const request = super.createRequest(method, address);
      const send = request.send.bind(request);
      request.send = async (body: unknown) => {
        const checksum = body instanceof Blob ? await checksumOf(body) : null;
        if (checksum) request.setHeader('Upload-Checksum', checksum);
        return send(body);
      };
      return request;
    }
  }
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: addressOf(uploadEndpoints.begin),
      metadata: { filename: file.name, filetype: file.type },
      chunkSize: partSize,
      httpStack: new WithChecksums({}),
      urlStorage: sentTokens,
      removeFingerprintOnSuccess: true,
      retryDelays: pauses,
      onShouldRetry: (error) => {
        const again = !isFinal(error.originalResponse?.getStatus() ?? 0);
        if (again) onStall?.();
        return again;
      },
      onProgress: (sent) => onProgress?.(sent),
      onError: (error) => {
        stop();
        reject(problemOf(error));
      },
      onSuccess: () => {
        stop();
        resolve(upload.url?.split('/').at(-1) ?? '');
      },
    });
    /** Back on the line there is nothing to wait for. */
    const hurry = () => void upload.abort().then(() => upload.start());
    const abort = () => {
      stop();
      if (upload.url) forgetSentToken(upload.url);
      void upload.abort(true).catch(() => undefined);
      reject(new DOMException('Stopped', 'AbortError'));
    };
    const stop = () => {
      removeEventListener('online', hurry);
      signal?.removeEventListener('abort', abort);
    };
    addEventListener('online', hurry);
    signal?.addEventListener('abort', abort);
    void upload.findPreviousUploads().then((all) => {
      const previous = all.sort((a, b) => Date.parse(a.creationTime) - Date.parse(b.creationTime)).at(-1);
      if (previous) upload.resumeFromPreviousUpload(previous);
      if (!signal?.aborted) upload.start();
    });
  });
}

/**
 * Sends one file to the portal's store in parts that are checked when they arrive. A lost connection only makes it wait, and after a
 * reload the same file goes on where it ended.
 * @throws ApiProblem when the portal refuses it, DOMException `AbortError` when it was stopped.
 */
export async function sendFile(file: File, sending: Sending = {}): Promise<StoredFile> {
  const token = await sendBytes(file, sending);
  return call(uploadEndpoints.finish, { params: { token } });
}
