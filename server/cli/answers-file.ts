import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import type { SetupAnswers } from '../contracts/core/setup.js';
import { Hint } from '../explain.js';

/** Paths of the file → what must stand there. */
const shape = {
  language: 'text',
  public_url: 'text',
  'company.name': 'text',
  'company.country': 'text',
  'company.currency': 'text',
  'company.time_zone': 'text',
  'admin.name': 'text',
  'admin.email': 'text',
  'admin.password': 'text',
  'modules.install': 'list',
  'modules.preset': 'text',
  'mail.smtp': 'text',
  'mail.from': 'text',
} as const;
const tables = ['company', 'admin', 'modules', 'mail'];

type Path = keyof typeof shape;

/** The same path in the file and in the answers: `company.time_zone` and `company.timeZone`. */
export const pathInFile = (path: string): string => path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const isTable = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function flatten(toml: Record<string, unknown>): [string, unknown][] {
  return Object.entries(toml).flatMap(([key, value]): [string, unknown][] =>
    tables.includes(key) && isTable(value) ? Object.entries(value).map(([inner, one]) => [`${key}.${inner}`, one]) : [[key, value]],
  );
}

function faultOf(path: string, value: unknown): string | undefined {
  if (tables.includes(path)) return `must be a table: [${path}]`;
  const kind = shape[path as Path] as (typeof shape)[Path] | undefined;
  if (kind === undefined) return 'is not known here';
  if (kind === 'text' && typeof value !== 'string') return 'must be a text in quotes';
  if (kind === 'list' && !(Array.isArray(value) && value.every((one) => typeof one === 'string'))) return 'must be a list of texts, such as ["crm"]';
  return undefined;
}

/** Reads a file of answers for set-up. @throws Hint naming each wrong key by its path in the file. */
export function readAnswers(file: string): SetupAnswers {
  let toml: Record<string, unknown>;
  try {
    toml = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Hint(`${file} cannot be read: ${(error as Error).message}`);
  }
  const values = flatten(toml);
  const faults = values.flatMap(([path, value]) => {
    const fault = faultOf(path, value);
    return fault === undefined ? [] : [`  ${path} ${fault}`];
  });
  if (faults.length > 0) throw new Hint(`${file} has wrong answers:\n${faults.join('\n')}`);
  const given = new Map(values);
  const text = (path: Path) => given.get(path) as string | undefined;
  return {
    language: text('language'),
    publicUrl: text('public_url'),
    company: { name: text('company.name'), country: text('company.country'), currency: text('company.currency'), timeZone: text('company.time_zone') },
    admin: { name: text('admin.name'), email: text('admin.email'), password: text('admin.password') },
    modules: { install: given.get('modules.install') as string[] | undefined, preset: text('modules.preset') },
    mail: toml.mail ? { smtp: text('mail.smtp'), from: text('mail.from') } : null,
  };
}
