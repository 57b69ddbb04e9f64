/** Words that the program itself chose: ids of modules, kinds of jobs, codes of errors, routes. */
const word = /^[A-Za-z][\w.:-]{0,79}$/;
const route = /^\/[\w/:.*-]{0,119}$/;
const instant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** What may stand in a line, and what it must look like; numbers always may. */
const known: Readonly<Record<string, RegExp>> = {
  time: instant,
  job: word,
  handler: word,
  module: word,
  work: word,
  signal: /^SIG[A-Z]+$/,
  version: /^[\w.-]{1,30}$/,
  method: /^[A-Z]{3,7}$/,
  route,
  problem: word,
  backup: /^[\dTZ-]{1,40}$/,
};

/** Numbers that would tell of somebody: a person, and contents by their sum. */
const numbers = new Set(['level', 'time', 'id', 'run', 'attempts', 'port', 'status', 'ms', 'row', 'import', 'event', 'webhook', 'number']);

interface Failure {
  type?: unknown;
  code?: unknown;
  stack?: unknown;
}

/** Where it happened, without the message, which may quote anything. */
function failure({ type, code, stack }: Failure) {
  const frames = String(stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => /(?:at (?:async )?([\w.<>#$ [\]]+) \()?[^()]*?((?:server|migrations|node_modules|node:)[\w@/.:+-]*)/.exec(line))
    .map((found) => [found?.[1], found?.[2]].filter(Boolean).join(' '))
    .filter(Boolean);
  return { ...(word.test(String(type)) ? { type } : {}), ...(/^[A-Z0-9_]{2,60}$/.test(String(code)) ? { code } : {}), at: frames.slice(0, 20) };
}

/** Messages are the program's own constant words unless an error was written alone: then they are the error's. */
const message = (value: unknown, err: { message?: unknown } | undefined): string | undefined =>
  typeof value === 'string' && value !== err?.message && /^[A-Za-z ,;:'.-]{1,100}$/.test(value) ? value : undefined;

/** The system's code in a reason that was written out, such as `ECONNREFUSED`. */
const systemCode = (reason: unknown): string | undefined => (typeof reason === 'string' ? /\bE[A-Z]{4,}\b/.exec(reason)?.[0] : undefined);

/** One line of the log, cut down to what names nobody: by what may stay, not by what must go. */
export function loggedLine(line: string): string {
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return '{"left":"out"}';
  }
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(entry)) {
    if (typeof value === 'number' && numbers.has(key)) kept[key] = value;
    else if (typeof value === 'string' && known[key]?.test(value)) kept[key] = value;
  }
  const err = entry.err as (Failure & { message?: unknown }) | undefined;
  if (err && typeof err === 'object') kept.err = failure(err);
  const code = systemCode(entry.reason);
  if (code) kept.reason = code;
  const msg = message(entry.msg, err);
  if (msg) kept.msg = msg;
  return JSON.stringify(kept);
}
