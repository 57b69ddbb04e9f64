import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'smol-toml';
import { type Range, readRanges } from './core/net/ranges.js';
import { type Allowed, readAllowed } from './core/webhooks/guard.js';

export interface Config {
  /** Absolute path of the data folder. */
  data: string;
  port: number;
  host: string;
  /** Path below which the portal is reached behind a proxy, such as `/portal`; empty for none. */
  basePath: string;
  /** Whether `X-Forwarded-*` of a proxy in front is believed. */
  trustProxy: boolean;
  /** PostgreSQL address, or null for the SQLite file inside the data folder. */
  databaseUrl: string | null;
  /** Hour of the nightly snapshot in the company's time zone, and how many are kept. */
  backup: { hour: number; keep: number };
  /** Addresses inside the network that webhooks may call; the public ones they may always. */
  webhooks: Allowed;
  /** From where `/metrics` may be read without signing in. */
  metrics: readonly Range[];
}

export class ConfigError extends Error {}

/** What `config.toml` may say, as `config.example.toml` shows it. */
const known = {
  server: ['port', 'host', 'base_path', 'trust_proxy'],
  database: ['url'],
  backup: ['hour', 'keep'],
  webhooks: ['allow'],
  metrics: ['open_to'],
} as const;
type Table = keyof typeof known;
const tables = Object.keys(known) as Table[];

type Toml = Record<string, unknown>;
const isTable = (value: unknown): value is Toml => typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
const table = (toml: Toml, key: Table): Toml => (isTable(toml[key]) ? toml[key] : {});

function faultsAt(key: string, value: unknown): string[] {
  const owner = tables.find((one) => one === key);
  if (owner !== undefined) {
    if (!isTable(value)) return [`${key} must be a table: [${key}]`];
    const keys: readonly string[] = known[owner];
    return Object.keys(value).flatMap((inner) => (keys.includes(inner) ? [] : [`${key}.${inner} is not known; in [${key}] there is: ${keys.join(', ')}`]));
  }
  const homes = tables.filter((one) => (known[one] as readonly string[]).includes(key));
  if (homes.length > 0) return [`${key} stands outside its table; it belongs below [${homes.join('] or [')}]`];
  return [`${isTable(value) ? `[${key}]` : key} is not known; there is: [${tables.join('], [')}]`];
}

/** What is overlooked would look as if it had been heeded. @throws ConfigError naming every key that means nothing here. */
function refuseUnknown(toml: Toml, file: string): void {
  const faults = Object.entries(toml).flatMap(([key, value]) => faultsAt(key, value));
  if (faults.length > 0) throw new ConfigError(`${file} says what has no meaning here:\n  ${faults.join('\n  ')}`);
}

function readToml(file: string): Toml {
  if (!existsSync(file)) return {};
  let toml: Toml;
  try {
    toml = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConfigError(`${file} is not valid TOML: ${(error as Error).message}`);
  }
  refuseUnknown(toml, file);
  return toml;
}

function wholeNumber(value: unknown, name: string, min: number, max: number): number {
  const number = typeof value === 'bigint' ? Number(value) : typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < min || number > max)
    throw new ConfigError(`${name} must be a whole number from ${min} to ${max}, not "${String(value)}"`);
  return number;
}

/** A list of texts; @param read says of each what it means, or throws what is wrong with it. */
function listOf<T>(value: unknown, name: string, read: (entries: string[]) => T): T {
  if (!(Array.isArray(value) && value.every((one) => typeof one === 'string')))
    throw new ConfigError(`${name} must be a list of texts, such as ["10.0.0.0/8"]`);
  try {
    return read(value as string[]);
  } catch (error) {
    throw new ConfigError(`${name}: ${(error as Error).message}`);
  }
}

/**
 * Puts the configuration together: command line before environment (`SEDE_DATA`, `SEDE_PORT`, `SEDE_HOST`) before
 * `config.toml` in the data folder before the defaults.
 * @throws ConfigError saying which value is wrong and what would be right.
 */
export function readConfig(args: readonly string[], env: NodeJS.ProcessEnv): Config {
  let given: { data?: string; port?: string; host?: string };
  try {
    // `--json` says how the start is told of; it is no configuration.
    const options = { data: { type: 'string' }, port: { type: 'string' }, host: { type: 'string' }, json: { type: 'boolean' } } as const;
    given = parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new ConfigError(`${(error as Error).message}. Known options: --data DIR --port N --host H --json`);
  }
  const data = resolve(given.data ?? env.SEDE_DATA ?? 'data');
  const toml = readToml(join(data, 'config.toml'));
  const server = table(toml, 'server');
  const basePath = String(server.base_path ?? '').replace(/\/+$/, '');
  if (basePath !== '' && !/^(\/[\w.~-]+)+$/.test(basePath)) throw new ConfigError(`server.base_path must look like "/portal", not "${basePath}"`);
  const trustProxy = server.trust_proxy ?? false;
  if (typeof trustProxy !== 'boolean') throw new ConfigError(`server.trust_proxy must be true or false, not "${String(trustProxy)}"`);
  const backup = table(toml, 'backup');
  const url = table(toml, 'database').url;
  if (url !== undefined && !/^postgres(ql)?:\/\//.test(String(url))) throw new ConfigError('database.url must begin with postgres://');
  return {
    data,
    port: wholeNumber(given.port ?? env.SEDE_PORT ?? server.port ?? 8080, 'port', 0, 65_535),
    host: String(given.host ?? env.SEDE_HOST ?? server.host ?? '0.0.0.0'),
    basePath,
    trustProxy,
    databaseUrl: url === undefined ? null : String(url),
    backup: { hour: wholeNumber(backup.hour ?? 2, 'backup.hour', 0, 23), keep: wholeNumber(backup.keep ?? 7, 'backup.keep', 1, 365) },
    webhooks: listOf(table(toml, 'webhooks').allow ?? [], 'webhooks.allow', readAllowed),
    metrics: listOf(table(toml, 'metrics').open_to ?? ['127.0.0.1', '::1'], 'metrics.open_to', readRanges),
  };
}
