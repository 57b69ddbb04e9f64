import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parse, stringify, type TomlTable } from 'smol-toml';

const urlIn = (toml: TomlTable): string | undefined => {
  const url = (toml.database as TomlTable | undefined)?.url;
  return typeof url === 'string' ? url : undefined;
};

/** The PostgreSQL address that a `config.toml` names, if there is such a file and it names one. */
export const readDatabaseUrl = (file: string): string | undefined => (existsSync(file) ? urlIn(parse(readFileSync(file, 'utf8'))) : undefined);

/** Writes another PostgreSQL address into a `config.toml`; its comments stay where the file allows it. */
export function writeDatabaseUrl(file: string, url: string): void {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const toml = parse(text);
  const line = `url = ${JSON.stringify(url)}`;
  const changed = toml.database
    ? text.replace(/^(\s*\[database\][^[]*?^\s*)url\s*=.*$/m, (_all, before: string) => before + line)
    : `${text}\n[database]\n${line}\n`;
  const fits = urlIn(parse(changed)) === url;
  writeFileSync(file, fits ? changed : stringify({ ...toml, database: { ...(toml.database as TomlTable), url } }), { mode: 0o600 });
  // It names a password now, also where it was there before.
  chmodSync(file, 0o600);
}

/** Takes the PostgreSQL address out of a `config.toml`: the portal then has an SQLite file. */
export function removeDatabaseUrl(file: string): void {
  if (readDatabaseUrl(file) === undefined) return;
  const text = readFileSync(file, 'utf8');
  const changed = text.replace(/^(\s*\[database\][^[]*?^\s*)url\s*=.*\n?/m, (_all, before: string) => before);
  if (urlIn(parse(changed)) === undefined) {
    writeFileSync(file, changed);
    return;
  }
  const { database: _, ...rest } = parse(text);
  writeFileSync(file, stringify(rest));
}
