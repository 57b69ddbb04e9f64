const full = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL']);
const noAccess = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'SQLITE_READONLY', 'SQLITE_READONLY_DIRECTORY', 'SQLITE_CANTOPEN', 'SQLITE_READONLY_DBMOVED']);
const unreachable = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EHOSTUNREACH', 'ETIMEDOUT', 'EAI_AGAIN']);
/** Refusals of PostgreSQL before anything was asked: wrong password, no such database, too many connections. */
const refusedByPostgres = /^(28...|3D000|53300|57P03)$/;

/** What the machine or the database has against us, by the code of an error; undefined where it is something else. */
export function machineFault(code: string): 'disk-full' | 'no-access' | 'database' | undefined {
  if (full.has(code)) return 'disk-full';
  if (noAccess.has(code)) return 'no-access';
  return unreachable.has(code) || refusedByPostgres.test(code) ? 'database' : undefined;
}
