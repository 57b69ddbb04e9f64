import { randomBytes } from 'node:crypto';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Refusal } from '../http/problem.js';
import type { Services } from '../services.js';
import { createLazyThread, type ThreadProblem } from '../threads/lazy-thread.js';
import { pictureType } from './picture-type.js';
import { type PreviewSize, previewPath } from './preview-paths.js';

export interface PreviewJob {
  path: string;
  size: PreviewSize;
}
export type PreviewProblem = 'unreadable';

class PreviewError extends Error {
  constructor(
    readonly problem: PreviewProblem | ThreadProblem,
    message: string,
  ) {
    super(message);
  }
}

/** Small pictures of stored pictures. */
export interface Previews {
  /** @returns the path of a WebP; undefined where the content is no picture that can be shown. @throws Refusal 503. */
  pictureOf(sha256: string, size: PreviewSize): Promise<string | undefined>;
}

/**
 * Previews lie below `<folder>/previews` under the SHA-256 of what they show, made when they are first asked for. They may be deleted at
 * any time and are in no backup. An empty file says that there is none.
 */
export function createPreviews({ files, folder, log }: Pick<Services, 'files' | 'folder' | 'log'>): Previews {
  const script = new URL('./preview-thread.js', import.meta.url);
  const thread = createLazyThread<PreviewJob, PreviewProblem>({ script }, (problem, message) => new PreviewError(problem, message));
  const making = new Map<string, Promise<void>>();

  async function keep(target: string, bytes: Uint8Array): Promise<void> {
    await mkdir(dirname(target), { recursive: true });
    const aside = `${target}.${randomBytes(6).toString('hex')}.part`;
    await writeFile(aside, bytes, { mode: 0o600 });
    await rename(aside, target);
  }

  async function make(sha256: string, size: PreviewSize, target: string): Promise<void> {
    const path = files.pathOf(sha256);
    if ((await pictureType(path)) === undefined) return keep(target, new Uint8Array());
    try {
      await keep(target, await thread.run({ path, size }));
    } catch (error) {
      if (!(error instanceof PreviewError)) throw error;
      // A picture that hangs or kills the thread would do so each time.
      if (error.problem === 'busy' || error.problem === 'closed') throw new Refusal(503, 'busy', { retryAfter: 5 });
      log.info({ problem: error.problem, reason: error.message, sha256 }, 'no preview of a picture');
      await keep(target, new Uint8Array());
    }
  }

  const sizeOf = (path: string): Promise<number | undefined> =>
    stat(path).then(
      ({ size }) => size,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      },
    );

  return {
    async pictureOf(sha256, size) {
      const target = previewPath(folder, sha256, size);
      let known = await sizeOf(target);
      if (known === undefined) {
        const work = making.get(target) ?? make(sha256, size, target).finally(() => making.delete(target));
        making.set(target, work);
        await work;
        known = await sizeOf(target);
      }
      return known ? target : undefined;
    },
  };
}
