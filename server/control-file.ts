import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the running portal listens for the command line, on this machine only, and what whoever may read the data folder proves it with. */
export interface ControlFile {
  port: number;
  secret: string;
  /** Under which the portal is opened on this machine, without a slash at its end. */
  address: string;
}

export const controlFileIn = (folder: string): string => join(folder, 'control.json');

export const readControlFile = async (folder: string): Promise<ControlFile> => JSON.parse(await readFile(controlFileIn(folder), 'utf8')) as ControlFile;

/** Under which the portal over `folder` is opened on this machine; null while none runs. */
export const runningAddress = (folder: string): Promise<string | null> =>
  readControlFile(folder).then(
    ({ address }) => address ?? null,
    () => null,
  );
