#!/usr/bin/env node
import { type Command, WrongUsage } from './command.js';

/** Loaded one by one: `sede help` should not open a database. */
const commands: Record<string, { what: string; load: () => Promise<Command> }> = {
  serve: { what: 'run the portal', load: () => import('./serve.js') },
  setup: { what: 'set a portal up from a file of answers', load: () => import('./setup.js') },
  token: { what: 'make a token for a program', load: () => import('./token.js') },
  import: { what: 'take a CSV file in', load: () => import('./import-command.js') },
  backup: { what: 'put the whole portal into one file, also while it runs', load: () => import('./backup.js') },
  restore: { what: 'make a data folder out of a backup', load: () => import('./restore.js') },
  module: { what: 'add, park, archive, purge and attach modules, also while it runs', load: () => import('./module.js') },
  user: { what: 'a link or a new password for somebody who is locked out', load: () => import('./user.js') },
  audit: { what: 'verify that the audit log is as it was written', load: () => import('./audit.js') },
  upgrade: { what: 'bring a data folder to this version, checked on a copy first', load: () => import('./upgrade.js') },
  rollback: { what: 'take the last upgrade back', load: () => import('./rollback.js') },
  privacy: { what: 'erase again whom an older backup brought back', load: () => import('./privacy.js') },
  doctor: { what: 'check that all is well, and say what mends what is not', load: () => import('./doctor.js') },
  'support-bundle': { what: 'what somebody who helps needs to know, without personal data', load: () => import('./support-bundle.js') },
};

function help(): string {
  const lines = Object.entries(commands).map(([name, { what }]) => `  ${name.padEnd(16)}${what}`);
  return ['sede COMMAND …', '', ...lines, '', 'sede help COMMAND says more about one. --data DIR names the data folder (else SEDE_DATA, else ./data).'].join(
    '\n',
  );
}

async function version(): Promise<string> {
  return (await import('../version.js')).version;
}

async function run([name = 'help', ...rest]: string[]): Promise<number> {
  if (name === '--version' || name === '-v') {
    console.log(await version());
    return 0;
  }
  const asksHelp = ['help', '--help', '-h'].includes(name);
  const known = commands[asksHelp ? (rest[0] ?? '') : name];
  if (asksHelp && rest[0] === undefined) {
    console.log(help());
    return 0;
  }
  if (!known) {
    console.error(`There is no command "${asksHelp ? rest[0] : name}".\n\n${help()}`);
    return 2;
  }
  const command = await known.load();
  if (asksHelp || rest.includes('--help')) {
    console.log(command.usage);
    return 0;
  }
  try {
    return (await command.run(rest)) ?? 0;
  } catch (error) {
    if (error instanceof WrongUsage) {
      console.error(`${error.message}\n\n${command.usage}`);
      return 2;
    }
    const { explain } = await import('../explain.js');
    const text = explain(error);
    console.error(text === undefined ? error : `sede ${name}: ${text}`);
    return 1;
  }
}

process.exitCode = await run(process.argv.slice(2));
