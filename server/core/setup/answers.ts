import { type Company, unsaid, usualHours } from '../../contracts/core/company.js';
import type { SetupAnswers } from '../../contracts/core/setup.js';
import { shortestPassword } from '../auth/secrets.js';
import { isCurrency, isWebAddress } from '../company/fields.js';
import { type FieldError, invalid } from '../http/problem.js';
import { languages } from '../i18n/texts.js';
import { isMailAddress, isSender, isSmtp } from '../mail/smtp.js';
import { isTimeZone } from '../people/fields.js';
import { countryOf } from './countries.js';

/** What set-up needs, complete and checked. */
export interface CheckedAnswers {
  company: Company;
  admin: { name: string; email: string; password: string };
  modules: string[];
  mail: { smtp: string; from: string } | null;
}

export interface Choices {
  presets: readonly { id: string; modules: readonly string[] }[];
  modules: readonly { id: string; requires: readonly string[] }[];
}

/** The chosen modules with what they require, or the errors of the choice. */
function chosen(answers: SetupAnswers['modules'], choices: Choices, errors: FieldError[]): string[] {
  const preset = answers?.preset === undefined ? undefined : choices.presets.find(({ id }) => id === answers.preset);
  if (answers?.preset !== undefined && !preset)
    errors.push({ path: 'modules.preset', message: 'choice', params: { options: choices.presets.map(({ id }) => id).join(', ') } });
  const wanted = new Set<string>(preset?.modules ?? answers?.install ?? []);
  for (const id of [...wanted]) {
    const module = choices.modules.find((one) => one.id === id);
    if (!module) errors.push({ path: 'modules.install', message: 'choice', params: { options: choices.modules.map((one) => one.id).join(', ') } });
    for (const needed of module?.requires ?? []) wanted.add(needed);
  }
  return [...wanted];
}

/**
 * Completes the answers: what the country decides, what a module requires.
 * @throws Refusal 422 naming each wrong answer by its path, such as `company.name`.
 */
export function checkAnswers(answers: SetupAnswers, choices: Choices): CheckedAnswers {
  const errors: FieldError[] = [];
  const need = (path: string, value: string | undefined, fits: (text: string) => boolean, message: string): string => {
    const text = value?.trim() ?? '';
    if (text === '') errors.push({ path, message: 'required' });
    else if (!fits(text)) errors.push({ path, message });
    return text;
  };
  const language = answers.language ?? 'en';
  if (!languages.includes(language)) errors.push({ path: 'language', message: 'choice', params: { options: languages.join(', ') } });
  const name = need('company.name', answers.company?.name, (text) => text.length <= 250, 'too-long');
  const code = need('company.country', answers.company?.country, (text) => countryOf(text) !== undefined, 'country');
  const country = countryOf(code);
  const currency = need('company.currency', answers.company?.currency ?? country?.currency ?? 'EUR', isCurrency, 'currency');
  const timeZone = need('company.timeZone', answers.company?.timeZone ?? country?.timeZone ?? 'UTC', isTimeZone, 'time-zone');
  const publicUrl = answers.publicUrl?.trim().replace(/\/+$/, '') || null;
  if (publicUrl !== null && !isWebAddress(publicUrl)) errors.push({ path: 'publicUrl', message: 'format-uri' });
  const adminName = need('admin.name', answers.admin?.name, (text) => text.length <= 250, 'too-long');
  const email = need('admin.email', answers.admin?.email, isMailAddress, 'format-email');
  const password = answers.admin?.password ?? '';
  if (password === '') errors.push({ path: 'admin.password', message: 'required' });
  else if (password.length < shortestPassword || password.length > 1000)
    errors.push({ path: 'admin.password', message: 'password-length', params: { min: shortestPassword } });
  const modules = chosen(answers.modules, choices, errors);
  const mail = answers.mail?.smtp
    ? { smtp: need('mail.smtp', answers.mail.smtp, isSmtp, 'smtp'), from: need('mail.from', answers.mail.from, isSender, 'format-email') }
    : null;
  if (errors.length > 0) throw invalid(errors);
  const company: Company = {
    name,
    country: code,
    currency,
    timeZone,
    language,
    weekStart: country?.weekStart ?? 1,
    workingHours: usualHours,
    ...unsaid,
    publicUrl,
  };
  return { company, admin: { name: adminName, email, password }, modules, mail };
}
