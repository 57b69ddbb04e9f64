import { demandNotStripped } from '../core/backup/stripped-folder.js';
import { Refusal } from '../core/http/problem.js';
import { checkAnswers } from '../core/setup/answers.js';
import { isSetUp, setUp } from '../core/setup/set-up.js';
import { Hint } from '../explain.js';
import { catalog, presets } from '../modules/catalog.js';
import { pathInFile, readAnswers } from './answers-file.js';
import { commonOptions, configOf, parsed, say, WrongUsage, withPortal } from './command.js';
import { tellStep } from './progress.js';

export const usage = `sede setup --answers FILE [--json] [--data DIR]

Sets a new portal up without the browser. FILE is TOML:

  language = "en"                          # or "pt-BR"
  public_url = "https://portal.example.com" # may be left out
  [company]
  name = "Ferragens Aurora"
  country = "BR"
  currency = "BRL"                         # may be left out
  time_zone = "America/Sao_Paulo"          # may be left out
  [admin]
  name = "Ana Souza"
  email = "ana@example.com"
  password = "at least ten characters"
  [modules]
  install = ["crm", "sales"]               # or preset = "sales-team"
  [mail]                                   # may be left out
  smtp = "smtp://user:password@mail.example.com:587"
  from = "portal@example.com"`;

const stepWords = (id: string): string => {
  if (id === 'account') return 'Preparing the account';
  return id === 'finish' ? 'Writing company, roles and account' : `Making the tables of ${id.replace('module.', '')}`;
};

/** The refusal with its paths as they are in the file. */
function inFile(error: unknown): unknown {
  const errors = error instanceof Refusal ? error.options.errors : undefined;
  if (!(error instanceof Refusal) || !errors) return error;
  return new Refusal(error.status, error.code, { ...error.options, errors: errors.map((one) => ({ ...one, path: pathInFile(one.path) })) });
}

export async function run(args: string[]): Promise<undefined> {
  const { values } = parsed({ args, options: { ...commonOptions, answers: { type: 'string' } } });
  if (values.answers === undefined) throw new WrongUsage('Name the file of answers with --answers FILE.');
  const answers = readAnswers(values.answers);
  const config = configOf(values.data);
  try {
    // Before a folder is made for it.
    checkAnswers(answers, { presets, modules: catalog.map(({ manifest }) => manifest) });
  } catch (error) {
    throw inFile(error);
  }
  demandNotStripped(config);
  await withPortal(config, async (portal) => {
    if (isSetUp(portal.services)) throw new Hint(`the portal in ${config.data} is set up already.`);
    await setUp(portal.setUpDeps, answers, ({ steps }) => {
      const step = steps.find(({ state }) => state === 'running');
      if (step) tellStep(stepWords(step.id));
    });
    const done = { company: portal.services.settings.company().name, folder: config.data, modules: portal.life.on() };
    say(values.json, done, () => `${done.company} is set up in ${done.folder}, with: ${done.modules.join(', ') || 'no modules'}.`);
  });
}
