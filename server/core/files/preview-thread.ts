/** What runs in the thread of {@link file://./previews.ts}: one picture at a time, asked and answered by message. */
import { parentPort } from 'node:worker_threads';
import sharp from 'sharp';
import type { ThreadAnswer } from '../threads/lazy-thread.js';
import type { PreviewJob, PreviewProblem } from './previews.js';

/** A small file could unpack to gigabytes; the largest photos of phones have fewer points than that. */
const mostPixels = 64_000_000;

// Formats that could name other files, or are drawn by programs of their own, are not even looked at.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp', 'VipsForeignLoadNsgif', 'VipsForeignLoadHeif'],
});
sharp.cache(false);
sharp.concurrency(1);

/** The first picture, upright, made small and without anything that its file says of place, time or camera. */
async function answerTo({ path, size }: PreviewJob): Promise<ThreadAnswer<PreviewProblem>> {
  try {
    const picture = sharp(path, { limitInputPixels: mostPixels, failOn: 'error', pages: 1, sequentialRead: true });
    const bytes = await picture
      .autoOrient()
      .resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80, effort: 2 })
      .timeout({ seconds: 10 })
      .toBuffer();
    return { bytes: Uint8Array.from(bytes) };
  } catch (error) {
    return { problem: 'unreadable', message: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', async (job: PreviewJob) => {
  const answer = await answerTo(job);
  parentPort?.postMessage(answer, 'bytes' in answer ? [answer.bytes.buffer as ArrayBuffer] : []);
});
