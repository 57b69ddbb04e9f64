import type { SendMailOptions } from 'nodemailer';
import { readSmtp, type SmtpServer } from './smtp.js';

const timeoutMs = 15_000;
/** However slowly a server drips its answers, a mail is given up before the lease of its job ends. */
const longestMs = 90_000;

/** The usual reasons, for which there is a sentence that says what to look at: `core:mail.why.<this>`. */
export type MailFault = 'refused' | 'unknown' | 'silent' | 'unsafe' | 'password' | 'no-mailbox' | 'full' | 'rejected';

const signs: readonly (readonly [MailFault, RegExp])[] = [
  ['password', /EAUTH/],
  // By the enhanced codes of RFC 3463, and by what servers write that have none.
  ['no-mailbox', /\b5\d\d[ -]5\.1\.[0123]\b|\b550\b.*(user unknown|unknown user|no such (user|mailbox|recipient)|does not exist)/i],
  ['full', /\b[45]\d\d[ -][45]\.2\.2\b|\b[45]52\b.*(full|quota)|mailbox is full/i],
  ['rejected', /\b5\d\d[ -]5\.7\.\d+\b/],
  ['unknown', /ENOTFOUND|EAI_AGAIN|EDNS/],
  ['refused', /ECONNREFUSED/],
  ['unsafe', /ETLS|wrong version number|certificate|SSL routines/i],
  ['silent', /ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ECONNRESET|timeout|No end after/i],
];

/** Why a mail did not go out. `permanent`: trying again would change nothing. */
export class MailError extends Error {
  constructor(
    /** What the server said, on one line and without secrets. */
    readonly reason: string,
    readonly permanent: boolean,
    /** Whether the server was reached at all. */
    readonly reached: boolean,
    readonly fault: MailFault | null = null,
  ) {
    super(reason);
  }
}

const isLocal = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

/**
 * Certificates are checked wherever something would be given away: on a connection promised to be safe, and before a
 * password is sent. Without either, TLS with any certificate is still better than none; to this machine itself nobody can listen in.
 */
const checksCertificate = (server: SmtpServer): boolean => !isLocal(server.host) && (server.secure || server.user !== null);

/** What OpenSSL says without the places in its own source around it: `wrong version number`. */
const inWords = (text: string): string => text.replace(/(?:[0-9A-F]+:)?error:[0-9A-F]{8}:[^:\n]*:[^:\n]*:([^:\n]+):\S+\.c:\d+:?/g, '$1');

function withoutSecrets(text: string, { user, password }: SmtpServer): string {
  let clean = inWords(text).replace(/\s+/g, ' ').trim();
  const secrets = password === '' ? [] : [password, Buffer.from(password).toString('base64'), Buffer.from(`\0${user}\0${password}`).toString('base64')];
  for (const secret of secrets) clean = clean.replaceAll(secret, '***');
  return clean.slice(0, 300);
}

interface SmtpFailure {
  response?: string;
  responseCode?: number;
  code?: string;
  message?: string;
}

/** The failure in a sentence where there is one for it, with what the server or the system said behind it. */
export function mailErrorWords(t: (key: string, values?: Record<string, unknown>) => string, { fault, reason }: MailError, smtp: string): string {
  if (fault === null) return reason;
  const { host, port } = readSmtp(smtp);
  return `${t(`core:mail.why.${fault}`, { server: host, port: String(port) })} (${reason})`;
}

/** Mail that was refused with 5yz is refused for good (RFC 5321, 4.2.1), but for the password, which an administrator can mend. */
function mailError(error: unknown, server: SmtpServer): MailError {
  const { response, responseCode = 0, code, message = String(error) } = error as SmtpFailure;
  const permanent = (responseCode >= 500 && code !== 'EAUTH' && responseCode !== 530 && responseCode !== 535) || (code === 'EENVELOPE' && responseCode === 0);
  const fault = signs.find(([, sign]) => sign.test(`${code} ${message}`))?.[0] ?? null;
  return new MailError(withoutSecrets(response ?? message, server), permanent, responseCode > 0, fault);
}

/**
 * Hands one message to the mail server.
 * @param smtp address with its password in clear.
 * @throws MailError
 */
export async function sendOver(smtp: string, message: SendMailOptions): Promise<void> {
  const server = readSmtp(smtp);
  // Loaded with the first mail: the portal starts sooner and takes less memory until then.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.secure,
    ...(server.user === null ? {} : { auth: { user: server.user, pass: server.password } }),
    tls: { rejectUnauthorized: checksCertificate(server) },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    // Contents come from the file store only, never from paths or addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  let clock: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    clock = setTimeout(() => reject(new Error(`No end after ${longestMs / 1000} seconds`)), longestMs);
  });
  try {
    await Promise.race([transport.sendMail(message), tooLong]);
  } catch (error) {
    throw mailError(error, server);
  } finally {
    clearTimeout(clock);
    transport.close();
  }
}
