import type { Secrets } from '../settings/encryption.js';

/** What stands for the password wherever settings are shown. */
const passwordMask = '***';

/** Whether a text is the address of a mail server: `smtp://` or `smtps://` with a host, user and password optional. */
export function isSmtp(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search, hash } = new URL(text);
  return (protocol === 'smtp:' || protocol === 'smtps:') && hostname !== '' && ['', '/'].includes(pathname) && search === '' && hash === '';
}

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    // A percent sign that was typed as it is.
    return part;
  }
};

export const passwordOf = (smtp: string): string => decoded(new URL(smtp).password);

export function withPassword(smtp: string, password: string): string {
  const url = new URL(smtp);
  url.password = encodeURIComponent(password);
  return url.href;
}

/** The address as it is stored: its password encrypted. */
export const sealSmtp = (secrets: Secrets, smtp: string): string =>
  passwordOf(smtp) === '' ? new URL(smtp).href : withPassword(smtp, secrets.encrypt(passwordOf(smtp)));

/** The address of the settings with the password in clear, for the moment of sending. */
export const openSmtp = (secrets: Secrets, stored: string): string =>
  passwordOf(stored) === '' ? stored : withPassword(stored, secrets.decrypt(passwordOf(stored)));

/** The address as it is shown. */
export const maskSmtp = (smtp: string): string => (passwordOf(smtp) === '' ? smtp : withPassword(smtp, passwordMask));

export const isMasked = (smtp: string): boolean => passwordOf(smtp) === passwordMask;

/** Whether two addresses name the same account on the same server, so that the one's password may go to the other. */
export function sameAccount(one: string, other: string): boolean {
  const [a, b] = [new URL(one), new URL(other)];
  return a.protocol === b.protocol && a.hostname.toLowerCase() === b.hostname.toLowerCase() && a.port === b.port && a.username === b.username;
}

export interface SmtpServer {
  host: string;
  port: number;
  /** TLS from the first byte; otherwise STARTTLS where the server offers it. */
  secure: boolean;
  user: string | null;
  password: string;
}

export function readSmtp(smtp: string): SmtpServer {
  const url = new URL(smtp);
  const secure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return { host, secure, port: Number(url.port) || (secure ? 465 : 587), user: url.username === '' ? null : decoded(url.username), password: passwordOf(smtp) };
}

/** One address, as people write it; whether it exists only its mail server knows. */
export const isMailAddress = (text: string): boolean => /^[^\s@<>"]+@[^\s@<>"]+$/.test(text);

/** Whether mails can come from it: `hello@aurora.example` or `Aurora <hello@aurora.example>`, on one line. */
export function isSender(text: string): boolean {
  const named = /^[^<>\r\n]{1,100}<([^<>\s]+)>$/.exec(text.trim());
  return isMailAddress(named?.[1] ?? text.trim());
}
