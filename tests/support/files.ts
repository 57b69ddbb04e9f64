import type { Visitor } from './portal.js';

/** A picture of one point. */
export const onePoint = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');

/** Uploads a file. @returns its id. */
export async function uploadFile(who: Visitor, content: Buffer | string, name: string, type: string): Promise<number> {
  const form = new FormData();
  form.set('file', new File([new Uint8Array(Buffer.from(content))], name, { type }));
  return (await who.api('POST', 'files', form)).body.id;
}
