import { type Command, say, WrongUsage } from './command.js';

/** Loaded one by one: `sede help` should not open a database. */
export const commands: Record<string, { what: string; load: () => Promise<Command> }> = {
  serve: { what: 'run the portal', load: () => import('./serve.js') },
  setup: { what: 'set a portal up from a file of answers', load: () => import('./setup.js') },
  token: { what: 'make a token for a program', load: () => import('./token.js') },
  import: { what: 'take a CSV file in', load: () => import('./import-command.js') },
  backup: { what: 'make, prove, plan and encrypt backups, and bring things back out of one', load: () => import('./backup.js') },
  restore: { what: 'make a data folder out of a backup', load: () => import('./restore.js') },
  module: { what: 'add, park, archive, purge and attach modules, also while it runs', load: () => import('./module.js') },
  user: { what: 'a link to choose a password, or a new password, for somebody', load: () => import('./user.js') },
  audit: { what: 'verify that the audit log is as it was written', load: () => import('./audit.js') },
  upgrade: { what: 'bring a data folder to this version, checked on a copy first', load: () => import('./upgrade.js') },
  rollback: { what: 'take the last upgrade back', load: () => import('./rollback.js') },
  privacy: { what: 'find, show, export and erase personal data of somebody', load: () => import('./privacy.js') },
  doctor: { what: 'check that all is well, and say what mends what is not', load: () => import('./doctor.js') },
  'support-bundle': { what: 'what somebody who helps needs to know, without personal data', load: () => import('./support-bundle.js') },
};

const listed = () => Object.entries(commands).map(([name, { what }]) => ({ name, what }));

function help(): string {
  return [
    'sede COMMAND …',
    '',
    ...listed().map(({ name, what }) => `  ${name.padEnd(16)}${what}`),
    '',
    'sede help COMMAND says more about one. Each knows --data DIR, the data folder (else SEDE_DATA, else ./data), and --json: the outcome',
    'as one JSON object, a refusal as { error }. What is refused changes nothing and ends with 1, or with 2 where it was not understood.',
  ].join('\n');
}

/** Says why not, in words and, where a program reads, as JSON. @returns the exit status. */
function refuse(json: boolean, error: string, words: unknown, status: number): number {
  if (json) console.log(JSON.stringify({ error }));
  console.error(words);
  return status;
}

/** Runs `sede`. @param args what stands behind it. @returns the exit status. */
export async function runSede([name = 'help', ...rest]: readonly string[]): Promise<number> {
  const json = rest.includes('--json');
  if (name === '--version' || name === '-v') {
    const { version } = await import('../version.js');
    say(json, { version }, () => version);
    return 0;
  }
  const asksHelp = ['help', '--help', '-h'].includes(name);
  const asked = asksHelp ? rest.find((one) => one !== '--json') : name;
  if (asked === undefined) {
    say(json, { commands: listed() }, help);
    return 0;
  }
  const known = Object.hasOwn(commands, asked) ? commands[asked] : undefined;
  if (!known) {
    const error = `There is no command "${asked}".`;
    return refuse(json, error, `${error}\nsede help names those that there are.`, 2);
  }
  const command = await known.load();
  if (asksHelp || rest.includes('--help') || rest.includes('-h')) {
    say(json, { name: asked, usage: command.usage }, () => command.usage);
    return 0;
  }
  try {
    return (await command.run([...rest])) ?? 0;
  } catch (error) {
    if (error instanceof WrongUsage) return refuse(json, error.message, `sede ${name}: ${error.message}\nsede help ${name} says how it is used.`, 2);
    const { explain } = await import('../explain.js');
    const text = explain(error);
    return refuse(json, text ?? String(error), text === undefined ? error : `sede ${name}: ${text}`, 1);
  }
}
