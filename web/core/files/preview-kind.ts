import { fileEndpoints } from '../../../server/contracts/core/files.js';
import { addressOf } from '../api.js';

export type PreviewKind = 'picture' | 'pdf' | 'text' | 'none';

const textEndings = /\.(txt|md|csv|tsv|log|json|ya?ml|xml|ini|conf|sql|ics|vcf)$/i;

/** How a file can be shown here, by what it says it is; the portal looks into it and may know better. */
export function previewKind({ name, mediaType }: { name: string; mediaType: string }): PreviewKind {
  if (/^image\/(png|jpe?g|webp|gif|avif)$/.test(mediaType) || /\.(png|jpe?g|webp|gif|avif)$/i.test(name)) return 'picture';
  if (mediaType === 'application/pdf' || /\.pdf$/i.test(name)) return 'pdf';
  if (/^text\/(?!html)/.test(mediaType) || mediaType === 'application/json' || textEndings.test(name)) return 'text';
  return 'none';
}

const fileAddress = (id: number): string => addressOf(fileEndpoints.get, { params: { id } });
export const pictureAddress = (id: number, size: 256 | 1600): string => addressOf(fileEndpoints.preview, { params: { id }, query: { size } });
export const viewAddress = (id: number): string => addressOf(fileEndpoints.view, { params: { id } });

/** Has the browser save a file under its name. */
export function downloadFile({ id, name }: { id: number; name: string }): void {
  const link = document.createElement('a');
  link.href = fileAddress(id);
  link.download = name;
  link.click();
}
