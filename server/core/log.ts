import { join } from 'node:path';
import pino, { type Logger, type TransportTargetOptions } from 'pino';

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

/** The portal's log: one JSON line an event, to `logs/` in the data folder (a file a day, fourteen kept); warnings also to the terminal. */
export function openLog(folder: string, level = process.env.SEDE_LOG_LEVEL ?? 'info'): Logger {
  const targets: TransportTargetOptions[] = [
    {
      target: 'pino-roll',
      level,
      options: { file: join(folder, 'logs', 'sede'), frequency: 'daily', dateFormat: 'yyyy-MM-dd', extension: '.log', mkdir: true, limit: { count: 14 } },
    },
    { target: 'pino/file', level: 'warn', options: { destination: 2 } },
  ];
  return pino({ level, base: null, redact: { paths: secrets, censor: '***' } }, pino.transport({ targets }));
}
