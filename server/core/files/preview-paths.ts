import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Points of the longer side: in a list, and on the whole screen. */
export const previewSizes = [256, 1600] as const;
export type PreviewSize = (typeof previewSizes)[number];

/** Where in the data folder the preview of a content lies. */
export const previewPath = (folder: string, sha256: string, size: PreviewSize): string =>
  join(folder, 'previews', sha256.slice(0, 2), `${sha256}-${size}.webp`);

export async function removePreviews(folder: string, sha256: string): Promise<void> {
  for (const size of previewSizes) await rm(previewPath(folder, sha256, size), { force: true });
}
