import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../config.js';
import { lockFolder } from '../core/backup/folder-lock.js';
import { holdYoungSpace } from '../young-space.js';
import { commonOptions, parsed } from './command.js';

export const usage = `sede serve [--port N] [--host H] [--json] [--data DIR]

Runs the portal until it is stopped; the same as npm start. --json prints one line once it can be reached:
{ version, addresses, setupCode, data, notes }. A folder is served by one process at a time.`;

export async function run(args: string[]): Promise<undefined> {
  parsed({ args, options: { ...commonOptions, port: { type: 'string' }, host: { type: 'string' } } });
  // Said before all of the portal's code is loaded; where no lock lies nobody has the folder, and it stays as it is.
  const { data } = readConfig(args, process.env);
  if (existsSync(join(data, 'sede.lock'))) lockFolder(data)();
  holdYoungSpace();
  const { serve } = await import('../serve.js');
  await serve(args);
}
