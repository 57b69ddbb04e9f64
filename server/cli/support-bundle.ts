import { createWriteStream, existsSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { zipOf } from '../core/exports/zip.js';
import { makeBundle } from '../core/health/bundle.js';
import { Hint } from '../explain.js';
import { version } from '../version.js';
import { commonOptions, configOf, parsed, say, WrongUsage } from './command.js';
import { withHealth } from './health.js';

export const usage = `sede support-bundle --out FILE [--json] [--data DIR]

Puts what somebody who helps needs to know into one ZIP: what sede doctor finds, versions, states of modules, counts of rows,
configuration, kinds of slow statements and the last lines of the log. Nothing in it names a person: no names, addresses, phone
numbers, texts, tokens, passwords or IP addresses; unpack it and read before you send it. Works while the portal runs or not.`;

export async function run(args: string[]): Promise<undefined> {
  const { values } = parsed({ args, options: { ...commonOptions, out: { type: 'string' } } });
  if (values.out === undefined) throw new WrongUsage('Name the file to write with --out FILE.');
  const target = resolve(values.out);
  if (existsSync(target)) throw new Hint(`${target} is there already.`);
  if (!existsSync(dirname(target))) throw new Hint(`there is no folder ${dirname(target)}.`);
  const config = configOf(values.data);
  await withHealth(config, async (findings, context) => {
    if (!context) throw new Hint('the database cannot be read: see sede doctor.');
    const files = await makeBundle({ context, findings, version, trustProxy: config.trustProxy, basePath: config.basePath });
    try {
      await pipeline(zipOf(files.map(({ name, text }) => ({ path: name, content: () => [text] }))), createWriteStream(target, { flags: 'wx', mode: 0o600 }));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new Hint(`${target} is there already.`);
      await rm(target, { force: true });
      throw error;
    }
    const { size } = await stat(target);
    const names = files.map(({ name }) => name);
    say(values.json, { file: target, bytes: size, files: names }, () => `${target}\nIn it: ${names.join(', ')}`);
  });
}
