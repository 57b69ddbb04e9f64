import { type ById, endpoint } from './endpoint.js';

export interface StoredFile {
  id: number;
  name: string;
  size: number;
  mediaType: string;
}
export const fileEndpoints = {
  /** multipart/form-data with one part `file`. */
  upload: endpoint<{ reply: StoredFile }>()('POST', '/files', 'signed-in', 201),
  get: endpoint<{ params: ById; reply: unknown }>()('GET', '/files/:id', 'signed-in'),
};
