import { readFileSync } from 'node:fs';

/** Of Sede, as its package names it. */
export const version: string = (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;
