import { open } from 'node:fs/promises';

/** Has the disk take a file, or what is called how in a folder. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
