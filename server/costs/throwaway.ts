import { pino } from 'pino';
import { readConfig } from '../config.js';
import { openPortal, type Portal } from '../portal.js';

/** Opens a throwaway portal on a port of its own of this machine, without log and clock. */
export const openThrowaway = (data: string): Promise<Portal> =>
  openPortal(readConfig(['--data', data, '--port', '0', '--host', '127.0.0.1'], {}), { log: pino({ level: 'silent' }), clock: false, durable: false });
