import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import { nowIso } from './db/instant.js';

/** What must never stand in a log line, wherever in an object it turns up. */
const secrets = [
  'password',
  'oldPassword',
  'token',
  'secret',
  'authorization',
  'cookie',
  'smtp',
  '*.password',
  '*.token',
  '*.secret',
  '*.authorization',
  '*.cookie',
  '*.smtp',
];

const filesKept = 14;

function removeOld(logs: string): void {
  const files = readdirSync(logs).filter((name) => /^sede\.\d{4}-\d{2}-\d{2}\..*log$/.test(name));
  for (const name of files.sort().slice(0, -filesKept)) rmSync(join(logs, name), { force: true });
}

/** A file a day in `logs`. What cannot be written there, as when the disk is full, goes to the terminal. */
function dailyFile(logs: string): pino.DestinationStream {
  let day = '';
  let file: ReturnType<typeof pino.destination> | undefined;
  function open(today: string): void {
    day = today;
    const dest = join(logs, `sede.${today}.log`);
    if (file) file.reopen(dest);
    else {
      file = pino.destination({ dest, mkdir: true, sync: true });
      file.on('error', (error: Error) => process.stderr.write(`The log cannot be written: ${error.message}\n`));
    }
    removeOld(logs);
  }
  return {
    write(line) {
      try {
        const today = nowIso().slice(0, 10);
        if (today !== day) open(today);
        file?.write(line);
      } catch (error) {
        process.stderr.write(`The log cannot be written: ${(error as Error).message}\n${line}`);
      }
    },
  };
}

/**
 * The portal's log: one JSON line an event, to `logs/` in the data folder (a file a day, fourteen kept); warnings also to the terminal.
 * In the portal's own thread: a thread for the few lines it writes would hold 17 MB.
 */
export function openLog(folder: string, level = process.env.SEDE_LOG_LEVEL ?? 'info'): Logger {
  const streams = pino.multistream([
    { level: level as pino.Level, stream: dailyFile(join(folder, 'logs')) },
    { level: 'warn', stream: pino.destination({ dest: 2, sync: true }) },
  ]);
  return pino({ level, base: null, redact: { paths: secrets, censor: '***' } }, streams);
}
